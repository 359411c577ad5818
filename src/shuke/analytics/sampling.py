"""The steps of a mining pipeline before any model: sample and transform, the same every time (E16).

The source is a table given (a snapshot of the lake); seed and share decide the sample, so that
whoever repeats them on the same members gets the same members, on every engine.
"""

from datetime import date

import ibis

from shuke.analytics.behaviour import buying

PERCENT_MAX = 100


def sample(members: ibis.Table, *, percent: int, seed: int) -> ibis.Table:
    """Draw `percent` of the members, rounded up: those with the lowest digest of seed and place.

    `members` has member and ordinal (the natural order of member numbers). The digest is MD5 of
    "seed:ordinal", which every engine computes alike; it is a shuffle here, not a secret.

    Raises:
        ValueError: the share is not within 1 and 100 percent.
    """
    if not 1 <= percent <= PERCENT_MAX:
        message = f"percent must lie within 1 and 100, got {percent}"
        raise ValueError(message)
    text = ibis.literal(f"{seed}:") + members["ordinal"].cast("string")
    drawn = members.select("member", "ordinal", digest=text.hexdigest("md5"))
    order = [drawn["digest"], drawn["ordinal"]]
    placed = drawn.mutate(place=ibis.row_number().over(order_by=order))
    both = placed.cross_join(members.aggregate(n=members.count()))
    return both.filter(both["place"] * PERCENT_MAX < both["n"] * percent).select(
        "member", "ordinal"
    )


def prepared(
    sales: ibis.Table, members: ibis.Table, *, as_of: date, percent: int, seed: int
) -> ibis.Table:
    """Sample members and transform their behaviour for modelling.

    Columns: member, recency_days (null without a purchase), frequency, monetary (minor units),
    log_frequency and log_monetary = ln(1 + x), which is 0 for 0; an amount below 0 (more returned
    than bought in view) counts as 0 there. In the natural order of member numbers.
    """
    drawn = sample(members, percent=percent, seed=seed)
    rows = drawn.left_join(buying(sales, as_of=as_of), "member")
    rows = rows.mutate(
        frequency=rows["frequency"].coalesce(ibis.literal(0)),
        monetary=rows["monetary"].coalesce(ibis.literal(0)),
    )
    made = rows.mutate(log_frequency=log1p(rows["frequency"]), log_monetary=log1p(rows["monetary"]))
    return made.order_by("ordinal").select(
        "member", "recency_days", "frequency", "monetary", "log_frequency", "log_monetary"
    )


def log1p(value: ibis.Value) -> ibis.Value:
    """Return ln(1 + x) of what is above 0, and 0 of the rest."""
    above = value > 0
    return above.ifelse((value.cast("float64") + 1.0).ln(), ibis.literal(0.0))
