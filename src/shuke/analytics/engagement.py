"""Activity: points for the orders, visits and interactions of the last days, in bands (F17)."""

from dataclasses import dataclass
from datetime import date, timedelta

import ibis

from shuke.analytics.moments import (
    before,
    day_literal,
    every_name,
    known_at,
    of_all,
    of_members,
    purchases,
    share,
    total,
)

VISIT = "visit"
BANDS = ("none", "low", "active", "high")


@dataclass(frozen=True, slots=True)
class Points:
    """Points for each order, visit and interaction, and the scores at which bands begin.

    none = 0 points; low below `active`; active below `high`; high from there. A member is active
    from `active` points on.
    """

    order: int = 5
    visit: int = 2
    interaction: int = 1
    active: int = 10
    high: int = 30

    def __post_init__(self) -> None:
        if min(self.order, self.visit, self.interaction) < 0 or not 0 < self.active <= self.high:
            message = f"points must not be negative and 0 < active <= high, got {self}"
            raise ValueError(message)


POINTS = Points()


def activity_members(
    sales: ibis.Table,
    members: ibis.Table | None = None,
    interactions: ibis.Table | None = None,
    *,
    as_of: date,
    days: int = 30,
    points: Points = POINTS,
) -> ibis.Table:
    """Score members: (member, orders, visits, interactions, score, band, is_active).

    score = 5 x orders + 2 x visits + 1 x interactions of the last `days` days before as-of (other
    weights by `points`). orders = purchases; visits = interactions of the kind "visit";
    interactions = all other kinds. With a members table everybody known at as-of has a row, else
    whoever did something.
    """
    since = day_literal(as_of - timedelta(days=days))
    bought = purchases(of_members(before(sales, as_of, window_days=days)))
    parts = [bought.group_by("member").aggregate(orders=bought.count())]
    if interactions is not None:
        came = of_members(interactions)
        came = came.filter(came["day"] >= since, came["day"] < day_literal(as_of))
        is_visit = came["kind"] == VISIT
        parts.append(
            came.group_by("member").aggregate(
                visits=came.count(where=is_visit), interactions=came.count(where=~is_visit)
            )
        )
    names = [part.select("member") for part in parts]
    everybody = ibis.union(*names, distinct=True) if len(names) > 1 else names[0]
    if members is not None:
        everybody = known_at(members, as_of).select("member")
    joined = everybody
    for part in parts:
        joined = joined.left_join(part, "member").drop("member_right")
    none = ibis.literal(0, type="int64")
    counted = joined.select(
        "member",
        **{
            name: joined[name].fill_null(0) if name in joined.columns else none
            for name in ("orders", "visits", "interactions")
        },
    )
    score = (
        counted["orders"] * points.order
        + counted["visits"] * points.visit
        + counted["interactions"] * points.interaction
    )
    scored = counted.mutate(score=score)
    band = ibis.cases(
        (scored["score"] >= points.high, "high"),
        (scored["score"] >= points.active, "active"),
        (scored["score"] > 0, "low"),
        else_="none",
    )
    return scored.mutate(band=band, is_active=scored["score"] >= points.active)


def activity(
    sales: ibis.Table,
    members: ibis.Table | None = None,
    interactions: ibis.Table | None = None,
    *,
    as_of: date,
    days: int = 30,
    points: Points = POINTS,
) -> ibis.Table:
    """Count members by band of activity: (band, members, share, orders, visits, interactions).

    Every band has a row, from none to high; share = members / all members counted; the counts of
    deeds are those of the band's members. Active members are the bands active and high.
    """
    scored = activity_members(sales, members, interactions, as_of=as_of, days=days, points=points)
    deeds = ("orders", "visits", "interactions")
    counted = scored.group_by("band").aggregate(
        members=scored.count(), **{name: total(scored[name]) for name in deeds}
    )
    rows = every_name(counted, "band", BANDS)
    place = ibis.cases(*[(rows["band"] == band, k) for k, band in enumerate(BANDS)], else_=9)
    made = rows.mutate(share=share(rows["members"], of_all(rows["members"])), place=place)
    return made.order_by("place").drop("place")
