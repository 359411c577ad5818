"""How concentrated the sales are: Pareto curve, Gini, pyramid and movement between its steps."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from shuke.interfaces.console.analysis import pyramids
from shuke.interfaces.console.analysis.frame import Page, show_page
from shuke.interfaces.console.door import Visit, page
from shuke.interfaces.console.panels import Answer, Headlines, Link, Panel
from shuke.interfaces.console.parts import Part
from shuke.interfaces.console.reading import Reading, Row, formula_address, read
from shuke.interfaces.console.tables import Column, table_of
from shuke.interfaces.ui.charts import Chart, Series, Table

_FIFTH = 0.2


@page("figures.read")
def concentration(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Top shares, the curve through them, the pyramid and its movement."""
    return show_page(
        visit,
        Page(
            title=_("Concentration"),
            figure="concentration",
            parts=(
                Part("answer", answer, "answer-later"),
                Part("curve", curve, "w7"),
                Part("pyramid", pyramids.pyramid, "w5"),
                Part("moves", moves),
                Part("migration", pyramids.migration, "w7"),
                Part("shares", shares, "w5"),
            ),
        ),
    )


def fifth_of(visit: Visit) -> tuple[Reading, Row | None]:
    """The reading, and its row of the top fifth."""
    reading = read(visit, "concentration")
    row = next((row for row in reading.rows if row["top_share"] == _FIFTH), None)
    return reading, row if row and row["amount_share"] is not None else None


def answer(visit: Visit) -> Answer | None:
    """The share of the top fifth, and the Gini coefficient."""
    reading, row = fifth_of(visit)
    if row is None:
        return None
    return Answer(
        text=_("The top fifth of members brings {share} of member sales").format(
            share=visit.formats.percent(row["amount_share"])
        ),
        more=_(
            "The books claim four fifths; this is your own number. "
            "Gini {gini} (0: all alike, 1: one member buys everything)."
        ).format(gini=visit.formats.count(row["gini"], 3)),
        links=(
            Link(
                _("See who they are"),
                reading.behind(top_share=_FIFTH),
                reading.name,
                int(row["members"]),
            ),
        ),
    )


def curve(visit: Visit) -> Panel:
    """The Pareto curve with the measured top shares as dots."""
    chart = curve_chart(visit, read(visit, "concentration"), read(visit, "pareto"))
    return Panel(
        title=chart.label,
        note=_("Each dot opens its members"),
        chart=chart,
        chart_size="tall",
        formula=formula_address("concentration"),
    )


def moves(visit: Visit) -> Headlines:
    """Who moved between the layers."""
    return Headlines(pyramids.moves(visit), _("Movement between the steps"))


def shares(visit: Visit) -> Panel:
    """The top shares as a table."""
    reading = read(visit, "concentration")
    return Panel(
        title=_("Top shares"),
        note=_("The best members by amount spent"),
        table=_table(visit, reading, "shares"),
        formula=formula_address("concentration"),
    )


def _table(visit: Visit, reading: Reading, name: str) -> Table:
    columns = (
        Column("label", _("Top share of members"), "text"),
        Column("members", _("Members"), opens=("top_share",)),
        Column("amount", _("Amount"), "money"),
        Column("amount_share", _("Share of amount"), "percent"),
    )
    rows = [
        {**row, "label": visit.formats.percent(row["top_share"], 0)}
        for row in sorted(reading.rows, key=lambda row: row["top_share"])
    ]
    return table_of(reading, visit.formats, _("Top shares"), columns, rows, id=name)


def curve_chart(visit: Visit, reading: Reading, pareto: Reading) -> Chart:
    """The share of the amount that the top share of members brings."""
    label = _("Share of sales by share of members")
    rows = sorted(reading.rows, key=lambda row: row["top_share"])
    points = [(row["top_share"], row["amount_share"]) for row in rows]
    links = [reading.behind(top_share=row["top_share"]) for row in rows]
    line = [(0, 0), *((row["percent"] / 100, row["amount_share"]) for row in pareto.rows)]
    spec = {
        "kind": "curve",
        "unit": "percent",
        "xUnit": "percent",
        "xMax": 1,
        "yMax": 1,
        "xName": _("Top share of members"),
        "yName": _("Share of amount"),
        "series": [
            Series(_("Measured"), line).spec(key="points"),
            Series(_("If all spent alike"), [(0, 0), (1, 1)], dashed=True).spec(key="points"),
            {**Series(_("Top shares"), points, links).spec(key="points"), "dots": True},
        ],
    }
    return Chart("curve", label, spec, _table(visit, reading, "curve"))
