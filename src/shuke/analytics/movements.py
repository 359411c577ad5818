"""The leaking bucket: who joined, was lost or came back, and what holds the number (F21)."""

from datetime import date, timedelta

import ibis

from shuke.analytics.moments import before, between, of_members, share, total
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
    was, now = moved["before"], moved["after"]
    here = {
        "opening": (was != UNKNOWN) & (was != LOST),
        "joined": was == UNKNOWN,
        "lost": (was != LOST) & (now == LOST),
        "reactivated": (was == LOST) & (now != LOST),
        "closing": now != LOST,
    }
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
    listed = bucket_members(sales, members, as_of=as_of, days=days, rule=rule)
    counts = listed.aggregate(
        **{name: listed.count(where=listed["movement"] == name) for name in MOVEMENTS}
    )
    since = as_of - timedelta(days=days)
    lost = listed.filter(listed["movement"] == LOST).select("member")
    added = listed.filter(listed["movement"].isin(["joined", "reactivated"])).select("member")
    past = before(of_members(sales), since, window_days=YEAR_DAYS).semi_join(lost, "member")
    fresh = between(of_members(sales), since, as_of).semi_join(added.distinct(), "member")
    whole = counts.cross_join(past.aggregate(amount_lost=total(past["amount"]).fill_null(0)))
    whole = whole.cross_join(fresh.aggregate(amount_added=total(fresh["amount"]).fill_null(0)))
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
