"""Net sales day by day, of members and of others, with the days that explain a peak."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.holidays import marks
from shuke.interfaces.console.overview.days import days_of
from shuke.interfaces.console.panels import Panel
from shuke.interfaces.console.reading import Reading, Row, formula_address, read
from shuke.interfaces.ui.charts import Cell, Chart, Head, Series, Table

# Beyond so many days a bar a day is too thin: weeks then.
DAILY_MAX = 92
WEEK_DAYS = 7
_MARKS_MAX = 6


def as_day(value: object) -> date:
    """A day of a figure's row, which may come as a date or as its text."""
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def _days(visit: Visit) -> list[date]:
    return [visit.day() - timedelta(days=n) for n in range(days_of(visit), 0, -1)]


def amounts(visit: Visit) -> list[int]:
    """The net amount of each day of the period, for a spark line."""
    by_day = {as_day(row["day"]): int(row["amount"]) for row in read(visit, "calendar").rows}
    return [by_day.get(day, 0) for day in _days(visit)]


def trend(visit: Visit) -> Panel:
    """The period's days; each opens its sales."""
    split = read(visit, "sales_by_day")
    by_day = {as_day(row["day"]): row for row in split.rows}
    found = [by_day[day] for day in _days(visit) if day in by_day]
    members = sum(int(row["member_amount"]) for row in found)
    others = sum(int(row["anonymous_amount"]) for row in found)
    whole = members + others
    return Panel(
        title=_("Net sales by day") if days_of(visit) <= DAILY_MAX else _("Net sales by week"),
        note=_note(visit, members, whole),
        chart=trend_chart(visit, by_day),
        chart_size="tall",
        formula=formula_address("sales_by_day"),
    )


def _note(visit: Visit, members: int, whole: int) -> str:
    if not whole or members == whole:
        return _("Dashed: the same weekdays before. Each bar opens its sales.")
    return _("Members brought {share}. Dashed: the same weekdays before.").format(
        share=visit.formats.percent(members / whole)
    )


def trend_chart(visit: Visit, by_day: dict[date, Row]) -> Chart:
    """Stacked bars of members and others, the weekdays before as a dashed line."""
    groups = _grouped(_days(visit))
    back = timedelta(weeks=-(-days_of(visit) // WEEK_DAYS))
    calendar = read(visit, "calendar")
    counts = {as_day(row["day"]): int(row["sales"]) for row in calendar.rows}
    members = [_sum(by_day, group, "member_amount") for group in groups]
    others = [_sum(by_day, group, "anonymous_amount") for group in groups]
    before = [_before(by_day, [day - back for day in group]) for group in groups]
    links = [_link(calendar, group) for group in groups]
    names = [visit.formats.day_short(group[0]) for group in groups]
    series = [Series(_("Members"), members, links).spec()]
    if any(others):
        series.append(Series(_("Others"), others, links).spec())
    if any(value is not None for value in before):
        dashed = Series(_("Same weekdays before"), before, line=True, dashed=True)
        series.append(dashed.spec())
    spec = {
        "kind": "bars",
        "unit": "money",
        "stacked": True,
        "names": names,
        "series": series,
        "marks": _marks(visit, groups, names),
    }
    rows = tuple(
        _row(visit, calendar, group, counts, (mine, theirs, past))
        for group, mine, theirs, past in zip(groups, members, others, before, strict=True)
    )
    label = _("Net sales of the last {days} days").format(days=days_of(visit))
    return Chart("trend", label, spec, Table(label, _heads(), rows, "trend"))


def _grouped(days: list[date]) -> list[list[date]]:
    if len(days) <= DAILY_MAX:
        return [[day] for day in days]
    # Whole weeks counted from the last day, so that the last bar is complete.
    first = len(days) % WEEK_DAYS
    return [days[at : at + WEEK_DAYS] for at in range(first, len(days), WEEK_DAYS)]


def _sum(by_day: dict[date, Row], days: list[date], name: str) -> int:
    return sum(int(by_day[day][name]) for day in days if day in by_day)


def _before(by_day: dict[date, Row], days: list[date]) -> int | None:
    if not any(day in by_day for day in days):
        return None
    return _sum(by_day, days, "member_amount") + _sum(by_day, days, "anonymous_amount")


def _link(calendar: Reading, group: list[date]) -> str:
    if len(group) == 1:
        return calendar.behind(day=group[0].isoformat())
    # A week opens as the overview of its seven days.
    return f"?days={WEEK_DAYS}&as_of={group[-1] + timedelta(days=1)}"


def _marks(visit: Visit, groups: list[list[date]], names: list[str]) -> list[dict[str, str]]:
    at = {day: name for group, name in zip(groups, names, strict=True) for day in group}
    found = marks([day for group in groups for day in group], visit.chain.currency)
    return [{"at": at[mark.day], "text": mark.name} for mark in found][:_MARKS_MAX]


def _heads() -> tuple[Head, ...]:
    return (
        Head(_("Day")),
        Head(_("Number of sales"), is_number=True),
        Head(_("Members"), is_number=True),
        Head(_("Others"), is_number=True),
        Head(_("Same weekdays before"), is_number=True),
    )


def _row(
    visit: Visit,
    calendar: Reading,
    group: list[date],
    counts: dict[date, int],
    sums: tuple[int, int, int | None],
) -> tuple[Cell, ...]:
    formats = visit.formats
    sales = sum(counts.get(day, 0) for day in group)
    link = _link(calendar, group) if sales else ""
    is_list = len(group) == 1
    scale = 10**formats.digits
    return (
        Cell(formats.day(group[0])),
        Cell(
            formats.count(sales),
            link,
            calendar.name if link and is_list else "",
            sales if link and is_list else None,
            is_number=True,
            value=sales,
        ),
        *(
            Cell(
                formats.money(value),
                is_number=True,
                value=None if value is None else value / scale,
            )
            for value in sums
        ),
    )
