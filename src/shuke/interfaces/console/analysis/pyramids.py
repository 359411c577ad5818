"""The customer pyramid as steps that open, and the movement between its layers."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from shuke.interfaces.console.analysis.grids import matrix
from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.panels import Own, Panel
from shuke.interfaces.console.reading import Reading, Row, formula_address, read
from shuke.interfaces.ui.charts import Kpi

LAYERS = ("1", "2", "3")
NOBODY = "0"


def layer_name(value: object) -> str:
    """The words for a layer of the pyramid; 0 is nobody's."""
    names = {
        NOBODY: _("No purchase"),
        "1": _("Top 5 percent"),
        "2": _("Next 15 percent"),
        "3": _("The other 80 percent"),
    }
    return names.get(str(value), str(value))


def steps(visit: Visit, reading: Reading) -> list[dict[str, object]]:
    """The layers from the top, with their share of sales."""
    return [
        {
            "step": int(row["layer"]),
            "name": layer_name(row["layer"]),
            "members": visit.formats.count(row["members"]),
            "share": visit.formats.percent(row["amount_share"]),
            "href": reading.behind(layer=row["layer"]),
            "listed": int(row["members"]),
        }
        for row in reading.rows
    ]


def pyramid(visit: Visit) -> Own:
    """Top 5 %, next 15 %, the other 80 % by amount."""
    reading = read(visit, "pyramid")
    return Own(
        "analysis/pyramid.html",
        {"layers": steps(visit, reading), "formula": formula_address("pyramid")},
    )


def migration(visit: Visit) -> Panel:
    """Who stood in which layer half a year before, and who stands where now."""
    reading = read(visit, "migration")
    net = net_upward(reading)
    text = visit.formats.percent(net) if net is not None else "–"
    return Panel(
        title=_("Movement between the steps"),
        note=_("Rows: the half-year before. Columns: the last half-year. Net upward: {net}").format(
            net=text
        ),
        grid=matrix(
            reading,
            visit.formats,
            label=_("Members by the layer before (rows) and now (columns)"),
            rows=(*LAYERS, NOBODY),
            columns=(*LAYERS, NOBODY),
            names=("before", "after"),
            label_of=layer_name,
        ),
        formula=formula_address("migration"),
        is_tall=True,
        foot=_(
            "Net upward = (members who moved up − who moved down) ÷ members with a purchase in both"
        ),
    )


def net_upward(reading: Reading) -> float | None:
    """The net upward rate, the same on every row."""
    return next((row["net_upward"] for row in reading.rows), None)


def moves(visit: Visit) -> tuple[Kpi, ...]:
    """How many moved up, down, in and out."""
    reading = read(visit, "migration")
    names = {
        "up": _("Moved up"),
        "down": _("Moved down"),
        "joined": _("Bought again after a pause, or for the first time"),
        "left": _("Bought nothing since"),
    }
    return tuple(
        Kpi(
            label=label,
            value=visit.formats.count(_sum(reading.rows, move)),
            figure=reading.name,
            href=reading.behind(move=move),
            listed=_sum(reading.rows, move),
            meaning=_("Compared with the half-year before"),
            formula_href=formula_address(reading.name),
        )
        for move, label in names.items()
    )


def _sum(rows: Iterable[Row], move: str) -> int:
    return sum(int(row["members"]) for row in rows if row["move"] == move)
