"""Do members come back: cohorts, repurchase within days, intervals, active members by month."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from shuke.interfaces.console.analysis.frame import Page, show_page
from shuke.interfaces.console.analysis.grids import cohort_grid
from shuke.interfaces.console.door import Visit, page
from shuke.interfaces.console.panels import Answer, Headlines, Link, Panel
from shuke.interfaces.console.parts import Part
from shuke.interfaces.console.reading import Reading, formula_address, read
from shuke.interfaces.console.tables import Column, table_of
from shuke.interfaces.ui.charts import Chart, Kpi, Series, Table

COHORTS_SHOWN = 24


@page("figures.read")
def cohorts(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The cohort triangle and what stands around it."""
    return show_page(
        visit,
        Page(
            title=_("Cohorts"),
            figure="cohorts",
            parts=(
                Part("answer", answer, "answer-later"),
                Part("triangle", triangle),
                Part("again", again, "w5"),
                Part("active", active, "w7"),
                Part("gaps", gaps),
            ),
        ),
    )


def answer(visit: Visit) -> Answer | None:
    """How many new members bought again within the longest window."""
    reading = read(visit, "repurchase")
    if not reading.rows or not reading.rows[-1]["eligible"]:
        return None
    longest = reading.rows[-1]
    return Answer(
        text=_("{share} of new members bought again within {days}").format(
            share=visit.formats.percent(longest["repurchased"] / longest["eligible"]),
            days=visit.formats.days(longest["days"]),
        ),
        more=_("{members} of {eligible}").format(
            members=visit.formats.count(longest["repurchased"]),
            eligible=visit.formats.count(longest["eligible"]),
        ),
        links=(
            Link(
                _("See who they are"),
                reading.behind(days=longest["days"], column="repurchased"),
                reading.name,
                int(longest["repurchased"]),
            ),
        ),
    )


def triangle(visit: Visit) -> Panel:
    """The share of each cohort that bought again in the months after."""
    return Panel(
        title=_("Do new members come back?"),
        note=_(
            "Rows: month of the first observed purchase. Columns: months later. "
            "Cells: percent of the cohort that bought in that month."
        ),
        grid=cohort_grid(read(visit, "cohorts"), visit.formats, months=COHORTS_SHOWN),
        formula=formula_address("cohorts"),
        empty=_("There is no sale before this day in the stores you see."),
    )


def again(visit: Visit) -> Panel:
    """The second purchase within 7, 30, 60 and 90 days."""
    return Panel(
        title=_("Second purchase within a number of days"),
        note=_("Counted over members whose first purchase is at least that long ago"),
        table=repurchase_table(visit, read(visit, "repurchase")),
        formula=formula_address("repurchase"),
    )


def repurchase_table(visit: Visit, reading: Reading) -> Table:
    """Within 7, 30, 60, 90 days: who could, who did, and the share."""
    rows = [
        {**row, "rate": row["repurchased"] / row["eligible"] if row["eligible"] else None}
        for row in reading.rows
    ]
    columns = (
        Column("days", _("Within"), "days"),
        Column("eligible", _("Could have"), opens=("days",), also={"column": "eligible"}),
        Column("repurchased", _("Bought again"), opens=("days",), also={"column": "repurchased"}),
        Column("rate", _("Share"), "percent"),
    )
    label = _("Second purchase within a number of days")
    return table_of(reading, visit.formats, label, columns, rows, id="again")


def gaps(visit: Visit) -> Headlines | None:
    """How many days lie between two purchase days of a member."""
    reading = read(visit, "intervals")
    if not reading.rows or not reading.rows[0]["n"]:
        return None
    row = reading.rows[0]
    names = {
        "median": _("Half of the gaps are at most"),
        "mean": _("Mean gap"),
        "p80": _("Four in five are at most"),
        "p95": _("19 in 20 are at most"),
    }
    return Headlines(
        tuple(
            Kpi(
                label=label,
                value=visit.formats.days(row[name], 1 if name == "mean" else 0),
                figure=reading.name,
                href=formula_address(reading.name),
                note=_("between two purchase days of a member"),
            )
            for name, label in names.items()
        ),
        _("Days between purchases"),
    )


def active(visit: Visit) -> Panel:
    """Members with a sale, by month."""
    chart = active_chart(visit)
    return Panel(title=chart.label, chart=chart, formula=formula_address("active_members"))


def active_chart(visit: Visit) -> Chart:
    """A bar for each month; each opens its members."""
    reading = read(visit, "active_members")
    months = [row["month"] for row in reading.rows]
    values = [int(row["members"]) for row in reading.rows]
    links = [reading.behind(month=month) for month in months]
    label = _("Active members by month")
    columns = (
        Column("month", _("Month"), "text"),
        Column("members", _("Members"), opens=("month",)),
    )
    table = table_of(reading, visit.formats, label, columns, id="active")
    spec = {
        "kind": "bars",
        "unit": "count",
        "names": months,
        "series": [Series(_("Members"), values, links).spec()],
    }
    return Chart("active", label, spec, table)
