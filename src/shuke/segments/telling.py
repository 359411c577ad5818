"""Conditions in words: which names figures and segments have in the reader's language."""

from shuke.kernel.refusal import Language
from shuke.lake.figures import figure_of
from shuke.rules.conditions import Condition, InFigure, cells_in
from shuke.rules.facts import Registry
from shuke.rules.sentence import Wording, sentence_of
from shuke.segments.facts import facts
from shuke.segments.models import Segment
from shuke.stores import queries as stores


def wording(condition: Condition, language: Language, known: Registry | None = None) -> Wording:
    """Return how a condition is written: the chain's decimals, figures and segments by name."""
    titles = dict(Segment.objects.values_list("name", "title"))
    figures = {
        cell.figure: figure_of(cell.figure)
        for cell in cells_in(condition)
        if isinstance(cell, InFigure)
    }
    spoken = {name: one.zh if language == "zh" else one.en for name, one in figures.items()}
    return Wording(language, stores.chain().digits, {**titles, **spoken}, known or facts())


def sentence(condition: Condition, language: Language, known: Registry | None = None) -> str:
    """Return a condition as one sentence without a full stop."""
    return sentence_of(condition, wording(condition, language, known))
