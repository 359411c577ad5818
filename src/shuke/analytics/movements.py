"""The leaking bucket: who joined, was lost or came back, and what holds the number (F21)."""

from datetime import date, timedelta

import ibis
from ibis.expr import types as ir

from shuke.analytics.moments import (
    before,
    days_until,
    is_purchase,
    of_members,
    share,
    start_of,
    total,
)
from shuke.analytics.states import (
    BY_DAYS,
    UNKNOWN,
    ByDays,
    Rule,
    lifecycle_transitions_members,
    two_states,
    with_members,
)

MOVEMENTS = ("opening", "joined", "lost", "reactivated", "closing")
LOST = "lost"
YEAR_DAYS = 365


def bucket_members(
    sales: ibis.Table,
    members: ibis.Table | None = None,
    *,
    as_of: date,
    days: int = 90,
    rule: Rule = BY_DAYS,
) -> ibis.Table:
    """List who is behind each number of `bucket`: (movement, member), a row per number it is in.

    In the bucket is every member who is not lost. opening: in it `days` before as-of; joined:
    became a member since; lost: is lost now and was not (or was no member) then; reactivated:
    was lost then and is not now; closing: in it at as-of. Who joined and was lost within the
    period is in both, so opening + joined - lost + reactivated = closing always holds.
    """
    moved = lifecycle_transitions_members(sales, members, as_of=as_of, days=days, rule=rule)
    here = _movements(moved)
    listed = [
        moved.filter(here[name]).select("member", movement=ibis.literal(name)) for name in MOVEMENTS
    ]
    return ibis.union(*listed).select("movement", "member")


def bucket(
    sales: ibis.Table,
    members: ibis.Table | None = None,
    *,
    as_of: date,
    days: int = 90,
    rule: Rule = BY_DAYS,
    cost_each: int | None = None,
) -> ibis.Table:
    """Balance the members of a period: one row.

    Columns: opening, joined, lost, reactivated, closing (members, see `bucket_members`); need =
    how many more would hold the opening number, never below 0; cost = need x cost_each (minor
    units a new member; null when not given); amount_lost = net amount of the lost in the 365 days
    before the period; amount_added = net amount of the joined and reactivated within the period;
    loss_rate = lost / opening (null when it opened empty).
    """
    since = as_of - timedelta(days=days)
    moved = _moves(sales, members, since=since, as_of=as_of, rule=rule)
    here = _movements(moved)
    is_added = here["joined"] | here["reactivated"]
    whole = moved.aggregate(
        **{name: moved.count(where=here[name]) for name in MOVEMENTS},
        amount_lost=total(moved["amount_past"], where=here["lost"]).fill_null(0),
        amount_added=total(moved["amount_recent"], where=is_added).fill_null(0),
    )
    missing = whole["opening"] - whole["closing"]
    whole = whole.mutate(need=(missing > 0).ifelse(missing, 0))
    each = ibis.null().cast("int64") if cost_each is None else ibis.literal(cost_each, type="int64")
    return whole.select(
        *MOVEMENTS,
        "need",
        "amount_lost",
        "amount_added",
        cost=whole["need"] * each,
        loss_rate=share(whole["lost"], whole["opening"]),
    )


def _movements(moved: ibis.Table) -> dict[str, ir.BooleanValue]:
    was, now = moved["before"], moved["after"]
    return {
        "opening": (was != UNKNOWN) & (was != LOST),
        "joined": was == UNKNOWN,
        "lost": (was != LOST) & (now == LOST),
        "reactivated": (was == LOST) & (now != LOST),
        "closing": now != LOST,
    }


def _moves(
    sales: ibis.Table,
    members: ibis.Table | None,
    *,
    since: date,
    as_of: date,
    rule: Rule,
) -> ibis.Table:
    """Return the two states of each member, with what was spent around the earlier day.

    Columns: member, before, after, amount_past (net, of the 365 days before `since`) and
    amount_recent (from `since` to as-of), 0 without sales: all of it from one pass by days. By
    days whoever bought and is not lost is called active here, whatever his state: lost or not is
    what the bucket asks.
    """
    return with_members(_moves_of_buyers(sales, since, as_of, rule), members, since, as_of)


def _moves_of_buyers(sales: ibis.Table, since: date, as_of: date, rule: Rule) -> ibis.Table:
    rows = of_members(before(sales, as_of))
    is_past = rows["at"] < start_of(since)
    begun = rows["at"] >= start_of(since - timedelta(days=YEAR_DAYS))
    amounts = {
        "amount_past": total(rows["amount"], where=is_past & begun).fill_null(0),
        "amount_recent": total(rows["amount"], where=~is_past).fill_null(0),
    }
    if not isinstance(rule, ByDays):
        both = two_states(sales, since, as_of, rule)
        spent = rows.group_by("member").aggregate(**amounts)
        joined = both.left_join(spent, "member")
        return joined.select("member", "before", "after", *amounts)
    bought = is_purchase(rows)
    seen = rows.group_by("member").aggregate(
        last=rows["day"].max(where=bought),
        last_then=rows["day"].max(where=is_past if bought is None else bought & is_past),
        **amounts,
    )
    seen = seen.filter(seen["last"].notnull())

    def stands(day: date, last: ir.DateValue) -> ir.StringValue:
        return (days_until(day, last) > rule.sleeping).ifelse("lost", "active")

    was = ibis.cases((seen["last_then"].notnull(), stands(since, seen["last_then"])), else_=None)
    return seen.select("member", *amounts, before=was, after=stands(as_of, seen["last"]))
