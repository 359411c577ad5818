"""RFM: how recently, how often and for how much each member bought, and the segment that names it.

Source of the idea: Bult and Wansbeek 1995, Hughes 1994; requirement F01. The eight segments are
the ones of Chinese retail practice (see `presets`).
"""

from collections.abc import Callable
from datetime import date

import ibis
from ibis.expr import types as ir

from shuke.analytics.moments import (
    before,
    count_purchases,
    days_until,
    every_name,
    is_purchase,
    known_at,
    of_members,
    total,
)
from shuke.analytics.presets import ANY, ANY_SUM, HIGH, LOW, Preset, preset_named
from shuke.analytics.scoring import DEFAULT_THRESHOLDS, Scoring, Thresholds, scored

Judge = Callable[[ibis.Table, str, frozenset[int]], ir.BooleanValue]


def buying(sales: ibis.Table, *, as_of: date, window_days: int | None = None) -> ibis.Table:
    """Measure every member with at least one purchase.

    Columns: member; recency_days = calendar days from the last purchase day to as-of; frequency =
    purchases (returns are not); monetary = net amount in minor units (returns take away). One
    pass over the sale headers.
    """
    rows = of_members(before(sales, as_of, window_days=window_days))
    made = rows.group_by("member").aggregate(
        last=rows["day"].max(where=is_purchase(rows)),
        frequency=count_purchases(rows),
        monetary=total(rows["amount"]),
    )
    if is_purchase(rows) is not None:
        made = made.filter(made["frequency"] > 0)
    return made.select(
        "member", "frequency", "monetary", recency_days=days_until(as_of, made["last"])
    ).select("member", "recency_days", "frequency", "monetary")


def rfm(
    sales: ibis.Table,
    members: ibis.Table | None = None,
    *,
    as_of: date,
    scoring: Scoring = "quantile",
    preset: str = "eight",
    window_days: int | None = None,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> ibis.Table:
    """Score every member by recency, frequency and amount, and name the cell.

    Columns: member, recency_days, frequency, monetary (minor units), r, f, m (1 to 5), segment.
    Scores are taken over members with a purchase in the window (all time unless `window_days`).
    With a members table the members known at as-of without sales follow as a group of their own:
    recency and scores null, frequency and monetary 0. Rows come in no order.
    """
    chosen = preset_named(preset)
    named = _named(
        scored(buying(sales, as_of=as_of, window_days=window_days), scoring, thresholds), chosen
    )
    if members is None:
        return named
    return named.union(_silent(known_at(members, as_of), named, chosen))


def segments_rfm(
    sales: ibis.Table,
    members: ibis.Table | None = None,
    *,
    as_of: date,
    scoring: Scoring = "quantile",
    preset: str = "eight",
    window_days: int | None = None,
    thresholds: Thresholds = DEFAULT_THRESHOLDS,
) -> ibis.Table:
    """Count members and their amount in every segment of a preset.

    Columns: segment, members, amount (minor units). Every segment of the preset has a row, empty
    ones too, in the preset's order; with a members table the group without sales comes last. The
    members behind a row are those of `rfm` with that segment.
    """
    found = rfm(
        sales,
        members,
        as_of=as_of,
        scoring=scoring,
        preset=preset,
        window_days=window_days,
        thresholds=thresholds,
    )
    chosen = preset_named(preset)
    shown = chosen.segments if members is None else (*chosen.segments, chosen.without_sales)
    counted = found.group_by("segment").aggregate(
        members=found.count(), amount=total(found["monetary"])
    )
    return every_name(counted, "segment", tuple(segment.name for segment in shown))


def _named(scores: ibis.Table, preset: Preset) -> ibis.Table:
    if preset.high == "score":
        return scores.mutate(segment=_name(scores, preset, _by_score))
    sums = scores.aggregate(
        n_=scores.count(), r_=total(scores["r"]), f_=total(scores["f"]), m_=total(scores["m"])
    )
    both = scores.cross_join(sums)
    return both.select(*scores.columns, segment=_name(both, preset, _by_mean))


def _name(table: ibis.Table, preset: Preset, judge: Judge) -> ir.StringValue:
    """Compile the preset; because it is total and disjoint the last name needs no condition."""
    *cases, last = preset.segments
    branches = []
    for segment in cases:
        condition = ibis.literal(value=True)
        for axis, allowed in (("r", segment.r), ("f", segment.f), ("m", segment.m)):
            if allowed != ANY:
                condition &= judge(table, axis, allowed)
        if segment.f_and_m != ANY_SUM:
            sums = table["f"] + table["m"]
            condition &= sums.between(min(segment.f_and_m), max(segment.f_and_m))
        branches.append((condition, segment.name))
    return ibis.cases(*branches, else_=last.name)


def _by_score(table: ibis.Table, axis: str, allowed: frozenset[int]) -> ir.BooleanValue:
    low, high = min(allowed), max(allowed)
    if high == max(ANY):
        return table[axis] >= low
    return table[axis] <= high if low == min(ANY) else table[axis].between(low, high)


def _by_mean(table: ibis.Table, axis: str, allowed: frozenset[int]) -> ir.BooleanValue:
    """High = above the mean score, compared in whole numbers: score x n > sum of scores."""
    assert allowed in (HIGH, LOW)
    above = table[axis] * table["n_"] > table[f"{axis}_"]
    return above if allowed == HIGH else ~above


def _silent(members: ibis.Table, named: ibis.Table, preset: Preset) -> ibis.Table:
    rest = members.select("member").anti_join(named, "member")
    schema = named.schema()
    values = {
        "recency_days": ibis.null(),
        "frequency": ibis.literal(0),
        "monetary": ibis.literal(0),
        "r": ibis.null(),
        "f": ibis.null(),
        "m": ibis.null(),
        "segment": ibis.literal(preset.without_sales.name),
    }
    return rest.select(
        "member", **{name: value.cast(schema[name]) for name, value in values.items()}
    )
