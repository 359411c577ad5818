"""Turn behaviour into scores 1 to 5 such that equal behaviour always gets equal scores."""

from dataclasses import dataclass
from typing import Literal

import ibis
from ibis.expr import types as ir

Scoring = Literal["quantile", "threshold", "rank"]

CUT_SHARES = [0.2, 0.4, 0.6, 0.8]
TOP = 5
MEASURES = ("recency_days", "frequency", "monetary")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Fixed business thresholds, four per measure, ascending.

    R is 5 up to the first limit (days), 4 up to the second, ...; F and M are 1 + the number of
    limits reached: with frequency (2, 4, 6, 10) ten sales score 5. Money in minor units.
    """

    recency_days: tuple[int, int, int, int] = (30, 90, 180, 365)
    frequency: tuple[int, int, int, int] = (2, 4, 6, 10)
    monetary: tuple[int, int, int, int] = (50_000, 100_000, 200_000, 500_000)

    def __post_init__(self) -> None:
        for limits in (self.recency_days, self.frequency, self.monetary):
            if list(limits) != sorted(set(limits)) or len(limits) != TOP - 1:
                message = f"thresholds must be four ascending numbers, got {limits}"
                raise ValueError(message)


DEFAULT_THRESHOLDS = Thresholds()


def scored(behaviour: ibis.Table, scoring: str, thresholds: Thresholds) -> ibis.Table:
    """Add r, f, m (1 to 5, 5 the best) to a table of recency_days, frequency, monetary.

    Raises:
        ValueError: the scoring has no such name.
    """
    if scoring == "quantile":
        return _by_quantiles(behaviour)
    if scoring == "rank":
        return _by_ranks(behaviour)
    if scoring == "threshold":
        return _by_thresholds(behaviour, thresholds)
    message = f"unknown scoring {scoring!r}; known: quantile, threshold, rank"
    raise ValueError(message)


def _by_quantiles(behaviour: ibis.Table) -> ibis.Table:
    """Score 1 + cut points strictly below the value; cuts at 20/40/60/80 %, linear interpolation.

    A cut interpolated in floating point may miss, by its last bit, the very value it falls on.
    Values are whole numbers and cuts end in .0, .2, .4, .6 or .8 of a step, so the floor (with a
    hundredth to spare) separates exactly the values that the true cut separates.
    """
    cuts = behaviour.aggregate(
        **{f"cuts_{name}": behaviour[name].quantile(CUT_SHARES) for name in MEASURES}
    )
    whole = cuts.select(
        **{
            f"{name}_{k}": (cuts[f"cuts_{name}"][k] + 0.01).floor().cast("int64")
            for name in MEASURES
            for k in range(TOP - 1)
        }
    )
    both = behaviour.cross_join(whole)
    below = {name: _cuts_below(both, name) for name in MEASURES}
    return _with_scores(both, behaviour.columns, below)


def _cuts_below(both: ibis.Table, name: str) -> ir.IntegerValue:
    value = both[name]
    cuts = [(value > both[f"{name}_{k}"]).cast("int32") for k in range(TOP - 1)]
    return cuts[0] + cuts[1] + cuts[2] + cuts[3]


def _by_ranks(behaviour: ibis.Table) -> ibis.Table:
    """Score 1 + floor(5 x (lowest rank - 1) / n): fifths of members, ties share the lowest."""
    everyone = behaviour.count().over(ibis.window())
    below = {
        name: (ibis.rank().over(order_by=behaviour[name]) * TOP // everyone).cast("int32")
        for name in MEASURES
    }
    return _with_scores(behaviour, behaviour.columns, below)


def _by_thresholds(behaviour: ibis.Table, given: Thresholds) -> ibis.Table:
    def passed(conditions: list[ir.BooleanValue]) -> ir.IntegerValue:
        counts = [condition.cast("int32") for condition in conditions]
        return counts[0] + counts[1] + counts[2] + counts[3]

    below = {
        "recency_days": passed([behaviour["recency_days"] > cut for cut in given.recency_days]),
        "frequency": passed([behaviour["frequency"] >= cut for cut in given.frequency]),
        "monetary": passed([behaviour["monetary"] >= cut for cut in given.monetary]),
    }
    return _with_scores(behaviour, behaviour.columns, below)


def _with_scores(
    table: ibis.Table, kept: tuple[str, ...], below: dict[str, ir.IntegerValue]
) -> ibis.Table:
    return table.select(
        *kept,
        r=(TOP - below["recency_days"]).cast("int32"),
        f=(below["frequency"] + 1).cast("int32"),
        m=(below["monetary"] + 1).cast("int32"),
    )
