"""The lake's facts of one member in plain Python: what `columns` computes for all of them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import assert_never

from shuke.analytics.conditions.facts import source_of
from shuke.analytics.conditions.sources import (
    Attribute,
    Contact,
    Edge,
    Favourite,
    FigureColumn,
    Own,
    Reach,
    Source,
    Worth,
)
from shuke.analytics.conditions.worth import PARTICIPATE
from shuke.rules.conditions import Count, Value
from shuke.rules.counting import counted
from shuke.rules.facts import FactType
from shuke.rules.record import Purchase

_NUMBER = re.compile(r"-?[0-9]{1,15}([.][0-9]{1,6})?")
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Contacted:
    """A campaign that reached the member, or was redeemed by them."""

    campaign: str
    kind: str
    day: date


@dataclass(frozen=True, slots=True)
class Interacted:
    """A sign-in, comment, participation, ... of the member."""

    kind: str
    day: date
    points: int = 0


@dataclass(frozen=True, slots=True)
class Referred:
    """A member whom this member brought: the day of joining and the purchases since."""

    member: int
    day: date | None
    purchases: tuple[Purchase, ...] = ()


@dataclass(frozen=True, slots=True)
class Life:
    """All the lake knows of one member, as rows; `store` is the chain's store number."""

    member: int
    joined_on: date | None = None
    store: str | None = None
    channel: str | None = None
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    purchases: tuple[Purchase, ...] = ()
    contacts: tuple[Contacted, ...] = ()
    figures: Mapping[FigureColumn, Value] = field(default_factory=dict)
    reach: frozenset[Reach] = frozenset()
    referred: tuple[Referred, ...] = ()
    interactions: tuple[Interacted, ...] = ()


def facts_of(life: Life, names: Iterable[str], *, as_of: date) -> dict[str, Value]:
    """Return the value of each fact named, None where it is unknown (or not the lake's)."""
    sources = {name: source_of(name) for name in names}
    return {
        name: None if source is None else value_of(life, source, as_of=as_of)
        for name, source in sources.items()
    }


def value_of(life: Life, source: Source, *, as_of: date) -> Value:
    """Return what a source says of one member before the start of `as_of`."""
    if isinstance(source, Count):
        return counted(source, life.purchases, as_of=as_of)
    if isinstance(source, Edge):
        return _edge(source, life.purchases, as_of)
    if isinstance(source, Favourite):
        return _favourite(source, life.purchases, as_of)
    if isinstance(source, Contact):
        return _contacts(source, life.contacts, as_of)
    if isinstance(source, Worth):
        return _worth(source, life, as_of)
    return _plain(life, source)


def _plain(life: Life, source: Own | Reach | Attribute | FigureColumn) -> Value:
    if isinstance(source, Own):
        own: Value = getattr(life, source.value)
        return own
    if isinstance(source, Reach):
        return bool(life.reach) if source is Reach.ANY else source in life.reach
    if isinstance(source, Attribute):
        return typed(life.attributes.get(source.name), source.type)
    if isinstance(source, FigureColumn):
        return life.figures.get(source)
    assert_never(source)


def _worth(worth: Worth, life: Life, as_of: date) -> int | float:
    before = [one for one in life.interactions if one.day < as_of]
    if worth is Worth.PARTICIPATIONS:
        return sum(one.kind == PARTICIPATE for one in before)
    if worth is Worth.PARTICIPATION_KINDS:
        return len({one.kind for one in before})
    if worth is Worth.PARTICIPATION_POINTS:
        return sum(one.points for one in before)
    friends = [one for one in life.referred if one.day is None or one.day < as_of]
    if worth is Worth.REFERRALS:
        return len(friends)
    bought = [_before(friend.purchases, as_of) for friend in friends]
    if worth is Worth.REFERRED_AMOUNT:
        return sum(purchase.amount for purchases in bought for purchase in purchases)
    buyers = sum(any(not one.is_return for one in purchases) for purchases in bought)
    return buyers / len(friends) if friends else 0


def _before(purchases: Iterable[Purchase], as_of: date) -> list[Purchase]:
    end = datetime.combine(as_of, time.min)
    return [purchase for purchase in purchases if purchase.at < end]


def _edge(edge: Edge, purchases: Iterable[Purchase], as_of: date) -> Value:
    before = _before(purchases, as_of)
    kept = [purchase for purchase in before if not purchase.is_return]
    if not kept:
        return None
    last_on = max(purchase.day for purchase in kept)
    if edge is Edge.FIRST_ON:
        return min(purchase.day for purchase in kept)
    if edge is Edge.LAST_ON:
        return last_on
    if edge is Edge.DAYS_SINCE_LAST:
        return (as_of - last_on).days
    return sum(purchase.amount for purchase in before) / len({one.sale for one in kept})


def _favourite(favourite: Favourite, purchases: Iterable[Purchase], as_of: date) -> Value:
    sums: dict[str, int] = defaultdict(int)
    for purchase in _before(purchases, as_of):
        for line in purchase.lines:
            value = getattr(line, favourite.level.value)
            if value is not None:
                sums[value] += line.amount
    ranked = sorted((-amount, value) for value, amount in sums.items() if amount > 0)
    return ranked[0][1] if ranked else None


def _contacts(contact: Contact, contacts: Iterable[Contacted], as_of: date) -> int:
    return len({one.campaign for one in contacts if one.kind == contact and one.day < as_of})


def typed(text: str | None, kind: FactType) -> Value:
    """Return an attribute's text as a value of `kind`; None where the text is no such value."""
    if text is None:
        return None
    if kind is FactType.NUMBER:
        return float(text) if _NUMBER.fullmatch(text) else None
    if kind is FactType.MONEY:
        return int(text) if _WHOLE.fullmatch(text) else None
    if kind is FactType.DATE:
        return _day(text)
    if kind is FactType.BOOLEAN:
        return {"true": True, "false": False}.get(text)
    return text


def _day(text: str) -> date | None:
    if _DAY.fullmatch(text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
