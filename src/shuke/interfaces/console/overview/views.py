"""The page of the day."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from shuke.interfaces.console.analysis import pyramids
from shuke.interfaces.console.analysis.grids import cohort_grid, rfm_grid
from shuke.interfaces.console.analysis.rfm import segment_table
from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.overview import days
from shuke.interfaces.console.overview.answering import answer
from shuke.interfaces.console.overview.headlines import headlines
from shuke.interfaces.console.overview.todos import todo
from shuke.interfaces.console.overview.trends import trend
from shuke.interfaces.console.panels import Panel
from shuke.interfaces.console.parts import Part, show_parts
from shuke.interfaces.console.reading import formula_address, read
from shuke.interfaces.console.wording import segment_name
from shuke.sales import queries as sales


@page("members.read")
def home(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The state of the chain on one page; who may not see figures begins with the members."""
    if not visit.scope.can("figures.read"):
        return redirect("members:list")
    if not visit.freshness.snapshot or not _has_sales(visit):
        return show(visit, "overview/empty.html", _nothing(visit))
    return show_parts(
        visit,
        "overview/home.html",
        (
            Part("answer", answer, "answer-later"),
            Part("headlines", headlines, "kpis-later"),
            Part("trend", trend, "w8"),
            Part("todo", todo, "w4"),
            Part("rfm", rfm, "w5"),
            Part("cohorts", cohorts, "w7"),
            Part("pyramid", pyramids.pyramid, "w5"),
            Part("segments", segments, "w7"),
        ),
        {
            "as_of": visit.day(),
            "period_words": days.words_of(visit),
            "periods": days.options(visit),
        },
    )


def _nothing(visit: Visit) -> dict[str, object]:
    """Why there is nothing to see: no sales at all, or figures that are not yet made of them."""
    return {
        "as_of": visit.day(),
        "is_waiting": not visit.freshness.snapshot and not sales.is_empty(),
        "imports": reverse("imports:list") if visit.scope.can("imports.write") else "",
    }


def _has_sales(visit: Visit) -> bool:
    return bool(read(visit, "summary").rows[0]["sales"])


def rfm(visit: Visit) -> Panel:
    """Members by last purchase and number of sales."""
    return Panel(
        title=_("RFM heat map"),
        note=_("Members by last purchase and number of sales (★ important); each opens its list"),
        grid=rfm_grid(read(visit, "rfm_cells"), visit.formats, segment_name),
        formula=formula_address("rfm"),
        is_tall=True,
        has_names=True,
    )


def cohorts(visit: Visit) -> Panel:
    """The cohort triangle."""
    return Panel(
        title=_("Do new members come back?"),
        note=_("Share of each cohort that bought again in the months after, in percent"),
        grid=cohort_grid(read(visit, "cohorts"), visit.formats),
        formula=formula_address("cohorts"),
    )


def segments(visit: Visit) -> Panel:
    """The segments with their money."""
    reading = read(visit, "segments_rfm")
    return Panel(
        title=_("RFM segments"),
        note=_("Every member is in exactly one"),
        table=segment_table(visit, reading, _("RFM segments"), "segments"),
        formula=formula_address(reading.name),
    )
