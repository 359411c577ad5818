"""The calendar of sales: one month day by day, and the months beside each other."""

from calendar import Calendar
from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from shuke.interfaces.console.analysis.grids import last_full_month
from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.holidays import marks
from shuke.interfaces.console.reading import Reading, Row, formula_address, read
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


@page("figures.read")
def calendar(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """A month of days, coloured by amount; each day opens its sales."""
    days = read(visit, "calendar")
    months = _months(days)
    last = last_full_month(days.as_of)
    shown = request.GET.get("month", "")
    if shown not in months:
        shown = last if last in months else (months[-1] if months else "")
    return show(
        visit,
        "analysis/calendar.html",
        {
            "as_of": days.as_of,
            "months": [(month, month == shown) for month in months],
            "month": shown,
            "grid": month_grid(visit, days, shown) if shown else None,
            "best": best_day(visit, days),
            "chart": month_chart(visit, days, months),
            "formula": formula_address("calendar"),
        },
    )


def as_day(value: object) -> date:
    """A day of a figure's row, which may come as a date or as its text."""
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def _months(reading: Reading) -> list[str]:
    return sorted({str(row["day"])[:7] for row in reading.rows})


def best_day(visit: Visit, reading: Reading) -> dict[str, object] | None:
    """The day with the highest amount."""
    if not reading.rows:
        return None
    best = max(reading.rows, key=lambda row: row["amount"])
    day = as_day(best["day"])
    return {
        "day": day,
        "amount": visit.formats.money_short(best["amount"]),
        "sales": best["sales"],
        "href": reading.behind(day=day.isoformat()),
    }


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
        heads=(_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")),
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
    )
    spec = {
        "kind": "bars",
        "unit": "money",
        "names": months,
        "series": [Series(_("Amount"), list(totals.values()), links).spec()],
    }
    return Chart("months", label, spec, table)
