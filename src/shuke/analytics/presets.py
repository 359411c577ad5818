"""Names for the 125 cells of R, F and M, as data. Every preset is total and disjoint (tested)."""

from dataclasses import dataclass, field
from typing import Literal

Scores = frozenset[int]
High = Literal["score", "mean"]

ANY: Scores = frozenset(range(1, 6))
HIGH: Scores = frozenset({4, 5})
LOW: Scores = ANY - HIGH
ANY_SUM: Scores = frozenset(range(2, 11))


@dataclass(frozen=True, slots=True)
class Segment:
    """One name and its cells: R, F, M scores allowed, and the allowed sums of F and M."""

    name: str
    zh: str
    en: str
    r: Scores = ANY
    f: Scores = ANY
    m: Scores = ANY
    f_and_m: Scores = ANY_SUM

    def holds(self, r: int, f: int, m: int) -> bool:
        """Say whether a cell carries this name, by scores alone."""
        return r in self.r and f in self.f and m in self.m and f + m in self.f_and_m


@dataclass(frozen=True, slots=True)
class Preset:
    """A named grid with its version; a changed grid is a new version, never an edited one.

    `high` says when a score counts as high (4 or 5 below): "score" takes the scores themselves,
    "mean" takes a score above the mean score of all members with sales.
    """

    name: str
    version: int
    zh: str
    en: str
    segments: tuple[Segment, ...]
    without_sales: Segment
    high: High = "score"
    source: str = field(default="")


EIGHT_SEGMENTS = (
    Segment("重要价值", "重要价值", "Important, valued", r=HIGH, f=HIGH, m=HIGH),
    Segment("重要保持", "重要保持", "Important, to keep", r=LOW, f=HIGH, m=HIGH),
    Segment("重要发展", "重要发展", "Important, to develop", r=HIGH, f=LOW, m=HIGH),
    Segment("重要挽留", "重要挽留", "Important, to win back", r=LOW, f=LOW, m=HIGH),
    Segment("一般价值", "一般价值", "Ordinary, valued", r=HIGH, f=HIGH, m=LOW),
    Segment("一般保持", "一般保持", "Ordinary, to keep", r=LOW, f=HIGH, m=LOW),
    Segment("一般发展", "一般发展", "Ordinary, to develop", r=HIGH, f=LOW, m=LOW),
    Segment("一般挽留", "一般挽留", "Ordinary, to win back", r=LOW, f=LOW, m=LOW),
)
NO_SALES_ZH = Segment("无消费", "无消费", "No sales")

EIGHT = Preset(
    "eight",
    1,
    "八类客户（评分≥4为高）",
    "Eight segments, high = score 4 or 5",
    EIGHT_SEGMENTS,
    NO_SALES_ZH,
    source="Axes as in Chinese retail practice: 重要/一般 by M, the second word by R and F",
)
EIGHT_MEAN = Preset(
    "eight_mean",
    1,
    "八类客户（高于平均分为高）",
    "Eight segments, high = above the mean score",
    EIGHT_SEGMENTS,
    NO_SALES_ZH,
    high="mean",
    source="The same axes; high = above the mean of the scores of members with sales",
)


def _sums(low: int, high: int) -> Scores:
    return frozenset(range(low, high + 1))


def _r(*scores: int) -> Scores:
    return frozenset(scores)


# The usual names over R and the mean of F and M, cut so that no cell has two names or none.
ELEVEN = Preset(
    "eleven",
    1,
    "十一类客户",
    "Eleven segments",
    (
        Segment("champion", "冠军客户", "Champion", r=_r(4, 5), f_and_m=_sums(7, 10)),
        Segment("loyal", "忠诚客户", "Loyal", r=_r(3), f_and_m=_sums(7, 10)),
        Segment("potential_loyal", "潜在忠诚", "Potential loyal", r=_r(4, 5), f_and_m=_sums(3, 6)),
        Segment("new", "新客户", "New", r=_r(5), f_and_m=_sums(2, 2)),
        Segment("promising", "有希望", "Promising", r=_r(4), f_and_m=_sums(2, 2)),
        Segment("needs_attention", "需关注", "Needs attention", r=_r(3), f_and_m=_sums(5, 6)),
        Segment("about_to_sleep", "即将沉睡", "About to sleep", r=_r(3), f_and_m=_sums(2, 4)),
        Segment("at_risk", "有流失风险", "At risk", r=_r(2), f_and_m=_sums(5, 10)),
        Segment("cannot_lose", "不能失去", "Cannot lose", r=_r(1), f_and_m=_sums(7, 10)),
        Segment("hibernating", "休眠", "Hibernating", r=_r(2), f_and_m=_sums(2, 4)),
        Segment("lost", "已流失", "Lost", r=_r(1), f_and_m=_sums(2, 6)),
    ),
    Segment("no_sales", "无消费", "No sales"),
    source="Names in common use over R and F+M; the cuts are ours, because published ones overlap",
)

PRESETS: dict[str, Preset] = {preset.name: preset for preset in (EIGHT, EIGHT_MEAN, ELEVEN)}


def preset_named(name: str) -> Preset:
    """Return a preset.

    Raises:
        ValueError: there is none of this name.
    """
    if name not in PRESETS:
        message = f"unknown preset {name!r}; known: {', '.join(PRESETS)}"
        raise ValueError(message)
    return PRESETS[name]


def segment_of(preset: Preset, r: int, f: int, m: int) -> str:
    """Return the name of one cell (for "mean" presets: of a cell already judged high = 4 or 5)."""
    return next(segment.name for segment in preset.segments if segment.holds(r, f, m))
