"""The four headline numbers of the day, each with its comparison and the list behind it."""

from datetime import date
from itertools import accumulate, pairwise

from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.overview.days import days_of, earlier
from shuke.interfaces.console.overview.trends import amounts
from shuke.interfaces.console.panels import Headlines
from shuke.interfaces.console.reading import Reading, Row, formula_address, read
from shuke.interfaces.ui.charts import Change, Kpi, change
from shuke.interfaces.ui.spark import spark

AGAIN_DAYS = 90
SPARK_MONTHS = 13


def headlines(visit: Visit) -> Headlines:
    """Members, active members, repurchase and sales, each against the period before."""
    now, before = _period(visit, visit.day()), _period(visit, earlier(visit))
    kpis = (
        _members(visit, now),
        _active(visit, now, before),
        _repurchase(visit),
        _sales(visit, now, before),
    )
    return Headlines(kpis, _("Headline numbers"))


def _period(visit: Visit, as_of: date) -> Reading:
    return read(visit, "period", as_of=as_of, days=str(days_of(visit)))


def _ratio_change(visit: Visit, now: float, before: float, base: str) -> Change | None:
    if not before:
        return None
    text = visit.formats.percent(abs(now - before) / before)
    if text == visit.formats.percent(0):
        # Too small to be written is no change that a reader could act on.
        return change(now, now, text, base)
    return change(now, before, text, base)


def _before(visit: Visit) -> str:
    return _("vs the {days} days before").format(days=days_of(visit))


def _members(visit: Visit, period: Reading) -> Kpi:
    now = read(visit, "summary")
    before = read(visit, "summary", as_of=earlier(visit))
    members, past = int(now.rows[0]["members"]), int(before.rows[0]["members"])
    firsts = read(visit, "cohorts")
    added = [int(row["members"]) for row in firsts.rows if row["cohort"] == row["month"]]
    return Kpi(
        label=_("Members who have bought"),
        value=visit.formats.count(members),
        figure="summary",
        href=now.behind(column="members"),
        listed=members,
        meaning=_("Members with at least one sale before this day"),
        formula_href=formula_address("summary"),
        change=_ratio_change(visit, members, past, _before(visit)),
        note=_("{members} of them new").format(
            members=visit.formats.count(period.rows[0]["new_members"])
        ),
        spark=spark(list(accumulate(added))[-SPARK_MONTHS:]),
    )


def _active(visit: Visit, now: Reading, before: Reading) -> Kpi:
    members, past = int(now.rows[0]["members"]), int(before.rows[0]["members"])
    known = int(read(visit, "summary").rows[0]["members"])
    months = [int(row["members"]) for row in read(visit, "active_members").rows]
    return Kpi(
        label=_("Bought in the last {days} days").format(days=days_of(visit)),
        value=visit.formats.count(members),
        figure=now.name,
        href=now.behind(column="members"),
        listed=members,
        meaning=_("Members with a sale in this period"),
        formula_href=formula_address(now.name),
        change=_ratio_change(visit, members, past, _before(visit)),
        note=_("{share} of all").format(
            share=visit.formats.percent(members / known if known else None)
        ),
        spark=spark(months[-SPARK_MONTHS:]),
    )


def _repurchase(visit: Visit) -> Kpi:
    now = read(visit, "repurchase")
    before = read(visit, "repurchase", as_of=earlier(visit))
    row, past = _at_days(now), _at_days(before)
    rate, past_rate = _rate(row), _rate(past)
    return Kpi(
        label=_("Bought again within {days} days").format(days=AGAIN_DAYS),
        value=visit.formats.percent(rate),
        figure="repurchase",
        href=now.behind(days=AGAIN_DAYS, column="repurchased"),
        listed=int(row["repurchased"]) if row else 0,
        meaning=_("Of members whose first purchase is at least that long ago"),
        formula_href=formula_address("repurchase"),
        change=None
        if rate is None or past_rate is None
        else change(rate, past_rate, visit.formats.points(abs(rate - past_rate)), _before(visit)),
        note=_("{members} of {eligible}").format(
            members=visit.formats.count(row["repurchased"] if row else 0),
            eligible=visit.formats.count(row["eligible"] if row else 0),
        ),
        spark=spark(_rates_by_month(visit)),
    )


def _rates_by_month(visit: Visit) -> list[float]:
    """The share of each month's new members who bought again in the month after."""
    rows = read(visit, "cohorts").rows
    found = {(row["cohort"], row["month"]): int(row["members"]) for row in rows}
    months = sorted({row["month"] for row in rows})
    return [
        found.get((cohort, after), 0) / found[cohort, cohort]
        for cohort, after in pairwise(months)
        if found.get((cohort, cohort))
    ][-SPARK_MONTHS:]


def _at_days(reading: Reading) -> Row | None:
    return next((row for row in reading.rows if row["days"] == AGAIN_DAYS), None)


def _rate(row: Row | None) -> float | None:
    return row["repurchased"] / row["eligible"] if row and row["eligible"] else None


def _from_members(visit: Visit, row: Row) -> str:
    if not row["amount"] or row["member_amount"] == row["amount"]:
        return _("{sales} sales").format(sales=visit.formats.count(row["sales"]))
    return _("{share} from members").format(
        share=visit.formats.percent(row["member_amount"] / row["amount"])
    )


def _sales(visit: Visit, now: Reading, before: Reading) -> Kpi:
    row, past = now.rows[0], before.rows[0]
    return Kpi(
        label=_("Net sales of the last {days} days").format(days=days_of(visit)),
        value=visit.formats.money_short(row["amount"]),
        figure=now.name,
        href=now.behind(column="sales"),
        listed=int(row["sales"]),
        meaning=_("Returns are taken off; the list holds the sales"),
        formula_href=formula_address(now.name),
        change=_ratio_change(visit, int(row["amount"]), int(past["amount"]), _before(visit)),
        note=_from_members(visit, row),
        spark=spark(amounts(visit)),
    )
