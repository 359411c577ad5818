"""The rows of a list: a member with what he bought, or a sale with who bought it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import NoReverseMatch, reverse

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.exporting import Value
from shuke.members import queries as members
from shuke.sales import queries as sales


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member, masked as the scope demands, with the totals of his sales."""

    number: str
    name: str
    is_name_made: bool
    phone: str
    store: str
    last_day: date | None
    sales: int
    amount: int
    href: str

    @property
    def initial(self) -> str:
        """What stands in the round picture: the last sign of a Chinese name, else the first."""
        if not self.name:
            return "#"
        return self.name[-1:] if self.name[:1] >= "\u4e00" else self.name[:1].upper()

    def values(self, digits: int) -> tuple[Value, ...]:
        """The row as a file carries it: money in major units."""
        day = self.last_day.isoformat() if self.last_day else None
        return (
            self.number,
            self.name,
            self.phone,
            self.store,
            day,
            self.sales,
            self.amount / 10**digits,
        )


@dataclass(frozen=True, slots=True)
class SaleRow:
    """One sale or return."""

    number: str
    at: datetime
    store: str
    member: str
    member_href: str
    line_count: int
    amount: int
    is_return: bool
    href: str

    def values(self, digits: int) -> tuple[Value, ...]:
        """The row as a file carries it: money in major units."""
        at = self.at.isoformat(sep=" ", timespec="minutes")
        return (
            self.number,
            at,
            self.store,
            self.member,
            self.line_count,
            self.amount / 10**digits,
        )


def member_rows(visit: Visit, ids: Sequence[int]) -> Iterator[MemberRow]:
    """The members of these ids, in their order."""
    cards = members.cards_of(ids, visit.scope)
    totals = sales.totals_of_members(ids)
    stores = _store_names(visit)
    for one in ids:
        card, sums = cards.get(one), totals.get(one)
        if card is None:
            continue
        yield MemberRow(
            number=card.number,
            name=card.name,
            is_name_made=card.is_name_made,
            phone=card.phone,
            store=stores.get(card.store_id, ""),
            last_day=sums.last_day if sums else None,
            sales=sums.sales if sums else 0,
            amount=sums.amount if sums else 0,
            href=_href("members:one", card.public_id),
        )


def sale_rows(visit: Visit, ids: Sequence[int]) -> Iterator[SaleRow]:
    """The sales of these ids, in their order."""
    cards = sales.of_ids(ids, visit.scope)
    people = {card.member_id for card in cards.values() if card.member_id}
    buyers = members.cards_of(sorted(people), visit.scope)
    stores = _store_names(visit)
    for one in ids:
        card = cards.get(one)
        if card is None:
            continue
        buyer = buyers.get(card.member_id) if card.member_id else None
        yield SaleRow(
            number=card.number,
            at=card.local_at,
            store=stores.get(card.store_id, card.store),
            member=buyer.number if buyer else "",
            member_href=_href("members:one", buyer.public_id) if buyer else "",
            line_count=card.line_count,
            amount=card.amount,
            is_return=card.returns_id is not None,
            href=_href("members:sale", card.public_id),
        )


def _store_names(visit: Visit) -> dict[int | None, str]:
    return {store.id: store.label for store in visit.stores}


def _href(address: str, public_id: str) -> str:
    try:
        return reverse(address, args=[public_id])
    except NoReverseMatch:
        # The area is not part of this installation.
        return ""
