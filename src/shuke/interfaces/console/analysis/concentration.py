"""How concentrated the sales are: Pareto curve, Gini, pyramid and movement between its steps."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.overview.panels import pyramid
from shuke.interfaces.console.reading import Reading, formula_address, read
from shuke.interfaces.ui.charts import Cell, Chart, Head, Series, Table

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
    formats = visit.formats
    label = _("Share of sales by share of members")
    rows = sorted(reading.rows, key=lambda row: row["top_share"])
    points = [(0, 0), *((row["top_share"], row["amount_share"]) for row in rows), (1, 1)]
    links = ["", *(reading.behind(top_share=row["top_share"]) for row in rows), ""]
    table = Table(
        label,
        (
            Head(_("Top share of members")),
            Head(_("Members"), is_number=True),
            Head(_("Amount"), is_number=True),
            Head(_("Share of amount"), is_number=True),
        ),
        tuple(
            (
                Cell(formats.percent(row["top_share"], 0)),
                Cell(
                    formats.count(row["members"]),
                    reading.behind(top_share=row["top_share"]),
                    reading.name,
                    int(row["members"]),
                    is_number=True,
                ),
                Cell(formats.money_short(row["amount"]), is_number=True),
                Cell(formats.percent(row["amount_share"]), is_number=True),
            )
            for row in rows
        ),
    )
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
