"""Reading members. Every query takes a scope; names and phones come out masked."""

from shuke.members.queries.cards import Card, cards_of, ids_of_numbers, numbers_of
from shuke.members.queries.counting import Counts, counts, is_empty
from shuke.members.queries.details import (
    Detail,
    HouseholdView,
    IdentityView,
    MergeView,
    NoteView,
    Origin,
    household_of,
    member_of,
)
from shuke.members.queries.files import (
    FieldView,
    dislikes_of,
    field_definitions,
    history_of,
)
from shuke.members.queries.finding import find, identified
from shuke.members.queries.listing import ORDERS, Filters, Order, Page, listing
from shuke.members.queries.timelines import Entry, Timeline, event_part
from shuke.members.queries.timelines import timeline_of as timeline

__all__ = [
    "ORDERS",
    "Card",
    "Counts",
    "Detail",
    "Entry",
    "FieldView",
    "Filters",
    "HouseholdView",
    "IdentityView",
    "MergeView",
    "NoteView",
    "Order",
    "Origin",
    "Page",
    "Timeline",
    "cards_of",
    "counts",
    "dislikes_of",
    "event_part",
    "field_definitions",
    "find",
    "history_of",
    "household_of",
    "identified",
    "ids_of_numbers",
    "is_empty",
    "listing",
    "member_of",
    "numbers_of",
    "timeline",
]
