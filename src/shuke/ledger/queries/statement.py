"""A holder's statement: every entry of a pocket with the balance after it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BigIntegerField, Case, F, Q, Sum, When, Window

from shuke.ledger.models import Entry
from shuke.ledger.places import Place


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a statement: `amount` is below zero where value left the pocket."""

    id: int
    posting: int
    kind: str
    reference: str
    at: datetime
    day: date
    amount: int
    balance: int
    other: str
    actor: str


def statement(place: Place, *, before: int | None = None, most: int = 50) -> tuple[Line, ...]:
    """The newest entries of a place, newest first; `before` is the id of the last line seen."""
    mine = {"member_id": place.holder, "name": place.pocket.name}
    coming = Q(**{f"target__{key}": value for key, value in mine.items()})
    leaving = Q(**{f"source__{key}": value for key, value in mine.items()})
    amount = Case(
        When(coming, then=F("amount")), default=-F("amount"), output_field=BigIntegerField()
    )
    rows = (
        Entry.objects.filter(coming | leaving)
        .annotate(signed=amount)
        .annotate(
            after=Window(Sum("signed"), order_by=F("id").asc()),
            other=Case(When(coming, then=F("source__name")), default=F("target__name")),
        )
        .order_by("-id")
    )
    found = rows.values_list(
        "id",
        "posting_id",
        "posting__kind",
        "posting__reference",
        "at",
        "posting__day",
        "signed",
        "after",
        "other",
        "posting__actor",
    )
    if before is not None:
        # A window is worked out before its filter: the balance counts all that came earlier.
        found = found.filter(id__lt=before)
    return tuple(Line(*row) for row in found[:most])
