"""What is bought together: pairs with support, confidence and lift."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.html import format_html
from django.utils.translation import gettext as _

from shuke.interfaces.console.analysis.frame import Limit, Page, choice_of, show_page, tabs_of
from shuke.interfaces.console.door import Visit, page
from shuke.interfaces.console.panels import Answer, Link, Panel
from shuke.interfaces.console.parts import Part
from shuke.interfaces.console.reading import Reading, Row, formula_address, read
from shuke.interfaces.console.tables import Column, table_of
from shuke.interfaces.ui.charts import Table

LEVELS = ("category", "product")
ORDERS = ("lift", "sales", "confidence_ab")
PAIRS_SHOWN = 50
CHANCES_SHOWN = 25


@page("figures.read")
def baskets(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The strongest pairs of categories or products."""
    order = visit.choice("order", ORDERS)
    return show_page(
        visit,
        Page(
            title=_("Baskets"),
            figure="pairs",
            parts=(
                Part("answer", answer, "answer-later"),
                Part("pairs", pairs),
                Part("chances", chances),
            ),
            choices=(
                choice_of(
                    visit, "order", _("Order"), [(name, _order(name)) for name in ORDERS], order
                ),
            ),
            tabs=tabs_of(
                visit, "level", [(name, _level(name)) for name in LEVELS], _chosen_level(visit)
            ),
            tabs_label=_("Level"),
            limits=(
                Limit(
                    "min_support",
                    _("Smallest share of sales that hold both"),
                    request.GET.get("min_support", ""),
                    least="0.0001",
                    most="1",
                    step="any",
                ),
            ),
            limits_title=_("How frequent a pair must be"),
        ),
    )


def _chosen_level(visit: Visit) -> str:
    return visit.choice("level", LEVELS)


def _level(name: str) -> str:
    return {"category": _("Categories"), "product": _("Products")}[name]


def _order(name: str) -> str:
    return {
        "lift": _("by lift"),
        "sales": _("by number of sales"),
        "confidence_ab": _("by confidence"),
    }[name]


def _found(visit: Visit) -> tuple[Reading, list[Row]]:
    least = visit.request.GET.get("min_support", "")
    reading = read(visit, "pairs", level=_chosen_level(visit), min_support=least)
    order = visit.choice("order", ORDERS)
    return reading, sorted(reading.rows, key=lambda row: row[order], reverse=True)


def answer(visit: Visit) -> Answer | None:
    """The first pair in the chosen order."""
    reading, rows = _found(visit)
    if not rows:
        return None
    best = rows[0]
    words = _("{a} + {b}: {lift} times as often together as by chance")
    name = "<span data-user-content>{}</span>"
    return Answer(
        text=format_html(
            words,
            a=format_html(name, best["a"]),
            b=format_html(name, best["b"]),
            lift=visit.formats.count(best["lift"], 1),
        ),
        links=(
            Link(
                _("Open the {sales} sales").format(sales=visit.formats.count(best["sales"])),
                reading.behind(a=best["a"], b=best["b"]),
                reading.name,
                int(best["sales"]),
            ),
        ),
    )


def pairs(visit: Visit) -> Panel:
    """The pairs in the chosen order, at most fifty."""
    reading, rows = _found(visit)
    return Panel(
        title=_("Pairs bought together"),
        note=_("The {shown} strongest of {found} pairs").format(
            shown=visit.formats.count(min(len(rows), PAIRS_SHOWN)),
            found=visit.formats.count(len(rows)),
        ),
        table=pair_table(visit, reading, rows[:PAIRS_SHOWN]),
        formula=formula_address("pairs"),
        empty=_(
            "No pair is frequent enough: lower the share, choose a later day, "
            "or look at all stores."
        ),
    )


def pair_table(visit: Visit, reading: Reading, rows: list[Row]) -> Table:
    """Both items, the sales that hold them, and how much more often than by chance."""
    columns = (
        Column("a", _("A"), "data"),
        Column("b", _("B"), "data"),
        Column("sales", _("Sales with both"), opens=("a", "b")),
        Column("support", _("Support"), "percent"),
        Column("confidence_ab", _("A, then also B"), "percent"),
        Column("confidence_ba", _("B, then also A"), "percent"),
        Column("lift", _("Lift"), "decimal"),
    )
    return table_of(reading, visit.formats, _("Pairs bought together"), columns, rows, id="pairs")


def chances(visit: Visit) -> Panel:
    """Who buys one thing and not what goes with it (F30)."""
    reading = read(visit, "cross_sell")
    rows = sorted(reading.rows, key=lambda row: (row["lift"], row["a"]), reverse=True)
    also = ("a", "b")
    columns = (
        Column("a", _("Buy"), "data"),
        Column("b", _("but not"), "data"),
        Column("members", _("Members to offer it"), opens=also, also={"column": "members"}),
        Column("both", _("Buy both"), opens=also, also={"column": "both"}),
        Column("confidence", _("A, then also B"), "percent"),
        Column("lift", _("Lift"), "decimal"),
    )
    label = _("Chances of cross-selling")
    return Panel(
        title=label,
        note=_("By category, over the last 60 days; the list is who could be offered the second"),
        table=table_of(reading, visit.formats, label, columns, rows[:CHANCES_SHOWN], id="chances"),
        formula=formula_address(reading.name),
        empty=_("No such pair in the last 60 days."),
    )
