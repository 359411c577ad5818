"""The list behind a number, its file, the formula of a figure, and all figures."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from shuke.interfaces.console import exporting
from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.figures import defining, listing
from shuke.interfaces.console.figures.asking import PLACE, Question, question_of
from shuke.interfaces.console.figures.preview import preview_of
from shuke.interfaces.console.figures.saving import saving_of
from shuke.interfaces.console.figures.saying import conditions_of, sentence_of, title_of
from shuke.interfaces.console.reading import formula_address
from shuke.lake import figures

WORDS_MAX = 80


@page("figures.read")
def behind(request: HttpRequest, visit: Visit, name: str) -> HttpResponseBase:
    """The members or sales behind one number: as many as the number says."""
    question = question_of(visit, name)
    words = request.GET.get("q", "").strip()[:WORDS_MAX]
    after = _after(request)
    listed = listing.listing(visit, question, after=after, words=words)
    _demand(visit, listed.kind)
    context: dict[str, object] = {
        "as_of": question.as_of,
        "listing": listed,
        "words": words,
        "figure_title": title_of(question.figure, visit),
        "conditions": conditions_of(visit, question),
        "sentence": sentence_of(visit, question, listed.kind, listed.total),
        "formula": formula_address(name),
        "asked": [*question.where.items(), *question.parameters.items()],
        "first": question.address(q=words) if after else "",
        "next": question.address(**{PLACE: str(listed.next_after)}) if listed.next_after else "",
        "files": _files(visit, question),
        "saving": saving_of(visit, question) if listed.kind == "members" else None,
        "page_of": defining.page_of(name, visit),
    }
    template = "figures/rows.html" if request.headers.get("HX-Request") else "figures/behind.html"
    return show(visit, template, context)


def _after(request: HttpRequest) -> int:
    text = request.GET.get(PLACE, "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 20 else 0  # noqa: PLR2004


def _demand(visit: Visit, kind: str) -> None:
    visit.scope.demand("members.read" if kind == "members" else "sales.read")


def _files(visit: Visit, question: Question) -> list[tuple[str, str]]:
    if not visit.scope.can("exports.read"):
        return []
    return [
        (kind.upper(), f"{_file_address(question.name, kind)}?{question.query()}")
        for kind in reversed(exporting.KINDS)
    ]


def _file_address(name: str, kind: str) -> str:
    try:
        return reverse("figures:file", kwargs={"name": name, "kind": kind})
    except NoReverseMatch:
        return ""


@page("exports.read")
def file(request: HttpRequest, visit: Visit, name: str, kind: str) -> HttpResponseBase:
    """The whole list behind a number as CSV or XLSX, masked as on screen."""
    question = question_of(visit, name)
    what, total, rows = listing.every_row(visit, question)
    _demand(visit, what)
    written: exporting.Kind = "csv" if kind == "csv" else "xlsx"
    exporting.remember(visit, f"figure/{name}", written, total)
    heads = _member_heads() if what == "members" else _sale_heads()
    digits = visit.chain.digits
    return exporting.file_of(
        f"shuke-{name}-{question.as_of}", written, heads, (row.values(digits) for row in rows)
    )


def _member_heads() -> list[str]:
    return [
        _("Member number"),
        _("Name"),
        _("Phone"),
        _("Home store"),
        _("Last purchase"),
        _("Number of sales"),
        _("Amount"),
    ]


def _sale_heads() -> list[str]:
    return [
        _("Sale number"),
        _("Time"),
        _("Store"),
        _("Member number"),
        _("Lines"),
        _("Amount"),
    ]


@page("figures.read")
def formula(request: HttpRequest, visit: Visit, name: str) -> HttpResponseBase:
    """What a figure means, how it is computed, its rows now, and how to get it elsewhere."""
    figure = figures.figure_of(name)
    question = question_of(visit, name)
    page_label, page_href = defining.page_of(name, visit)
    return show(
        visit,
        "figures/formula.html",
        {
            "as_of": question.as_of,
            "figure": figure,
            "figure_title": title_of(figure, visit),
            "other_title": figure.en if visit.language == "zh" else figure.zh,
            "about": defining.about_of(figure, visit),
            "columns": defining.columns_table(figure),
            "parameters": defining.parameters_table(figure, visit),
            "ways": defining.ways(figure, question.as_of.isoformat()),
            "preview": preview_of(visit, question),
            "page_label": page_label,
            "page_href": page_href,
        },
    )


@page("figures.read")
def every(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """All figures, page by page, found by any word of their definition."""
    words = request.GET.get("q", "").strip()[:WORDS_MAX]
    context: dict[str, object] = {"shelves": defining.shelves(visit, words), "words": words}
    partial = request.headers.get("HX-Request")
    return show(visit, "figures/shelves.html" if partial else "figures/all.html", context)
