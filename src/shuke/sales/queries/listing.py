"""Lists of sales: of members, of stores and days, and what waits for its sale."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q, Sum

from shuke.kernel.scope import Scope
from shuke.members.queries.reaching import among
from shuke.sales.models import ParkedReturn, Sale
from shuke.sales.queries.cards import LIMIT_MAX, SaleCard, card_of, in_scope


@dataclass(frozen=True, slots=True)
class Totals:
    """Time, frequency and amount (E09): last purchase day, sales without returns, net amount."""

    last_day: date
    sales: int
    amount: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of sales shows: `until` is exclusive; `member_ids` are all rows of a member."""

    member_ids: tuple[int, ...] | None = None
    store_id: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class SalePage:
    """A page of sales, newest day first; `next_after` begins the next one."""

    cards: tuple[SaleCard, ...]
    next_after: tuple[date, int] | None


@dataclass(frozen=True, slots=True)
class Parked:
    """A return that waits for its sale; `problem` says why it did not fit when the sale came."""

    id: int
    number: str
    store_id: int
    returns_number: str
    problem: str
    at: datetime


def is_empty() -> bool:
    """Whether nothing was ever sold."""
    return not Sale.objects.exists()


def of_member(
    member_ids: Collection[int],
    scope: Scope,
    before: tuple[datetime, int] | None = None,
    limit: int = 50,
) -> tuple[SaleCard, ...]:
    """Sales of a member (all his merged rows), newest first, before (`sold_at`, id)."""
    rows = in_scope(scope).filter(member_id__in=list(member_ids))
    if before is not None:
        at, number = before
        rows = rows.filter(Q(sold_at__lt=at) | Q(sold_at=at, pk__lt=number))
    rows = rows.select_related("store", "till").order_by("-sold_at", "-pk")
    return tuple(map(card_of, rows[: min(limit, LIMIT_MAX)]))


def listing(
    scope: Scope, *, filters: Filters, after: tuple[date, int] | None = None, limit: int = 50
) -> SalePage:
    """Sales in the scope by day, newest first, in pages of at most 200."""
    rows = in_scope(scope)
    if filters.member_ids is not None:
        rows = rows.filter(member_id__in=filters.member_ids)
    if filters.store_id is not None:
        rows = rows.filter(store_id=filters.store_id)
    if filters.since is not None:
        rows = rows.filter(day__gte=filters.since)
    if filters.until is not None:
        rows = rows.filter(day__lt=filters.until)
    if after is not None:
        rows = rows.filter(Q(day__lt=after[0]) | Q(day=after[0], pk__lt=after[1]))
    size = max(1, min(limit, LIMIT_MAX))
    rows = rows.select_related("store", "till").order_by("-day", "-pk")
    cards = tuple(map(card_of, rows[: size + 1]))
    if len(cards) <= size:
        return SalePage(cards=cards, next_after=None)
    last = cards[size - 1]
    return SalePage(cards=cards[:size], next_after=(last.day, last.id))


def totals_of_members(member_ids: Collection[int]) -> dict[int, Totals]:
    """Last day, sales and net amount of each member id that has a sale; others are left out.

    A return counts in the amount, not as a sale, and moves no last day. Ids are taken as they
    stand on the sales: the caller adds up the rows of a merged member.
    """
    rows = (
        Sale.objects.filter(member_id__in=among(member_ids))
        .order_by()
        .values("member_id")
        .annotate(
            last_day=Max("day", filter=Q(returns__isnull=True)),
            sales=Count("pk", filter=Q(returns__isnull=True)),
            amount=Sum("amount"),
        )
        .values_list("member_id", "last_day", "sales", "amount")
    )
    return {
        member: Totals(last_day=last_day, sales=sales, amount=amount)
        for member, last_day, sales, amount in rows
        if member is not None and last_day is not None
    }


def served_by(member_ids: Iterable[int], stores: frozenset[int]) -> set[int]:
    """Those of the members to whom one of the stores sold something; ids may be a lazy query."""
    wanted = among(member_ids) if isinstance(member_ids, Collection) else member_ids
    rows = Sale.objects.filter(store_id__in=sorted(stores), member_id__in=wanted)
    found = rows.order_by().values_list("member_id", flat=True).distinct()
    return {member for member in found if member is not None}


def parked(scope: Scope, limit: int = 50) -> tuple[Parked, ...]:
    """Returns whose sale has not arrived, or that did not fit it; oldest first."""
    scope.demand("sales.read")
    rows = ParkedReturn.objects.filter(sale__isnull=True)
    if scope.stores is not None:
        rows = rows.filter(store_id__in=sorted(scope.stores))
    return tuple(
        Parked(
            id=row.pk,
            number=row.number,
            store_id=row.store_id,
            returns_number=row.returns_number,
            problem=row.problem,
            at=row.at,
        )
        for row in rows.order_by("at", "pk")[: min(limit, LIMIT_MAX)]
    )
