"""What is bought together: pairs with support, confidence and lift."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.reading import Reading, formula_address, read
from shuke.interfaces.ui.charts import Cell, Head, Tab, Table

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
    formats = visit.formats
    ordered = sorted(reading.rows, key=lambda row: row[order], reverse=True)[:PAIRS_SHOWN]
    heads = (
        Head(_("A")),
        Head(_("B")),
        Head(_("Sales with both"), is_number=True),
        Head(_("Support"), is_number=True),
        Head(_("A, then also B"), is_number=True),
        Head(_("B, then also A"), is_number=True),
        Head(_("Lift"), is_number=True),
    )
    rows = tuple(
        (
            Cell(str(row["a"]), is_data=True),
            Cell(str(row["b"]), is_data=True),
            Cell(
                formats.count(row["sales"]),
                reading.behind(a=row["a"], b=row["b"]),
                reading.name,
                int(row["sales"]),
                is_number=True,
            ),
            Cell(formats.percent(row["support"], 2), is_number=True),
            Cell(formats.percent(row["confidence_ab"]), is_number=True),
            Cell(formats.percent(row["confidence_ba"]), is_number=True),
            Cell(formats.count(row["lift"], 2), is_number=True),
        )
        for row in ordered
    )
    return Table(_("Pairs bought together"), heads, rows)
