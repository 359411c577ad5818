"""The leaking bucket: who joined, was lost or came back, and what holds the number (F21)."""

from datetime import date, timedelta

import ibis
from ibis.expr import types as ir

from shuke.analytics.moments import between, of_members, share, start_of, total
from shuke.analytics.states import BY_DAYS, UNKNOWN, Rule, lifecycle_transitions_members

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
    moved = lifecycle_transitions_members(sales, members, as_of=as_of, days=days, rule=rule)
    here = _movements(moved)
    counts = moved.aggregate(**{name: moved.count(where=here[name]) for name in MOVEMENTS})
    told = moved.select(
        "member", is_lost=here["lost"], is_added=here["joined"] | here["reactivated"]
    )
    told = told.filter(told["is_lost"] | told["is_added"])
    recent = between(of_members(sales), since - timedelta(days=YEAR_DAYS), as_of)
    spent = recent.select("member", "at", "amount").join(told, "member")
    is_past = spent["at"] < start_of(since)
    amounts = spent.aggregate(
        amount_lost=total(spent["amount"], where=spent["is_lost"] & is_past).fill_null(0),
        amount_added=total(spent["amount"], where=spent["is_added"] & ~is_past).fill_null(0),
    )
    whole = counts.cross_join(amounts)
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
