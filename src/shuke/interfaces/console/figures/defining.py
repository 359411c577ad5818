"""The page of a figure: what it means, how it is computed, and how to get it elsewhere."""

from collections import defaultdict
from dataclasses import dataclass
from inspect import signature

from django.urls import reverse
from django.utils.translation import gettext as _

from shuke import analytics
from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.figures.saying import title_of
from shuke.interfaces.console.reading import formula_address
from shuke.interfaces.console.wording import column_label, unit_label
from shuke.interfaces.ui.charts import Cell, Head, Table
from shuke.lake import figures

# Which page shows a figure: the word of the group, and the page.
_PAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("overview:home", ("summary", "period")),
    ("analysis:rfm", ("rfm", "segments_rfm", "rfm_cells")),
    ("analysis:lifecycle", ("lifecycle", "lifecycle_transitions", "bucket")),
    ("analysis:activity", ("activity", "groups", "rhythm", "redemption")),
    ("analysis:concentration", ("concentration", "pareto", "gini", "pyramid", "migration")),
    ("analysis:cohorts", ("cohorts", "active_members", "repurchase", "intervals")),
    ("analysis:baskets", ("pairs", "cross_sell")),
    ("analysis:preferences", ("preferences",)),
    ("analysis:indicators", ("indicators",)),
    ("analysis:calendar", ("calendar", "sales_by_day", "descriptive")),
    ("analysis:quality", ("sales_quality", "member_quality")),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure in the list of all."""

    name: str
    title: str
    about: str
    href: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The figures of one page."""

    title: str
    href: str
    entries: tuple[Entry, ...]


def about_of(figure: figures.Figure, visit: Visit) -> str:
    """The definition in the reader's language."""
    return figure.about_zh if visit.language == "zh" else figure.about_en


def shelves(visit: Visit, words: str) -> tuple[Shelf, ...]:
    """All figures whose name or definition holds the words, page by page."""
    wanted = words.strip().lower()
    by_page: dict[str, list[Entry]] = defaultdict(list)
    page_of = {name: page for page, names in _PAGES for name in names}
    for figure in figures.all_figures():
        told = (figure.name, figure.zh, figure.en, figure.about_zh, figure.about_en)
        if wanted in " ".join(told).lower():
            entry = Entry(
                figure.name,
                title_of(figure, visit),
                about_of(figure, visit),
                formula_address(figure.name),
            )
            by_page[page_of.get(figure.name, "")].append(entry)
    titles = _titles(visit)
    order = [*(page for page, _names in _PAGES), ""]
    return tuple(
        Shelf(titles.get(page, _("More figures")), _href(page), tuple(by_page[page]))
        for page in order
        if by_page[page]
    )


def _href(page: str) -> str:
    return reverse(page) if page else ""


def _titles(visit: Visit) -> dict[str, str]:
    labels = {item.href: item.label for group in visit.menu for item in group.items}
    return {page: labels.get(reverse(page), "") for page, _names in _PAGES}


def page_of(name: str, visit: Visit) -> tuple[str, str]:
    """The label and address of the page that shows the figure, or two empty texts."""
    page = next((page for page, names in _PAGES if name in names), "")
    return (_titles(visit).get(page, ""), _href(page)) if page else ("", "")


def columns_table(figure: figures.Figure) -> Table:
    """The figure's columns with their units."""
    rows = tuple(
        (Cell(name, is_data=True), Cell(column_label(name)), Cell(unit_label(unit)))
        for name, unit in figure.columns.items()
    )
    heads = (Head(_("Column")), Head(_("Meaning")), Head(_("Unit")))
    return Table(_("Columns and units"), heads, rows)


def parameters_table(figure: figures.Figure, visit: Visit) -> Table:
    """The figure's parameters with their defaults."""
    rows = tuple(
        (
            Cell(parameter.name, is_data=True),
            Cell(parameter.zh if visit.language == "zh" else parameter.en),
            Cell(str(parameter.default or "–"), is_data=True),
            Cell(", ".join(parameter.choices) or unit_label(str(parameter.type)), is_data=True),
        )
        for parameter in figure.parameters
    )
    heads = (Head(_("Parameter")), Head(_("Meaning")), Head(_("Default")), Head(_("Values")))
    return Table(_("Parameters"), heads, rows)


@dataclass(frozen=True, slots=True)
class Way:
    """One line that gets the same figure elsewhere."""

    label: str
    line: str


def ways(figure: figures.Figure, as_of: str) -> tuple[Way, ...]:
    """The same figure from the shell, over HTTP, and in Python."""
    return (
        Way(_("Command line"), f"shuke figure {figure.name} --as-of {as_of} --json"),
        Way("API", f"GET /api/v1/figures/{figure.name}?as_of={as_of}"),
        Way("Python", _python(figure.name, as_of)),
    )


def _python(name: str, as_of: str) -> str:
    """The public function of the same name, with the tables that it asks for."""
    year, month, day = (int(part) for part in as_of.split("-"))
    when = f"as_of=date({year}, {month}, {day})"
    function = getattr(analytics, name, None)
    if function is None:
        return f"from shuke.lake import figures\nfigures.compute({name!r}, {when}, scope=scope)"
    given = [
        one
        for one in signature(function).parameters.values()
        if one.kind is one.POSITIONAL_OR_KEYWORD
    ]
    tables = ", ".join(one.name for one in given)
    return f"import shuke.analytics as sa\nsa.{name}({tables}, {when})"
