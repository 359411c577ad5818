"""The page of the day."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from shuke.interfaces.console.analysis.grids import cohort_grid, rfm_grid
from shuke.interfaces.console.analysis.rfm import segment_table
from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.overview.headlines import headlines
from shuke.interfaces.console.overview.panels import pyramid, todos, trend
from shuke.interfaces.console.reading import read
from shuke.interfaces.console.wording import segment_name

_TOP = 0.2


@page("figures.read")
def home(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The state of the chain on one page."""
    as_of = visit.day()
    if not read(visit, "summary", as_of=as_of).rows[0]["sales"]:
        return show(visit, "overview/empty.html", {"as_of": as_of})
    concentration = read(visit, "concentration", as_of=as_of)
    segments = read(visit, "segments_rfm", as_of=as_of)
    layers = read(visit, "pyramid", as_of=as_of)
    top = next((row for row in concentration.rows if row["top_share"] == _TOP), None)
    return show(
        visit,
        "overview/home.html",
        {
            "as_of": as_of,
            "top": top,
            "top_href": concentration.behind(top_share=_TOP),
            "kpis": headlines(visit, as_of),
            "trend": trend(visit, as_of),
            "todos": todos(visit, segments),
            "segments": segment_table(visit, segments, _("RFM segments")),
            "rfm": rfm_grid(read(visit, "rfm", as_of=as_of), visit.formats, segment_name),
            "cohorts": cohort_grid(read(visit, "cohorts", as_of=as_of), visit.formats),
            "pyramid": pyramid(visit, layers),
        },
    )
