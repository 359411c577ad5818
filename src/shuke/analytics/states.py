"""Lifecycle: where each member stands between joining and being lost (F05).

Two rules give the same seven states. By days: fixed limits of days since the last purchase. By
cycle: multiples of the member's own purchase cycle, known as NES (N new, E0 active, S1 drowsy,
S2 half asleep, S3 asleep).
"""

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
from ibis.expr import types as ir

from shuke.analytics.moments import (
    before,
    day_literal,
    days_until,
    every_name,
    known_at,
    of_all,
    of_members,
    purchases,
    share,
    start_of,
    surely,
    total,
)

STATES = ("registered", "new", "active", "silent", "sleeping", "lost", "reactivated")
NES = {
    "new": "N",
    "active": "E0",
    "reactivated": "E0",
    "silent": "S1",
    "sleeping": "S2",
    "lost": "S3",
}
UNKNOWN = "none"  # not yet a member at the earlier of two days
CYCLE_DAYS = 30.0  # where nobody came twice, a month


@dataclass(frozen=True, slots=True)
class ByDays:
    """Limits in days since the last purchase day, each inclusive; beyond `sleeping` is lost.

    `new` counts from the first purchase day and is asked first. Equal limits leave a state empty.
    """

    new: int = 30
    active: int = 90
    silent: int = 120
    sleeping: int = 180

    def __post_init__(self) -> None:
        if not 0 <= self.new <= self.active <= self.silent <= self.sleeping:
            message = f"limits must ascend from new to sleeping, got {self}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class ByCycle:
    """Limits as multiples of the member's cycle, each inclusive; beyond `sleeping` is lost.

    The cycle is the mean of the days between the member's purchase days, drawn towards the mean
    of all members' as if each member had `prior` more intervals of that length: one short or long
    interval proves little, many prove much.
    """

    active: float = 1.0
    silent: float = 2.0
    sleeping: float = 3.0
    prior: int = 3

    def __post_init__(self) -> None:
        if not 0 < self.active <= self.silent <= self.sleeping or self.prior < 1:
            message = f"multiples must ascend and prior be at least 1, got {self}"
            raise ValueError(message)


Rule = ByDays | ByCycle
BY_DAYS = ByDays()
BY_CYCLE = ByCycle()


def lifecycle_members(
    sales: ibis.Table, members: ibis.Table | None = None, *, as_of: date, rule: Rule = BY_DAYS
) -> ibis.Table:
    """Give every member a state: (member, state, recency_days, cycle_days), in no order.

    States: registered = known, no purchase (only with a members table; who joined on as-of or
    later is not known yet). By days: new = first purchase day at most `new` days ago; active,
    silent, sleeping = last purchase day at most so many days ago, lost = longer; reactivated =
    active, and before the first purchase of the active days stood a gap longer than `sleeping`.
    By cycle: new = one purchase day only, at most `active` cycles ago; the others alike, in
    cycles. cycle_days is null by days, recency_days null without a purchase. Returns are no
    purchases. Every member has exactly one state.
    """
    bought = purchases(of_members(before(sales, as_of)))
    if isinstance(rule, ByDays):
        seen = bought.group_by("member").aggregate(**_edges(bought, as_of, rule))
        found = seen.select(
            "member",
            state=_state(seen, as_of, rule),
            recency_days=days_until(as_of, seen["last"]),
            cycle_days=ibis.null().cast("float64"),
        )
    else:
        found = _by_cycle(bought, as_of, rule)
    if members is None:
        return found
    # What was computed stands on the right: Ibis 12 would compute it again after an outer join.
    both = known_at(members, as_of).select("member").outer_join(found, "member")
    return both.select(
        "recency_days",
        "cycle_days",
        member=both["member_right"].fill_null(both["member"]),
        state=both["state"].fill_null("registered"),
    ).select("member", "state", "recency_days", "cycle_days")


def lifecycle(
    sales: ibis.Table, members: ibis.Table | None = None, *, as_of: date, rule: Rule = BY_DAYS
) -> ibis.Table:
    """Count members by state: (state, members, share), every state in order, empty ones too.

    share = members / all members counted; null where there are none. See `lifecycle_members`.
    """
    found = lifecycle_members(sales, members, as_of=as_of, rule=rule)
    counted = every_name(found.group_by("state").aggregate(members=found.count()), "state", STATES)
    place = ibis.cases(*[(counted["state"] == s, k) for k, s in enumerate(STATES)], else_=9)
    made = counted.mutate(share=share(counted["members"], of_all(counted["members"])), place=place)
    return made.order_by("place").drop("place")


def lifecycle_transitions_members(
    sales: ibis.Table,
    members: ibis.Table | None = None,
    *,
    as_of: date,
    days: int = 90,
    rule: Rule = BY_DAYS,
) -> ibis.Table:
    """Give every member two states: (member, before, after), `days` before as-of and at as-of.

    before = "none" for whoever became a member in between: joined, or without a day of joining
    bought for the first time.
    """
    since = as_of - timedelta(days=days)
    return with_members(two_states(sales, since, as_of, rule), members, since, as_of)


def with_members(
    both: ibis.Table, members: ibis.Table | None, since: date, as_of: date
) -> ibis.Table:
    """Complete two states of buyers by the members who did not buy; a table's amounts become 0."""
    if members is None:
        return both.mutate(before=both["before"].fill_null(UNKNOWN))
    people = known_at(members, as_of)
    dated = "joined_on" in people.columns
    people = people.select(
        "member", joined_on=people["joined_on"] if dated else ibis.null().cast("date")
    )
    seen = people.outer_join(both, "member")
    # Who is known without a day of joining was here before, unless a first purchase says when.
    was_here = seen["joined_on"].isnull() & seen["after"].isnull()
    was_here |= surely(seen["joined_on"] < day_literal(since))
    return seen.select(
        member=seen["member_right"].fill_null(seen["member"]),
        before=seen["before"].fill_null(was_here.ifelse("registered", UNKNOWN)),
        after=seen["after"].fill_null("registered"),
        **{name: seen[name].fill_null(0) for name in seen.columns if name.startswith("amount_")},
    )


def lifecycle_transitions(
    sales: ibis.Table,
    members: ibis.Table | None = None,
    *,
    as_of: date,
    days: int = 90,
    rule: Rule = BY_DAYS,
) -> ibis.Table:
    """Count members by where they stood and where they stand: (before, after, members).

    Ordered by name; pairs of states without a member have no row. See
    `lifecycle_transitions_members`.
    """
    found = lifecycle_transitions_members(sales, members, as_of=as_of, days=days, rule=rule)
    counted = found.group_by("before", "after").aggregate(members=found.count())
    return counted.order_by("before", "after")


def purchase_cycles(sales: ibis.Table, *, as_of: date, prior: int = BY_CYCLE.prior) -> ibis.Table:
    """Estimate each buyer's purchase cycle: (member, days, recency_days, cycle_days).

    days = distinct purchase days; cycle_days as `ByCycle` says, never null.
    """
    return _cycles(purchases(of_members(before(sales, as_of))), as_of, prior)


def two_states(sales: ibis.Table, since: date, as_of: date, rule: Rule) -> ibis.Table:
    """Return (member, before, after) of buyers; before is null where nothing was bought yet."""
    if isinstance(rule, ByDays):
        rows = purchases(of_members(before(sales, as_of)))
        then = _edges(rows, since, rule, where=rows["at"] < start_of(since))
        del then["first"]
        seen = rows.group_by("member").aggregate(
            **_edges(rows, as_of, rule), **{f"{name}_then": edge for name, edge in then.items()}
        )
        was = ibis.cases(
            (seen["last_then"].notnull(), _state(seen, since, rule, "_then")), else_=None
        )
        return seen.select("member", before=was, after=_state(seen, as_of, rule))
    was_, now = (lifecycle_members(sales, as_of=day, rule=rule) for day in (since, as_of))
    joined = now.left_join(was_.select("member", before="state"), "member")
    return joined.select("member", "before", after=joined["state"])


def _edges(
    rows: ibis.Table, as_of: date, rule: ByDays, *, where: ir.BooleanValue | None = None
) -> dict[str, ir.DateScalar]:
    """Return the days that tell a state: first, last, and the two about the active days' start.

    `sleeping` is at least `active`, so a gap longer than it must reach across the first day of the
    active days: the days on either side of that day say it all, without sorting.
    """
    day, edge = rows["day"], day_literal(as_of - timedelta(days=rule.active))
    recent, older = day >= edge, day < edge
    return {
        "first": day.min(where=where),
        "last": day.max(where=where),
        "back": day.min(where=recent if where is None else recent & where),
        "gone": day.max(where=older if where is None else older & where),
    }


def _state(seen: ibis.Table, as_of: date, rule: ByDays, suffix: str = "") -> ir.StringValue:
    back, gone, last = (seen[f"{name}{suffix}"] for name in ("back", "gone", "last"))
    recency = days_until(as_of, last)
    return ibis.cases(
        (days_until(as_of, seen["first"]) <= rule.new, "new"),
        (surely(back.delta(gone, unit="day") > rule.sleeping), "reactivated"),
        (recency <= rule.active, "active"),
        (recency <= rule.silent, "silent"),
        (recency <= rule.sleeping, "sleeping"),
        else_="lost",
    )


def _cycles(bought: ibis.Table, as_of: date, prior: int) -> ibis.Table:
    seen = bought.group_by("member").aggregate(
        days=bought["day"].nunique(), first=bought["day"].min(), last=bought["day"].max()
    )
    seen = seen.mutate(span=seen["last"].delta(seen["first"], unit="day"))
    shop = seen.aggregate(spans=total(seen["span"]), gaps=total(seen["days"] - 1))
    both = seen.cross_join(shop)
    usual = share(both["spans"], both["gaps"]).fill_null(CYCLE_DAYS)
    mean = (both["span"].cast("float64") + usual * float(prior)) / (both["days"] - 1 + prior).cast(
        "float64"
    )
    return both.select(
        "member", "days", recency_days=days_until(as_of, both["last"]), cycle_days=mean
    )


def _by_cycle(bought: ibis.Table, as_of: date, rule: ByCycle) -> ibis.Table:
    cycles = _cycles(bought, as_of, rule.prior)
    days = bought.select("member", "day").distinct()
    ordered = ibis.window(group_by=days["member"], order_by=days["day"])
    gaps = days.mutate(gap=days["day"].delta(days["day"].lag().over(ordered), unit="day"))
    known = gaps.join(cycles.select("member", "cycle_days"), "member")
    returned = surely(known["gap"].cast("float64") > known["cycle_days"] * rule.sleeping)
    recent = _within(days_until(as_of, known["day"]), known["cycle_days"], rule.active)
    back = known.filter(returned & recent).select("member").distinct()
    both = cycles.left_join(back.mutate(is_back=ibis.literal(value=True)), "member")
    recency, cycle = both["recency_days"], both["cycle_days"]
    state = ibis.cases(
        ((both["days"] == 1) & _within(recency, cycle, rule.active), "new"),
        (surely(both["is_back"]), "reactivated"),
        (_within(recency, cycle, rule.active), "active"),
        (_within(recency, cycle, rule.silent), "silent"),
        (_within(recency, cycle, rule.sleeping), "sleeping"),
        else_="lost",
    )
    return both.select("member", state=state, recency_days=recency, cycle_days=cycle)


def _within(recency: ir.Value, cycle: ir.Value, multiple: float) -> ir.BooleanValue:
    return recency.cast("float64") <= cycle * multiple
