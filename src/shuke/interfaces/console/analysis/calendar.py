"""The calendar of sales: one month day by day, and the months beside each other."""

from calendar import Calendar
from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from shuke.interfaces.console.analysis.frame import Page, choice_of, show_page
from shuke.interfaces.console.analysis.grids import last_full_month
from shuke.interfaces.console.door import Visit, page
from shuke.interfaces.console.holidays import marks
from shuke.interfaces.console.panels import Answer, Link, Panel
from shuke.interfaces.console.parts import Part
from shuke.interfaces.console.reading import Reading, Row, formula_address, read
from shuke.interfaces.console.tables import Column, table_of
from shuke.interfaces.ui.charts import (
    BLANK,
    Cell,
    Chart,
    Head,
    Heat,
    HeatCell,
    HeatRow,
    Series,
    Table,
    shade,
)

STORES_SHOWN = 20


@page("figures.read")
def calendar(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """A month of days, coloured by amount; each day opens its sales."""
    days = read(visit, "calendar")
    months = _months(days)
    return show_page(
        visit,
        Page(
            title=_("Sales calendar"),
            figure="calendar",
            parts=(
                Part("answer", answer, "answer-later"),
                Part("month", month, "w8"),
                Part("weekdays", weekdays, "w4"),
                Part("months", by_month),
                Part("stores", stores, "w7"),
                Part("groups", groups, "w5"),
            ),
            choices=(
                choice_of(
                    visit,
                    "month",
                    _("Month"),
                    [(name, name) for name in reversed(months)],
                    _shown_month(visit, days, months),
                ),
            ),
        ),
    )


def _shown_month(visit: Visit, days: Reading, months: list[str]) -> str:
    shown = visit.request.GET.get("month", "")
    if shown in months:
        return shown
    last = last_full_month(days.as_of)
    return last if last in months else (months[-1] if months else "")


def answer(visit: Visit) -> Answer | None:
    """The best day of all."""
    days = read(visit, "calendar")
    if not days.rows:
        return None
    best = max(days.rows, key=lambda row: row["amount"])
    day = as_day(best["day"])
    return Answer(
        text=_("The best day was {day} with {amount}").format(
            day=visit.formats.day(day), amount=visit.formats.money_short(best["amount"])
        ),
        links=(
            Link(
                _("Open the {sales} sales").format(sales=visit.formats.count(best["sales"])),
                days.behind(day=day.isoformat()),
                days.name,
                int(best["sales"]),
            ),
        ),
    )


def month(visit: Visit) -> Panel:
    """The days of the chosen month."""
    days = read(visit, "calendar")
    shown = _shown_month(visit, days, _months(days))
    grid = month_grid(visit, days, shown) if shown else None
    return Panel(
        title=grid.label if grid else _("Sales calendar"),
        note=_("The colour is the amount; each day opens its sales"),
        grid=grid,
        is_tall=True,
        formula=formula_address("calendar"),
        empty=_("There is no sale before this day in the stores you see."),
    )


def weekdays(visit: Visit) -> Panel:
    """The mean day of each weekday."""
    chart = weekday_chart(visit, read(visit, "calendar"))
    return Panel(
        title=chart.label,
        note=_("Over all days with sales before this day"),
        chart=chart,
        chart_size="tall",
    )


def by_month(visit: Visit) -> Panel:
    """The months beside each other."""
    days = read(visit, "calendar")
    chart = month_chart(visit, days, _months(days))
    return Panel(
        title=chart.label,
        note=_("Click a month to see its days"),
        chart=chart,
        chart_size="low",
        formula=formula_address("calendar"),
    )


def _described(visit: Visit, by: str) -> Reading:
    return read(visit, "descriptive", by=by)


def stores(visit: Visit) -> Panel:
    """The stores with the highest sales of members."""
    reading = _described(visit, "store")
    labels = {store.number: store.label for store in visit.stores}
    ordered = sorted(reading.rows, key=lambda row: row["amount"], reverse=True)[:STORES_SHOWN]
    rows = [{**row, "label": labels.get(str(row["store"]), row["store"])} for row in ordered]
    label = _("Sales of members by store")
    columns = (Column("label", _("Store"), "data"), *_measures("store"))
    return Panel(
        title=label,
        note=_("The {shown} largest of {found} stores").format(
            shown=len(rows), found=visit.formats.count(len(reading.rows))
        ),
        table=table_of(reading, visit.formats, label, columns, rows, id="stores"),
        formula=formula_address(reading.name),
    )


def groups(visit: Visit) -> Panel:
    """The same by RFM segment."""
    reading = _described(visit, "group")
    label = _("Sales of members by RFM segment")
    columns = (Column("group", _("Segment"), "name"), *_measures("group"))
    return Panel(
        title=label,
        note=_("Mean and median of what a buyer spent in all"),
        table=table_of(reading, visit.formats, label, columns, id="groups"),
        formula=formula_address(reading.name),
    )


def _measures(key: str) -> tuple[Column, ...]:
    return (
        Column("buyers", _("Buyers"), opens=(key,), also={"column": "buyers"}),
        Column("amount", _("Amount"), "money"),
        Column("average", _("Mean"), "money"),
        Column("median", _("Median"), "money"),
    )


def weekday_names() -> tuple[str, ...]:
    """Monday to Sunday, short."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def weekday_chart(visit: Visit, reading: Reading) -> Chart:
    """The mean amount of a day, by weekday."""
    amounts: dict[int, list[int]] = {number: [] for number in range(7)}
    sales: dict[int, list[int]] = {number: [] for number in range(7)}
    for row in reading.rows:
        number = as_day(row["day"]).weekday()
        amounts[number].append(int(row["amount"]))
        sales[number].append(int(row["sales"]))
    label = _("Mean day by weekday")
    means = [round(sum(found) / len(found)) if found else 0 for found in amounts.values()]
    counts = [sum(found) / len(found) if found else 0 for found in sales.values()]
    scale = 10**visit.formats.digits
    rows = tuple(
        (
            Cell(name),
            Cell(visit.formats.count(count), is_number=True, value=round(count, 1)),
            Cell(visit.formats.money(mean), is_number=True, value=mean / scale),
        )
        for name, count, mean in zip(weekday_names(), counts, means, strict=True)
    )
    heads = (
        Head(_("Weekday")),
        Head(_("Number of sales"), is_number=True),
        Head(_("Amount"), is_number=True),
    )
    spec = {
        "kind": "bars",
        "unit": "money",
        "names": list(weekday_names()),
        "series": [Series(_("Amount"), means).spec()],
    }
    return Chart("weekdays", label, spec, Table(label, heads, rows, "weekdays"))


def as_day(value: object) -> date:
    """A day of a figure's row, which may come as a date or as its text."""
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def _months(reading: Reading) -> list[str]:
    return sorted({str(row["day"])[:7] for row in reading.rows})


def month_grid(visit: Visit, reading: Reading, month: str) -> Heat:
    """Weeks as rows, weekdays as columns."""
    found = {as_day(row["day"]): row for row in reading.rows if str(row["day"])[:7] == month}
    amounts = [row["amount"] for row in found.values()]
    bounds = (min(amounts, default=0), max(amounts, default=1))
    named = {mark.day: mark.name for mark in marks(sorted(found), visit.chain.currency)}
    year, number = int(month[:4]), int(month[5:])
    weeks = Calendar().monthdatescalendar(year, number)
    return Heat(
        label=_("Net amount by day in {month}").format(month=month),
        corner=_("Week of"),
        heads=weekday_names(),
        rows=tuple(
            HeatRow(
                visit.formats.day_short(week[0]),
                tuple(
                    _day_cell(visit, reading, day, found.get(day), bounds, named.get(day, ""))
                    if day.month == number
                    else BLANK
                    for day in week
                ),
            )
            for week in weeks
        ),
        id="month",
    )


def _day_cell(  # a cell needs the grid's bounds and its own day
    visit: Visit,
    reading: Reading,
    day: date,
    row: Row | None,
    bounds: tuple[int, int],
    name: str,
) -> HeatCell:
    if row is None:
        return HeatCell(text=str(day.day), shade="heat-step-0", title=visit.formats.day(day))
    sales = visit.formats.count(row["sales"])
    return HeatCell(
        text=visit.formats.money_short(row["amount"]),
        shade=shade(row["amount"], bounds[1], bounds[0]),
        href=reading.behind(day=day.isoformat()),
        figure=reading.name,
        listed=int(row["sales"]),
        title=_("{day}: {sales} sales").format(day=visit.formats.day(day), sales=sales),
        note=f"{day.day} {name}".strip(),
    )


def month_chart(visit: Visit, reading: Reading, months: list[str]) -> Chart:
    """The net amount of each month."""
    totals = dict.fromkeys(months, 0)
    sales = dict.fromkeys(months, 0)
    for row in reading.rows:
        totals[str(row["day"])[:7]] += int(row["amount"])
        sales[str(row["day"])[:7]] += int(row["sales"])
    label = _("Net amount by month")
    links = [f"?month={month}&as_of={reading.as_of}" for month in months]
    table = Table(
        label,
        (
            Head(_("Month")),
            Head(_("Number of sales"), is_number=True),
            Head(_("Amount"), is_number=True),
        ),
        tuple(
            (
                Cell(month, link),
                Cell(visit.formats.count(sales[month]), is_number=True),
                Cell(visit.formats.money(totals[month]), is_number=True),
            )
            for month, link in zip(months, links, strict=True)
        ),
        "months",
    )
    spec = {
        "kind": "bars",
        "unit": "money",
        "names": months,
        "series": [Series(_("Amount"), list(totals.values()), links).spec()],
    }
    return Chart("months", label, spec, table)
