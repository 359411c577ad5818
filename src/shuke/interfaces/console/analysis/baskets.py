"""What is bought together: pairs with support, confidence and lift."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.reading import Reading, formula_address, read
from shuke.interfaces.console.tables import Column, table_of
from shuke.interfaces.ui.charts import Tab, Table

LEVELS = ("category", "product")
ORDERS = ("lift", "sales", "confidence_ab")
PAIRS_SHOWN = 100


@page("figures.read")
def baskets(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The strongest pairs of categories or products."""
    level = visit.choice("level", LEVELS)
    order = visit.choice("order", ORDERS)
    reading = read(visit, "pairs", level=level)
    rows = sorted(reading.rows, key=lambda row: row[order], reverse=True)
    best = rows[0] if rows else None
    return show(
        visit,
        "analysis/baskets.html",
        {
            "as_of": reading.as_of,
            "table": pair_table(visit, reading, order),
            "found": len(rows),
            "shown": min(len(rows), PAIRS_SHOWN),
            "best": best,
            "best_lift": visit.formats.count(best["lift"], 1) if best else "",
            "best_href": reading.behind(a=best["a"], b=best["b"]) if best else "",
            "tabs": [
                Tab(_level(name), f"?level={name}&as_of={reading.as_of}", name == level)
                for name in LEVELS
            ],
            "orders": [(name, _order(name), name == order) for name in ORDERS],
            "level": level,
            "formula": formula_address("pairs"),
        },
    )


def _level(name: str) -> str:
    return {"category": _("Categories"), "product": _("Products")}[name]


def _order(name: str) -> str:
    return {
        "lift": _("by lift"),
        "sales": _("by number of sales"),
        "confidence_ab": _("by confidence"),
    }[name]


def pair_table(visit: Visit, reading: Reading, order: str) -> Table:
    """The pairs in the chosen order, at most a hundred."""
    ordered = sorted(reading.rows, key=lambda row: row[order], reverse=True)[:PAIRS_SHOWN]
    columns = (
        Column("a", _("A"), "data"),
        Column("b", _("B"), "data"),
        Column("sales", _("Sales with both"), opens=("a", "b")),
        Column("support", _("Support"), "percent"),
        Column("confidence_ab", _("A, then also B"), "percent"),
        Column("confidence_ba", _("B, then also A"), "percent"),
        Column("lift", _("Lift"), "decimal"),
    )
    return table_of(reading, visit.formats, _("Pairs bought together"), columns, ordered)
