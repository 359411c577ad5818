"""What a place holds, now or at any past moment, and in which lots."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BigIntegerField, Case, F, Q, Sum, When

from shuke.ledger.models import Account, Entry, Lot
from shuke.ledger.places import HOUSE, Place


@dataclass(frozen=True, slots=True)
class Balance:
    """A pocket of a holder: what it holds and how much of that is free."""

    pocket: str
    unit: str
    balance: int
    held: int

    @property
    def free(self) -> int:
        """What may be spent."""
        return self.balance - self.held


@dataclass(frozen=True, slots=True)
class LotView:
    """A live part of a pocket, with its first and last day."""

    id: int
    remaining: int
    held: int
    since: date
    until: date | None


def balances(holder: int) -> dict[str, Balance]:
    """Every pocket of a holder by name; a pocket never used is missing."""
    rows = Account.objects.filter(member_id=holder).exclude(balance=None).order_by("name")
    return {row.name: Balance(row.name, row.unit, row.balance or 0, row.held) for row in rows}


def house_balance(name: str) -> int:
    """What a pocket of the house holds: the sum of its entries (below zero where it issued)."""
    return _summed(
        Q(source__member_id=HOUSE, source__name=name),
        Q(target__member_id=HOUSE, target__name=name),
        Q(),
    )


def balance_at(place: Place, moment: datetime) -> int:
    """What a place held when every entry before `moment` had been booked (A8)."""
    whose = {"member_id": place.holder, "name": place.pocket.name}
    return _summed(
        Q(**{f"source__{key}": value for key, value in whose.items()}),
        Q(**{f"target__{key}": value for key, value in whose.items()}),
        Q(at__lt=moment),
    )


def _summed(leaving: Q, coming: Q, when: Q) -> int:
    total = (
        Entry.objects.filter(leaving | coming)
        .filter(when)
        .aggregate(
            total=Sum(
                Case(
                    When(coming, then=F("amount")),
                    default=-F("amount"),
                    output_field=BigIntegerField(),
                )
            )
        )["total"]
    )
    return int(total or 0)


def lots(place: Place) -> tuple[LotView, ...]:
    """The live lots of a place in the order in which they will be spent."""
    rows = Lot.objects.filter(
        account__member_id=place.holder, account__name=place.pocket.name, remaining__gt=0
    ).order_by(F("until").asc(nulls_last=True), "id")
    return tuple(LotView(row.pk, row.remaining, row.held, row.since, row.until) for row in rows)
