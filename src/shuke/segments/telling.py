"""Conditions in words: which names figures and segments have in the reader's language."""

from shuke.analytics.conditions.facts import LIFECYCLE_STATES
from shuke.analytics.presets import PRESETS
from shuke.kernel.refusal import Language
from shuke.lake.figures import figure_of
from shuke.rules.conditions import Condition, InFigure, cells_in
from shuke.rules.facts import Registry
from shuke.rules.sentence import Wording, sentence_of
from shuke.segments.facts import facts
from shuke.segments.models import Segment
from shuke.stores import queries as stores

COLUMNS = {
    "segment": ("分群", "segment"),
    "state": ("状态", "state"),
    "cohort": ("首购月份", "cohort"),
    "month": ("月份", "month"),
    "day": ("日期", "day"),
    "layer": ("层级", "layer"),
    "top_share": ("前列占比", "top share"),
    "days": ("天数", "days"),
    "preset": ("分群方案", "preset"),
    "scoring": ("评分方式", "scoring"),
    "column": ("列", "column"),
    "store": ("门店", "store"),
    "campaign_type": ("活动类型", "type of campaign"),
    "r": ("R", "R"),
    "f": ("F", "F"),
    "m": ("M", "M"),
}
_SECOND = {"zh": 0, "en": 1}


def wording(condition: Condition, language: Language, known: Registry | None = None) -> Wording:
    """Return how a condition is written: the chain's decimals, figures and segments by name."""
    at = _SECOND[language]
    terms = {name: pair[at] for name, pair in COLUMNS.items()} | _values(language)
    for cell in cells_in(condition):
        if isinstance(cell, InFigure):
            figure = figure_of(cell.figure)
            terms[cell.figure] = figure.zh if language == "zh" else figure.en
    titles = dict(Segment.objects.values_list("name", "title"))
    return Wording(language, stores.chain().digits, titles, terms, known or facts())


def _values(language: Language) -> dict[str, str]:
    """The names that stand in figures' rows: RFM segments and lifecycle states."""
    named = [one for preset in PRESETS.values() for one in (*preset.segments, preset.without_sales)]
    found = {one.name: one.zh if language == "zh" else one.en for one in named}
    states = {one.value: one.zh if language == "zh" else one.en for one in LIFECYCLE_STATES}
    return found | states


def sentence(condition: Condition, language: Language, known: Registry | None = None) -> str:
    """Return a condition as one sentence without a full stop."""
    return sentence_of(condition, wording(condition, language, known))
