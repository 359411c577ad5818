"""How concentrated the sales are: Pareto curve, Gini, pyramid and movement between its steps."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.overview.panels import pyramid
from shuke.interfaces.console.reading import Reading, formula_address, read
from shuke.interfaces.console.tables import Column, table_of
from shuke.interfaces.ui.charts import Chart, Series

_FIFTH = 0.2


@page("figures.read")
def concentration(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Top shares, the curve through them, the pyramid."""
    reading = read(visit, "concentration")
    fifth = next((row for row in reading.rows if row["top_share"] == _FIFTH), None)
    gini = next((row["gini"] for row in reading.rows if row.get("gini") is not None), None)
    return show(
        visit,
        "analysis/concentration.html",
        {
            "as_of": reading.as_of,
            "curve": curve(visit, reading),
            "fifth": fifth,
            "fifth_href": reading.behind(top_share=_FIFTH),
            "gini": visit.formats.count(gini, 3),
            "pyramid": pyramid(visit, read(visit, "pyramid")),
            "formula": formula_address("concentration"),
        },
    )


def curve(visit: Visit, reading: Reading) -> Chart:
    """The share of the amount that the top share of members brings."""
    label = _("Share of sales by share of members")
    rows = sorted(reading.rows, key=lambda row: row["top_share"])
    points = [(0, 0), *((row["top_share"], row["amount_share"]) for row in rows), (1, 1)]
    links = ["", *(reading.behind(top_share=row["top_share"]) for row in rows), ""]
    columns = (
        Column("top_share", _("Top share of members"), "percent"),
        Column("members", _("Members"), opens=("top_share",)),
        Column("amount", _("Amount"), "money"),
        Column("amount_share", _("Share of amount"), "percent"),
    )
    table = table_of(reading, visit.formats, label, columns, rows)
    spec = {
        "kind": "curve",
        "unit": "percent",
        "xUnit": "percent",
        "xMax": 1,
        "yMax": 1,
        "xName": _("Top share of members"),
        "yName": _("Share of amount"),
        "series": [
            Series(_("Measured"), points, links).spec(key="points"),
            Series(_("If all spent alike"), [(0, 0), (1, 1)], dashed=True).spec(key="points"),
        ],
    }
    return Chart("curve", label, spec, table)
