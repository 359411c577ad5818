"""The list of members, page by page: keyset, so that the last page costs what the first costs."""

import base64
import binascii
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from shuke.kernel.scope import Scope
from shuke.members.models import Attribute, Identity, Member
from shuke.members.queries.cards import Card, visible_cards
from shuke.members.queries.reaching import among, reach, survivors, survivors_of
from shuke.members.refusals import BadCursor

LIMIT_MAX = 200
Order = Literal["number", "joined", "name"]
ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; every part may be missing.

    `fields` names profile fields that are not personal and the value each must have now; `ids`
    limits the list to given members (those behind a number, or in a segment).
    """

    stage: Literal["member", "prospect", ""] = "member"
    store_id: int | None = None
    channel: str = ""
    joined_from: date | None = None
    joined_before: date | None = None
    has_phone: bool | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    ids: Collection[int] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page, how many there are in all, and where the next begins ("" after the last)."""

    cards: tuple[Card, ...]
    total: int
    next_after: str


# One stretch of the order: its rows, and how they are sorted.
_Stretch = tuple["QuerySet[Member]", tuple[str, ...]]


def listing(
    scope: Scope,
    *,
    filters: Filters | None = None,
    order: Order = "number",
    after: str = "",
    limit: int = 50,
) -> Page:
    """A page of the members the scope may see; numbers in natural order by default.

    Raises:
        NotAllowed: the role may look members up but not leaf through them.
        BadCursor: `after` is no marker of this list.
    """
    scope.demand("members.browse")
    limit = max(1, min(limit, LIMIT_MAX))
    if scope.is_pseudonymous and order != "joined":
        # Order would betray the names and numbers that a pseudonym hides.
        order = "joined"
    rows = _filtered(filters or Filters(), scope)
    total = rows.count()
    found: list[Member] = []
    for stretch, sorting in _stretches(rows, order, after):
        found.extend(stretch.order_by(*sorting)[: limit + 1 - len(found)])
        if len(found) > limit:
            break
    page = found[:limit]
    cards = visible_cards([row.pk for row in page], scope)
    return Page(
        cards=tuple(cards[row.pk] for row in page),
        total=total,
        next_after=_marker(page[-1], order) if len(found) > limit else "",
    )


def _filtered(filters: Filters, scope: Scope) -> "QuerySet[Member]":
    rows = survivors().filter(reach(scope)).order_by()
    if filters.stage:
        rows = rows.filter(stage=filters.stage)
    if filters.store_id is not None:
        rows = rows.filter(store_id=filters.store_id)
    if filters.channel:
        rows = rows.filter(channel=filters.channel)
    if filters.joined_from is not None:
        rows = rows.filter(joined_on__gte=filters.joined_from)
    if filters.joined_before is not None:
        rows = rows.filter(joined_on__lt=filters.joined_before)
    if filters.has_phone is not None:
        phones = Identity.objects.filter(kind="phone", ends_before__isnull=True)
        reached = _owners(phones.order_by())
        rows = rows.filter(reached) if filters.has_phone else rows.exclude(reached)
    for name, value in filters.fields.items():
        known = Attribute.objects.filter(name=name, value=value, is_current=True, is_personal=False)
        rows = rows.filter(_owners(known.order_by()))
    if filters.ids is not None:
        rows = rows.filter(pk__in=among(set(survivors_of(filters.ids).values())))
    return rows


def _owners(rows: "QuerySet[Identity] | QuerySet[Attribute]") -> Q:
    merged = rows.filter(member__merged_into__isnull=False)
    return Q(pk__in=rows.values("member_id")) | Q(pk__in=merged.values("member__merged_into_id"))


def _stretches(rows: "QuerySet[Member]", order: Order, after: str) -> Iterator[_Stretch]:
    # A row-value comparison would say it in one query, but neither an expression index nor
    # SQLite's planner follows it; two stretches are each one seek in the index.
    key, last = _read(after, order) if after else (None, 0)
    if order == "number":
        yield from _by_number(rows, key)
    elif order == "name":
        yield from _by_name(rows, key, last)
    else:
        yield from _by_day(rows, key, last, is_start=not after)


def _by_number(rows: "QuerySet[Member]", key: str | None) -> Iterator[_Stretch]:
    rows = rows.annotate(length=Length("number"))
    if key is None:
        yield rows, ("length", "number")
        return
    yield rows.filter(length=len(key), number__gt=key), ("number",)
    yield rows.filter(length__gt=len(key)), ("length", "number")


def _by_name(rows: "QuerySet[Member]", key: str | None, last: int) -> Iterator[_Stretch]:
    if key is None:
        yield rows, ("name", "pk")
        return
    yield rows.filter(name=key, pk__gt=last), ("pk",)
    yield rows.filter(name__gt=key), ("name", "pk")


def _by_day(
    rows: "QuerySet[Member]", key: str | None, last: int, *, is_start: bool
) -> Iterator[_Stretch]:
    # Newest first; members whose day is not known come last.
    unknown = rows.filter(joined_on__isnull=True)
    known = rows.filter(joined_on__isnull=False)
    if is_start:
        yield known, ("-joined_on", "-pk")
        yield unknown, ("-pk",)
    elif key is None:
        yield unknown.filter(pk__lt=last), ("-pk",)
    else:
        yield known.filter(joined_on=key, pk__lt=last), ("-pk",)
        yield known.filter(joined_on__lt=key), ("-joined_on", "-pk")
        yield unknown, ("-pk",)


def _marker(row: Member, order: Order) -> str:
    key: str | None
    if order == "joined":
        key = row.joined_on.isoformat() if row.joined_on else None
    else:
        key = row.number if order == "number" else row.name
    text = json.dumps([order, key, str(row.pk)], ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode()


def _read(after: str, order: Order) -> tuple[str | None, int]:
    try:
        given, key, last = json.loads(base64.urlsafe_b64decode(after.encode()))
        if given != order or not isinstance(last, str):
            raise BadCursor(param="after")
        if order == "joined" and key is not None:
            key = date.fromisoformat(key).isoformat()
        if key is None and order != "joined":
            raise BadCursor(param="after")
        number = int(last)
        if not 0 <= number < 1 << 63:
            raise BadCursor(param="after")
    except (binascii.Error, ValueError, TypeError, UnicodeError):
        raise BadCursor(param="after") from None
    return (None if key is None else str(key)), number
