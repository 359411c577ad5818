"""The rhythm and channels of each member, and groups made of them (F35, F04)."""

from dataclasses import dataclass
from datetime import date

import ibis

from shuke.analytics.moments import (
    before,
    days_until,
    every_name,
    is_purchase,
    of_members,
    purchases,
    share,
    surely,
    total,
)
from shuke.analytics.repurchasing import purchase_gaps
from shuke.analytics.states import purchase_cycles

GROUPS = ("loyal", "potential", "risk", "other")
REASONS = {
    "loyal": "many_and_recent",
    "potential": "young_and_rising",
    "risk": "silent_for_cycles",
    "other": "none_of_these",
}


def rhythm_members(sales: ibis.Table, *, as_of: date, window_days: int | None = None) -> ibis.Table:
    """Describe how each member buys.

    Columns: member; sales (purchases); interval_days = median of the days between purchase days
    (null after one); basket = net amount / purchases in minor units; channels = number of
    channels bought in; channel = the one with most purchases (ties: first in the alphabet);
    channel_share = its share of the purchases. Unknown channels count as none. Four orders of
    30.00 on 1, 4, 7, 10 May, one on the web, three in the store: 3 days, 30.00, store 75 %.
    """
    known = of_members(before(sales, as_of, window_days=window_days))
    made = known.group_by("member").aggregate(
        sales=known.count(where=is_purchase(known)), amount=total(known["amount"])
    )
    made = made.filter(made["sales"] > 0)
    bought = purchases(known)
    gaps = purchase_gaps(bought, as_of=as_of)
    usual = gaps.group_by("member").aggregate(interval_days=gaps["gap_days"].median())
    per = bought.filter(bought["channel"].notnull()).group_by("member", "channel")
    counted = per.aggregate(times=lambda t: t.count())
    best_first = [counted["times"].desc(), counted["channel"]]
    placed = counted.mutate(
        place=ibis.row_number().over(group_by=counted["member"], order_by=best_first),
        channels=counted.count().over(group_by=counted["member"]),
    )
    best = placed.filter(placed["place"] == 0).select("member", "channel", "times", "channels")
    both = made.left_join(usual, "member").drop("member_right").left_join(best, "member")
    return both.select(
        "member",
        "sales",
        interval_days=both["interval_days"].cast("float64"),
        basket=share(both["amount"], both["sales"]),
        channels=both["channels"].fill_null(0),
        channel=both["channel"],
        channel_share=share(both["times"], both["sales"]),
    )


def rhythm(sales: ibis.Table, *, as_of: date, window_days: int | None = None) -> ibis.Table:
    """Sum up the rhythms by main channel.

    Columns: channel (the one most used by the member; null = bought in no known channel),
    members, sales, interval_days and basket = medians of the members' own, several_channels =
    members who used more than one; ordered by channel.
    """
    found = rhythm_members(sales, as_of=as_of, window_days=window_days)
    made = found.group_by("channel").aggregate(
        members=found.count(),
        sales=total(found["sales"]),
        interval_days=found["interval_days"].median(),
        basket=found["basket"].median(),
        several_channels=found.count(where=found["channels"] > 1),
    )
    return made.order_by("channel")


@dataclass(frozen=True, slots=True)
class GroupRule:
    """When a buyer is at risk, loyal or of potential; asked in that order.

    risk: silent for more than `silent_cycles` of the own purchase cycles (see `ByCycle`) and at
    least `known_orders` orders before. loyal: at least `loyal_orders` orders. potential: first
    purchase at most `young_days` ago and more orders in the later half of that time than in the
    earlier.
    """

    silent_cycles: float = 3.0
    known_orders: int = 2
    loyal_orders: int = 10
    young_days: int = 90


GROUP_RULE = GroupRule()


def groups_members(sales: ibis.Table, *, as_of: date, rule: GroupRule = GROUP_RULE) -> ibis.Table:
    """Put every buyer into one group and say why.

    Columns: member, group (loyal, potential, risk, other), reason, orders, recency_days,
    age_days (since the first purchase day), cycle_days, earlier and later (orders in the two
    halves of the member's time, the middle day belongs to the later half). Source: F04, the cuts
    of `rule` are ours.
    """
    bought = purchases(of_members(before(sales, as_of)))
    cycles = purchase_cycles(sales, as_of=as_of)
    first = bought.group_by("member").aggregate(first=bought["day"].min(), orders=bought.count())
    dated = bought.select("member", "day").join(first, "member")
    age = days_until(as_of, dated["first"])
    halves = dated.mutate(is_later=days_until(as_of, dated["day"]) * 2 <= age)
    counted = halves.group_by("member").aggregate(
        first=halves["first"].min(),
        orders=halves["orders"].max(),
        later=halves.count(where=halves["is_later"]),
    )
    both = counted.join(cycles.select("member", "recency_days", "cycle_days"), "member")
    both = both.mutate(
        age_days=days_until(as_of, both["first"]), earlier=both["orders"] - both["later"]
    )
    silent = both["recency_days"].cast("float64") > both["cycle_days"] * rule.silent_cycles
    young = both["age_days"] <= rule.young_days
    group = ibis.cases(
        (surely(silent) & (both["orders"] >= rule.known_orders), "risk"),
        (both["orders"] >= rule.loyal_orders, "loyal"),
        (young & (both["later"] > both["earlier"]), "potential"),
        else_="other",
    )
    named = both.mutate(group=group)
    return named.select(
        "member",
        "group",
        "orders",
        "recency_days",
        "age_days",
        "cycle_days",
        "earlier",
        "later",
        reason=ibis.cases(
            *[(named["group"] == key, why) for key, why in REASONS.items() if key != "other"],
            else_=REASONS["other"],
        ),
    )


def groups(sales: ibis.Table, *, as_of: date, rule: GroupRule = GROUP_RULE) -> ibis.Table:
    """Count buyers by group: (group, members, orders), every group, see `groups_members`."""
    found = groups_members(sales, as_of=as_of, rule=rule)
    counted = found.group_by("group").aggregate(
        members=found.count(), orders=total(found["orders"])
    )
    return every_name(counted, "group", GROUPS)
