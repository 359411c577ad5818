"""Reading members. Every query takes a scope; names and phones come out masked."""

from shuke.members.queries.cards import Card, cards_of, ids_of_numbers, numbers_of
from shuke.members.queries.counting import Counts, Quality, counts, is_empty, quality
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
from shuke.members.queries.planning import (
    StaleContact,
    fit_of,
    recruitment,
    stale_contacts,
    targets,
)
from shuke.members.queries.prospects import Conversion, ProspectView, conversions, prospects
from shuke.members.queries.reviewing import (
    Candidate,
    Difference,
    Preview,
    likely_duplicates,
    merge_preview,
)
from shuke.members.queries.timelines import Entry, Timeline, event_part
from shuke.members.queries.timelines import timeline_of as timeline
from shuke.members.queries.worth import interactions_of, worth_of

__all__ = [
    "ORDERS",
    "Candidate",
    "Card",
    "Conversion",
    "Counts",
    "Detail",
    "Difference",
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
    "Preview",
    "ProspectView",
    "Quality",
    "StaleContact",
    "Timeline",
    "cards_of",
    "conversions",
    "counts",
    "dislikes_of",
    "event_part",
    "field_definitions",
    "find",
    "fit_of",
    "history_of",
    "household_of",
    "identified",
    "ids_of_numbers",
    "interactions_of",
    "is_empty",
    "likely_duplicates",
    "listing",
    "member_of",
    "merge_preview",
    "numbers_of",
    "prospects",
    "quality",
    "recruitment",
    "stale_contacts",
    "targets",
    "timeline",
    "worth_of",
]
