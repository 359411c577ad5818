"""Who stands in the numerator and the denominator of each of the seven."""

from dataclasses import dataclass
from datetime import date, timedelta

import ibis

from shuke.analytics.engagement import POINTS, Points, activity_members
from shuke.analytics.moments import (
    before,
    between,
    day_literal,
    of_members,
    purchases,
    start_of,
    surely,
    total,
)
from shuke.analytics.movements import bucket_members
from shuke.analytics.states import BY_DAYS, UNKNOWN, Rule, lifecycle_transitions_members
from shuke.analytics.visits import VISIT_MINUTES, visits

NO_STORE = 0  # members without a home store; the chain as a whole


@dataclass(frozen=True, slots=True)
class Board:
    """What the seven are asked over: the period [until - days, until) and the parts' own rules.

    `until` None is as-of. Facts are those known before as-of: a period that ended earlier shows
    conversions and returns that came after it.
    """

    days: int = 90
    until: date | None = None
    conversion_days: int = 30
    visit_minutes: int = VISIT_MINUTES
    rule: Rule = BY_DAYS
    points: Points = POINTS

    def period(self, as_of: date) -> tuple[date, date]:
        """Return the first day and the day after the last."""
        until = min(self.until or as_of, as_of)
        return until - timedelta(days=self.days), until


BOARD = Board()


@dataclass(frozen=True, slots=True)
class Given:
    """The tables the seven are computed from.

    members(member, joined_on, store; stage where it holds prospects too); interactions(member,
    kind, day); suspects(member): cards under suspicion, not counted as opened (E13).
    """

    sales: ibis.Table
    members: ibis.Table
    interactions: ibis.Table | None = None
    suspects: ibis.Table | None = None

    @property
    def enrolled(self) -> ibis.Table:
        """Members proper."""
        people = self.members
        return people.filter(people["stage"] == "member") if "stage" in people.columns else people


def listed(given: Given, as_of: date, board: Board, *, by_store: bool) -> ibis.Table:
    """Return (store, indicator, role, member, weight); store is NO_STORE unless by store."""
    since, until = board.period(as_of)
    sales = of_members(given.sales)
    parts = [
        *_card_opening(given, sales, since, until),
        *_conversion(given, sales, as_of, board),
        *_repeat_amount(sales, as_of, since, until),
        *_repurchase(sales, as_of, board, by_store=by_store),
        *_of_states(given, sales, until, board),
    ]
    kind = given.members["member"].type()
    rows = []
    for indicator, role, table in parts:
        store = table["store"].cast("int64").fill_null(NO_STORE)
        nowhere = ibis.literal(NO_STORE, type="int64")
        placed = table.mutate(
            store=store if by_store else nowhere, member=table["member"].cast(kind)
        )
        # A person is one person of the store, and one of the chain.
        once = placed.group_by("store", "member").aggregate(
            weight=total(placed["weight"])
            if indicator == "repeat_amount"
            else placed["weight"].max()
        )
        rows.append(
            once.select(
                "store",
                "member",
                weight=once["weight"].cast("int64"),
                indicator=ibis.literal(indicator),
                role=ibis.literal(role),
            )
        )
    return ibis.union(*rows)


Part = tuple[str, str, ibis.Table]  # indicator, role, table of store, member, weight


def _weighing(table: ibis.Table, weight: int = 1) -> ibis.Table:
    return table.select("store", "member", weight=ibis.literal(weight, type="int64"))


def _card_opening(given: Given, sales: ibis.Table, since: date, until: date) -> list[Part]:
    """Buyers of the period who were no members on the day they bought; a card of that day counts.

    Members without a day of joining are members of old.
    """
    people = given.members
    outside = people["joined_on"].notnull()
    if "stage" in people.columns:
        outside |= people["stage"] != "member"
    people = people.filter(outside).select("member", "joined_on")
    bought = purchases(between(sales, since, until)).select("member", "store", "day")
    seen = bought.join(people, "member")
    base = seen.filter(seen["joined_on"].isnull() | (seen["day"] <= seen["joined_on"]))
    opened = base.filter(base["joined_on"] < day_literal(until))
    if given.suspects is not None:
        opened = opened.anti_join(given.suspects.select("member"), "member")
    return [
        ("card_opening", "whole", _weighing(base)),
        ("card_opening", "part", _weighing(opened)),
    ]


def _conversion(given: Given, sales: ibis.Table, as_of: date, board: Board) -> list[Part]:
    """Cards of the period whose days are over, and those of them who bought in time; the others."""
    since, until = board.period(as_of)
    people = given.enrolled
    joined = people["joined_on"]
    cards = people.filter(joined >= day_literal(since), joined < day_literal(until))
    # The last of the N days after joining must have ended before as-of.
    last = day_literal(as_of - timedelta(days=board.conversion_days))
    over = cards.filter(cards["joined_on"] < last)
    bought = purchases(before(sales, as_of)).select("member", "day")
    first = bought.join(cards.select("member", "joined_on"), "member")
    after = first["day"].delta(first["joined_on"], unit="day")
    in_time = first.filter(after.between(0, board.conversion_days)).select("member").distinct()
    return [
        ("conversion", "whole", _weighing(over)),
        ("conversion", "part", _weighing(over.semi_join(in_time, "member"))),
        ("conversion", "open", _weighing(cards.filter(cards["joined_on"] >= last))),
    ]


def _repeat_amount(sales: ibis.Table, as_of: date, since: date, until: date) -> list[Part]:
    """Net amounts of the period; a return counts with the order it takes back."""
    known = before(sales, as_of)
    bought = purchases(known)
    begun = bought.group_by("member").aggregate(first_at=bought["at"].min())
    both = bought.join(begun, "member")
    first = both.filter(both["at"] == both["first_at"])
    first = first.group_by("member").aggregate(first_sale=first["sale"].min())
    inside = between(sales, since, until)
    rows = inside.left_join(first, "member").drop("member_right")
    order = rows["sale"]
    if "returns_sale" in rows.columns:
        order = rows["returns_sale"].fill_null(rows["sale"])
    again = rows.filter(surely(order != rows["first_sale"]))
    return [
        ("repeat_amount", "whole", rows.select("store", "member", weight=rows["amount"])),
        ("repeat_amount", "part", again.select("store", "member", weight=again["amount"])),
    ]


def _repurchase(sales: ibis.Table, as_of: date, board: Board, *, by_store: bool) -> list[Part]:
    since, until = board.period(as_of)
    seen = visits(sales, as_of=as_of, since=since, minutes=board.visit_minutes)
    seen = seen.filter(seen["at"] < start_of(until))
    if not by_store:
        seen = seen.mutate(store=ibis.literal(NO_STORE, type="int64"))
    counted = seen.group_by("store", "member").aggregate(times=seen.count())
    again = counted.filter(counted["times"] > 1)
    return [
        ("repurchase", "whole", _weighing(counted)),
        ("repurchase", "part", _weighing(again)),
    ]


def _of_states(given: Given, sales: ibis.Table, until: date, board: Board) -> list[Part]:
    """Development, churn and activity: of members, by their home store."""
    people = given.enrolled
    told = bucket_members(sales, people, as_of=until, days=board.days, rule=board.rule)
    moved = lifecycle_transitions_members(
        sales, people, as_of=until, days=board.days, rule=board.rule
    )
    buyers = moved.filter(~moved["before"].isin([UNKNOWN, "registered", "lost"]))
    scored = activity_members(sales, people, given.interactions, as_of=until, points=board.points)
    parts = [
        ("development", "whole", told.filter(told["movement"] == "opening"), 1),
        ("development", "part", told.filter(told["movement"] == "joined"), 1),
        ("development", "minus", told.filter(told["movement"] == "lost"), -1),
        ("churn", "whole", buyers, 1),
        ("churn", "part", buyers.filter(buyers["after"] == "lost"), 1),
        ("activity", "whole", scored, 1),
        ("activity", "part", scored.filter(scored["is_active"]), 1),
    ]
    homes = people.select("member", "store")
    return [
        (name, role, _weighing(table.select("member").left_join(homes, "member"), weight))
        for name, role, table, weight in parts
    ]
