"""Coming back: repurchase within N days, and the days between purchase days."""

from datetime import date, timedelta

import ibis

from shuke.analytics.moments import (
    before,
    constants,
    of_members,
    purchases,
    start_of,
    surely,
    total,
)

WINDOWS_DAYS = (7, 30, 60, 90)
PERCENTS = {"median": 50, "p80": 80, "p90": 90, "p95": 95}


def first_two(sales: ibis.Table, *, as_of: date) -> ibis.Table:
    """Return the moments of each member's first two purchases: (member, first_at, second_at).

    `second_at` is null after one purchase; two purchases at the same instant are two.
    """
    rows = purchases(of_members(before(sales, as_of)))
    ordered = ibis.window(group_by=rows["member"], order_by=[rows["at"], rows["sale"]])
    placed = rows.select(
        "member",
        "at",
        later_at=rows["at"].lead().over(ordered),
        place=ibis.row_number().over(ordered),
    )
    return placed.filter(placed["place"] == 0).select("member", first_at="at", second_at="later_at")


def repurchase_members(
    sales: ibis.Table, *, as_of: date, windows: tuple[int, ...] = WINDOWS_DAYS
) -> ibis.Table:
    """List eligible members per window: (days, member, first_at, second_at, repurchased)."""
    both = first_two(sales, as_of=as_of).cross_join(constants("days", windows))
    chosen = [(both["days"] == n, _eligible(both, as_of, n)) for n in windows]
    again = [(both["days"] == n, _in_time(both, n)) for n in windows]
    listed = both.mutate(
        eligible=ibis.cases(*chosen, else_=False), repurchased=ibis.cases(*again, else_=False)
    )
    return listed.filter("eligible").drop("eligible")


def repurchase(
    sales: ibis.Table, *, as_of: date, windows: tuple[int, ...] = WINDOWS_DAYS
) -> ibis.Table:
    """Count who bought again within N days of the first observed purchase.

    Columns: days, eligible, repurchased. The second purchase counts at most N x 24 hours of
    store-local time after the first (the same day counts); a member is eligible when the first
    purchase is at or before as-of minus N days, so that everyone counted had the whole time.
    """
    two = first_two(sales, as_of=as_of)
    counted = two.aggregate(
        **{f"eligible_{n}": two.count(where=_eligible(two, as_of, n)) for n in windows},
        **{
            f"again_{n}": two.count(where=_eligible(two, as_of, n) & _in_time(two, n))
            for n in windows
        },
    )
    rows = ibis.array(
        [
            ibis.struct(
                {
                    "days": ibis.literal(n, type="int64"),
                    "eligible": counted[f"eligible_{n}"],
                    "repurchased": counted[f"again_{n}"],
                }
            )
            for n in windows
        ]
    )
    return counted.select(row=rows.unnest()).unpack("row").order_by("days")


def _eligible(two: ibis.Table, as_of: date, days: int) -> ibis.expr.types.BooleanValue:
    return two["first_at"] <= start_of(as_of - timedelta(days=days))


def _in_time(two: ibis.Table, days: int) -> ibis.expr.types.BooleanValue:
    within = two["second_at"] <= two["first_at"] + ibis.interval(days=days)
    return surely(within)


def purchase_gaps(sales: ibis.Table, *, as_of: date) -> ibis.Table:
    """List the days between successive purchase days of each member: (member, day, gap_days).

    `day` is the later of the two; several purchases on one day are one purchase day.
    """
    rows = purchases(of_members(before(sales, as_of))).select("member", "day").distinct()
    ordered = ibis.window(group_by=rows["member"], order_by=rows["day"])
    gaps = rows.mutate(gap_days=rows["day"].delta(rows["day"].lag().over(ordered), unit="day"))
    return gaps.filter(gaps["gap_days"].notnull())


def intervals(sales: ibis.Table, *, as_of: date) -> ibis.Table:
    """Describe the days between distinct purchase days of a member: one row.

    Columns: n, mean, median, p80, p90, p95 in days, percentiles with linear interpolation; all
    but n null when nobody bought on two days. Taken from the counts of each gap, in whole
    numbers up to one last division, so that every engine gives the same last bit.
    """
    gaps = purchase_gaps(sales, as_of=as_of)
    counts = gaps.group_by("gap_days").aggregate(times=gaps.count())
    upto = counts["times"].sum().over(ibis.window(order_by=counts["gap_days"], rows=(None, 0)))
    whole = counts["times"].sum().over(ibis.window())
    ranked = counts.mutate(upto=upto, last=whole - 1)
    picked = ranked.aggregate(
        n=total(ranked["times"]).fill_null(0),
        days=total(ranked["times"] * ranked["gap_days"]),
        **{f"low_{p}": _value_at(ranked, p, 0) for p in PERCENTS.values()},
        **{f"high_{p}": _value_at(ranked, p, 1) for p in PERCENTS.values()},
    )
    return picked.select(
        "n",
        mean=picked["days"] / picked["n"].nullif(0),
        **{name: _interpolated(picked, p) for name, p in PERCENTS.items()},
    )


def _value_at(ranked: ibis.Table, percent: int, step: int) -> ibis.expr.types.IntegerScalar:
    """Return the value at place floor(percent x last / 100) + step of the ordered values.

    A value covers the places below its cumulative count: the smallest value whose count passes
    the place. One step beyond the last place there is none; its weight is 0 then.
    """
    place = ranked["last"] * percent // 100 + step
    return ranked["gap_days"].min(where=ranked["upto"] > place)


def _interpolated(picked: ibis.Table, percent: int) -> ibis.expr.types.FloatingValue:
    low = picked[f"low_{percent}"]
    high = picked[f"high_{percent}"].fill_null(low)
    part = (picked["n"] - 1) * percent % 100
    return (low * 100 + (high - low) * part) / 100
