"""Figures found by the search of everything: their names in both languages."""

from django.utils.translation import gettext

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.figures.saying import title_of
from shuke.interfaces.console.navigation import Hit, HitGroup
from shuke.interfaces.console.reading import formula_address
from shuke.lake import figures

FOUND_MAX = 6


def found(words: str, visit: Visit) -> tuple[HitGroup, ...]:
    """The figures whose name holds the words, for who may read figures."""
    wanted = words.strip().lower()
    if not visit.scope.can("figures.read"):
        return ()
    hits = tuple(
        Hit(title_of(figure, visit), formula_address(figure.name), "sigma", figure.name)
        for figure in figures.all_figures()
        if wanted in f"{figure.name} {figure.zh} {figure.en}".lower()
    )[:FOUND_MAX]
    return (HitGroup(gettext("Figures"), hits),) if hits else ()
