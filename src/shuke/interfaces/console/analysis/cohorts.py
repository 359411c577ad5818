"""Do members come back: cohorts, repurchase within days, intervals, active members by month."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from shuke.interfaces.console.analysis.grids import cohort_grid
from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.reading import Reading, formula_address, read
from shuke.interfaces.console.tables import Column, table_of
from shuke.interfaces.ui.charts import Chart, Kpi, Series, Table

COHORTS_SHOWN = 24


@page("figures.read")
def cohorts(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The cohort triangle and what stands around it."""
    grid = read(visit, "cohorts")
    repurchase = read(visit, "repurchase")
    return show(
        visit,
        "analysis/cohorts.html",
        {
            "as_of": grid.as_of,
            "grid": cohort_grid(grid, visit.formats, months=COHORTS_SHOWN),
            "repurchase": repurchase_table(visit, repurchase),
            "longest": repurchase.rows[-1] if repurchase.rows else None,
            "longest_href": _longest(repurchase),
            "intervals": intervals(visit),
            "active": active(visit),
            "formula": formula_address("cohorts"),
        },
    )


def _longest(reading: Reading) -> str:
    if not reading.rows:
        return ""
    return reading.behind(days=reading.rows[-1]["days"], column="repurchased")


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
    return table_of(reading, visit.formats, label, columns, rows)


def intervals(visit: Visit) -> tuple[Kpi, ...]:
    """How many days lie between two purchase days of a member."""
    reading = read(visit, "intervals")
    if not reading.rows or not reading.rows[0]["n"]:
        return ()
    row = reading.rows[0]
    names = {
        "median": _("Half of the gaps are at most"),
        "mean": _("Mean gap"),
        "p80": _("Four in five are at most"),
        "p95": _("19 in 20 are at most"),
    }
    return tuple(
        Kpi(
            label=label,
            value=visit.formats.days(row[name], 1 if name == "mean" else 0),
            figure=reading.name,
            href=formula_address(reading.name),
        )
        for name, label in names.items()
    )


def active(visit: Visit) -> Chart:
    """Members with a sale, by month."""
    reading = read(visit, "active_members")
    months = [row["month"] for row in reading.rows]
    values = [int(row["members"]) for row in reading.rows]
    links = [reading.behind(month=month) for month in months]
    label = _("Active members by month")
    columns = (
        Column("month", _("Month"), "text"),
        Column("members", _("Members"), opens=("month",)),
    )
    table = table_of(reading, visit.formats, label, columns)
    spec = {
        "kind": "bars",
        "unit": "count",
        "names": months,
        "series": [Series(_("Members"), values, links).spec()],
    }
    return Chart("active", label, spec, table)
