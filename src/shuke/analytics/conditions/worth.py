"""Worth beyond the own purchases, and reach: columns per member (requirement A20)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any as Anything

import ibis

from shuke.analytics.conditions.sources import REFERRING, Reach, Worth
from shuke.analytics.conditions.tables import Tables

PARTICIPATE = "participate"


def pieces(asked: Mapping[Worth, str], tables: Tables, *, as_of: date) -> Iterable[ibis.Table]:
    """Yield tables of member and one column per counter; a missing member means 0."""
    referring = {worth: name for worth, name in asked.items() if worth in REFERRING}
    if referring:
        yield _referred(referring, tables, as_of)
    rest = {worth: name for worth, name in asked.items() if worth not in REFERRING}
    if rest:
        yield _took_part(rest, tables, as_of)


def reach(asked: Mapping[Reach, str], tables: Tables) -> ibis.Table:
    """Return whether each member can be reached; a missing member cannot."""
    rows = tables.given("reach")
    answers: dict[Reach, Anything] = {
        Reach.PHONE: rows.phone,
        Reach.EMAIL: rows.email,
        Reach.ANY: rows.phone | rows.email,
    }
    return rows.select(member=rows.member, **{name: answers[one] for one, name in asked.items()})


def _referred(asked: Mapping[Worth, str], tables: Tables, as_of: date) -> ibis.Table:
    rows, sales = tables.given("referrals"), tables.given("sales")
    joined = rows.filter(rows.day.isnull() | (rows.day < ibis.literal(as_of)))
    known = sales.filter(
        sales.member.notnull(), sales.at < ibis.literal(datetime.combine(as_of, time.min))
    )
    bought = known.group_by("member").aggregate(
        amount=known.amount.sum(), times=known.sale.count(where=known.returns_sale.isnull())
    )
    theirs = bought.select(buyer=bought.member, amount=bought.amount, times=bought.times)
    both = joined.left_join(theirs, joined.referred == theirs.buyer)
    buyers = both.referred.nunique(where=both.times > 0)
    answers: dict[Worth, Anything] = {
        Worth.REFERRALS: both.referred.nunique(),
        Worth.REFERRAL_QUALITY: buyers.cast("float64") / both.referred.nunique(),
        Worth.REFERRED_AMOUNT: both.amount.sum(),
    }
    return both.group_by("member").aggregate(**{name: answers[one] for one, name in asked.items()})


def _took_part(asked: Mapping[Worth, str], tables: Tables, as_of: date) -> ibis.Table:
    rows = tables.given("interactions")
    before = rows.filter(rows.member.notnull(), rows.day < ibis.literal(as_of))
    answers: dict[Worth, Anything] = {
        Worth.PARTICIPATIONS: before.count(where=before.kind == PARTICIPATE),
        Worth.PARTICIPATION_KINDS: before.kind.nunique(),
        Worth.PARTICIPATION_POINTS: before.points.sum(),
    }
    return before.group_by("member").aggregate(
        **{name: answers[one] for one, name in asked.items()}
    )
