"""The four headline numbers of the day, each with its comparison and the list behind it."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from shuke.interfaces.console.analysis.grids import last_full_month, month_after
from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.reading import Reading, Row, formula_address, read
from shuke.interfaces.ui.charts import Change, Kpi, change
from shuke.interfaces.ui.spark import spark

AGAIN_DAYS = 90
COMPARED_DAYS = 30


def headlines(visit: Visit, as_of: date) -> tuple[Kpi, ...]:
    """Members, active members, repurchase and sales of the last full month."""
    earlier = as_of - timedelta(days=COMPARED_DAYS)
    return (
        _members(visit, as_of, earlier),
        _active(visit, as_of),
        _repurchase(visit, as_of, earlier),
        _sales(visit, as_of),
    )


def _ratio_change(visit: Visit, now: float, before: float, base: str) -> Change | None:
    if not before:
        return None
    return change(now, before, visit.formats.percent(abs(now - before) / before), base)


def _before_days(as_of: date, visit: Visit) -> str:
    return _("since {day}").format(day=visit.formats.day_short(as_of))


def _members(visit: Visit, as_of: date, earlier: date) -> Kpi:
    now = read(visit, "summary", as_of=as_of)
    before = read(visit, "summary", as_of=earlier)
    members = int(now.rows[0]["members"])
    past = int(before.rows[0]["members"])
    return Kpi(
        label=_("Members who have bought"),
        value=visit.formats.count(members),
        figure="summary",
        href=now.behind(column="members"),
        listed=members,
        meaning=_("Members with at least one sale before this day"),
        formula_href=formula_address("summary"),
        change=_ratio_change(visit, members, past, _before_days(earlier, visit)),
        note=_("{sales} sales in all").format(sales=visit.formats.short(now.rows[0]["sales"])),
    )


def _monthly(reading: Reading, last: str) -> list[Row]:
    return [row for row in reading.rows if row["month"] <= last]


def _active(visit: Visit, as_of: date) -> Kpi:
    reading = read(visit, "active_members", as_of=as_of)
    last = last_full_month(as_of)
    rows = _monthly(reading, last)
    values = {row["month"]: int(row["members"]) for row in rows}
    now, before = values.get(last, 0), values.get(month_after(last, -1), 0)
    return Kpi(
        label=_("Active members in {month}").format(month=last),
        value=visit.formats.count(now),
        figure="active_members",
        href=reading.behind(month=last),
        listed=now,
        meaning=_("Members with a sale in the last full month"),
        formula_href=formula_address("active_members"),
        change=_ratio_change(visit, now, before, _("vs the month before")),
        spark=spark(list(values.values())[-13:]),
    )


def _repurchase(visit: Visit, as_of: date, earlier: date) -> Kpi:
    now = read(visit, "repurchase", as_of=as_of)
    before = read(visit, "repurchase", as_of=earlier)
    row, past = _at_days(now), _at_days(before)
    rate = row["repurchased"] / row["eligible"] if row and row["eligible"] else 0.0
    past_rate = past["repurchased"] / past["eligible"] if past and past["eligible"] else 0.0
    return Kpi(
        label=_("Bought again within {days} days").format(days=AGAIN_DAYS),
        value=visit.formats.percent(rate),
        figure="repurchase",
        href=now.behind(days=AGAIN_DAYS, column="repurchased"),
        listed=int(row["repurchased"]) if row else 0,
        meaning=_("Of members whose first purchase is at least that long ago"),
        formula_href=formula_address("repurchase"),
        change=change(
            rate,
            past_rate,
            visit.formats.points(abs(rate - past_rate)),
            _before_days(earlier, visit),
        ),
        note=_("{members} of {eligible}").format(
            members=visit.formats.count(row["repurchased"] if row else 0),
            eligible=visit.formats.count(row["eligible"] if row else 0),
        ),
    )


def _at_days(reading: Reading) -> Row | None:
    return next((row for row in reading.rows if row["days"] == AGAIN_DAYS), None)


def _sales(visit: Visit, as_of: date) -> Kpi:
    reading = read(visit, "descriptive", as_of=as_of, by="month")
    last = last_full_month(as_of)
    values = {row["month"]: row for row in _monthly(reading, last)}
    row, before = values.get(last), values.get(month_after(last, -1))
    now = int(row["amount"]) if row else 0
    return Kpi(
        label=_("Spent by members in {month}").format(month=last),
        value=visit.formats.money_short(now),
        figure="descriptive",
        href=reading.behind(month=last),
        listed=int(row["buyers"]) if row else 0,
        meaning=_("Net amount of the last full month, returns taken off"),
        formula_href=formula_address("descriptive"),
        change=_ratio_change(
            visit, now, int(before["amount"]) if before else 0, _("vs the month before")
        ),
        spark=spark([int(found["amount"]) for found in values.values()][-13:]),
    )
