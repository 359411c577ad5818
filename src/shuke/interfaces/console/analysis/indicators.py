"""The seven core indicators: exactly seven values, each with its formula and two parts (P01)."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from shuke.analytics.seven import INDICATORS, Indicator
from shuke.interfaces.console.analysis.frame import Page, choice_of, show_page
from shuke.interfaces.console.door import Visit, page
from shuke.interfaces.console.panels import Own, Panel
from shuke.interfaces.console.parts import Part
from shuke.interfaces.console.reading import Reading, Row, formula_address, read
from shuke.interfaces.console.tables import Column, table_of

PERIODS = ("90", "30", "180", "365")
STORES_SHOWN = 50
_RATES_AS_MONEY = frozenset({"repeat_amount"})


@dataclass(frozen=True, slots=True)
class Card:
    """One of the seven as the page shows it."""

    name: str
    label: str
    area: str
    value: str
    numerator: str
    denominator: str
    numerator_href: str
    denominator_href: str
    numerator_listed: int
    denominator_listed: int
    formula: str
    open: str
    gross: str
    minus: str = ""


@page("figures.read")
def indicators(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Number, quality and structure of the members, by period and store."""
    return show_page(
        visit,
        Page(
            title=_("Seven core indicators"),
            figure="indicators",
            parts=(
                Part("seven", seven),
                Part("stores", stores),
            ),
            choices=(
                choice_of(
                    visit,
                    "days",
                    _("Period"),
                    [(days, _("Last {days} days").format(days=days)) for days in PERIODS],
                    visit.choice("days", PERIODS),
                ),
            ),
        ),
    )


def _days(visit: Visit) -> str:
    return visit.choice("days", PERIODS)


def seven(visit: Visit) -> Own:
    """The seven, in their three areas."""
    reading = read(visit, "indicators", days=_days(visit))
    by_name = {row["indicator"]: row for row in reading.rows}
    cards = [_card(visit, reading, one, by_name.get(one.name, {})) for one in INDICATORS]
    areas = [
        (label, [card for card in cards if card.area == area])
        for area, label in (
            ("number", _("Number of members")),
            ("quality", _("Quality of members")),
            ("structure", _("Structure of members")),
        )
    ]
    return Own("analysis/seven.html", {"areas": areas, "formula": formula_address("indicators")})


def _card(visit: Visit, reading: Reading, one: Indicator, row: Row) -> Card:
    formats = visit.formats
    is_zh = visit.language == "zh"
    written = formats.money_short if one.name in _RATES_AS_MONEY else formats.count
    part, whole = int(row.get("part_members") or 0), int(row.get("whole_members") or 0)
    waiting = int(row.get("open") or 0)
    # Development counts up and down: the joined open their list, the lost are taken off beside it.
    lost = part - int(row.get("numerator") or 0) if one.name == "development" else 0
    return Card(
        name=one.name,
        label=one.zh if is_zh else one.en,
        area=one.area,
        value=formats.percent(row["value"]) if row.get("value") is not None else _("no data"),
        numerator=written(row.get("numerator") or 0) if not lost else formats.count(part),
        denominator=written(row.get("denominator") or 0),
        numerator_href=_behind(reading, one, "part_members") if part else "",
        denominator_href=_behind(reading, one, "whole_members") if whole else "",
        numerator_listed=part,
        denominator_listed=whole,
        formula=one.formula_zh if is_zh else one.formula_en,
        open=_("{count} still open").format(count=formats.count(waiting)) if waiting else "",
        gross=_("gross {share}").format(share=formats.percent(row["gross"]))
        if row.get("gross") is not None
        else "",
        minus=formats.count(lost) if lost else "",
    )


def _behind(reading: Reading, one: Indicator, column: str) -> str:
    return reading.behind(indicator=one.name, column=column)


def stores(visit: Visit) -> Panel:
    """The seven of every store, one row a store."""
    reading = read(visit, "indicators", days=_days(visit), by="store")
    labels = {store.number: store.label for store in visit.stores}
    rows: dict[str, dict[str, Any]] = {}
    for row in reading.rows:
        number = str(row["store"] or "")
        label = labels.get(number, number or _("no home store"))
        made = rows.setdefault(number, {"store": number, "label": label})
        made[row["indicator"]] = row["value"]
        if row["indicator"] == "repurchase":
            made["buyers"] = row["whole_members"]
    shown = sorted(rows.values(), key=lambda row: int(row.get("buyers") or 0), reverse=True)
    is_zh = visit.language == "zh"
    columns = (
        Column("label", _("Store"), "data"),
        Column(
            "buyers",
            _("Buyers"),
            opens=("store",),
            also={"indicator": "repurchase", "column": "whole_members"},
        ),
        *(Column(one.name, one.zh if is_zh else one.en, "percent") for one in INDICATORS),
    )
    label = _("The seven by store")
    return Panel(
        title=label,
        note=_("The stores with the most buyers first; choose a store above to open its numbers"),
        table=table_of(reading, visit.formats, label, columns, shown[:STORES_SHOWN], id="stores"),
        formula=formula_address("indicators"),
        empty=_("No store has members yet."),
    )
