"""Lifecycle: registered, new, active, silent, sleeping, lost, reactivated, and the way between."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from shuke.analytics.states import NES
from shuke.interfaces.console.analysis.frame import Page, choice_of, show_page, tabs_of
from shuke.interfaces.console.analysis.grids import matrix
from shuke.interfaces.console.analysis.movement import bucket, flow
from shuke.interfaces.console.analysis.ruling import (
    PERIODS,
    RULES,
    before_words,
    given,
    limits,
    period_of,
    rule_label,
    rule_of,
)
from shuke.interfaces.console.door import Visit, page
from shuke.interfaces.console.panels import Answer, Link, Panel
from shuke.interfaces.console.parts import Part
from shuke.interfaces.console.reading import Reading, Row, formula_address, read
from shuke.interfaces.console.tables import Column, table_of
from shuke.interfaces.console.wording import name_of
from shuke.interfaces.ui.charts import Chart, Series

STATES = ("registered", "new", "active", "silent", "sleeping", "lost", "reactivated")
BEFORE = ("none", *STATES)
ALIVE = ("new", "active", "reactivated")


@page("figures.read")
def lifecycle(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The states now, the movement over a period, and the bucket."""
    rule = rule_of(visit)
    return show_page(
        visit,
        Page(
            title=_("Lifecycle"),
            figure="lifecycle",
            parts=(
                Part("answer", answer, "answer-later"),
                Part("states", states, "w7"),
                Part("table", table, "w5"),
                Part("bucket", bucket),
                Part("flow", flow, "w6"),
                Part("transitions", transitions, "w6"),
            ),
            choices=(
                choice_of(
                    visit,
                    "days",
                    _("Compared with"),
                    [(days, before_words(visit, days)) for days in PERIODS],
                    period_of(visit),
                ),
            ),
            tabs=tabs_of(visit, "method", [(name, rule_label(name)) for name in RULES], rule),
            tabs_label=_("Rule"),
            limits=limits(visit),
            limits_title=_("Limits between the states"),
        ),
    )


def _reading(visit: Visit) -> Reading:
    return read(visit, "lifecycle", asked=given(visit))


def answer(visit: Visit) -> Answer | None:
    """How many are alive, and how many are lost."""
    reading = _reading(visit)
    found = {row["state"]: int(row["members"]) for row in reading.rows}
    total = sum(found.values())
    if not total:
        return None
    alive = sum(found.get(state, 0) for state in ALIVE)
    lost = found.get("lost", 0)
    return Answer(
        text=_("{share} of the members are active").format(
            share=visit.formats.percent(alive / total)
        ),
        more=_("{alive} of {total} members: new, active or reactivated.").format(
            alive=visit.formats.count(alive), total=visit.formats.count(total)
        ),
        links=(
            Link(
                _("See the {members} lost").format(members=visit.formats.count(lost)),
                reading.behind(state="lost"),
                reading.name,
                lost,
            ),
        )
        if lost
        else (),
    )


def states(visit: Visit) -> Panel:
    """A bar for each state; each opens its members."""
    reading = _reading(visit)
    label = _("Members by state")
    names = [state_label(visit, row["state"]) for row in reading.rows]
    values = [int(row["members"]) for row in reading.rows]
    links = [reading.behind(state=row["state"]) for row in reading.rows]
    chart = Chart(
        "states",
        label,
        {
            "kind": "bars",
            "unit": "count",
            "names": names,
            "series": [Series(_("Members"), values, links).spec()],
        },
        table_of(reading, visit.formats, label, _columns(), _labelled(visit, reading), id="states"),
    )
    return Panel(title=label, chart=chart, formula=formula_address("lifecycle"))


def state_label(visit: Visit, state: object) -> str:
    """The words for a state, with its letter where the rule is the member's own cycle."""
    letter = NES.get(str(state), "") if rule_of(visit) == "cycle" else ""
    return f"{name_of(state)} {letter}".strip()


def _labelled(visit: Visit, reading: Reading) -> list[Row]:
    return [{**row, "label": state_label(visit, row["state"])} for row in reading.rows]


def _columns() -> tuple[Column, ...]:
    return (
        Column("label", _("State"), "text"),
        Column("members", _("Members"), opens=("state",)),
        Column("share", _("Share"), "percent"),
    )


def table(visit: Visit) -> Panel:
    """The states with their shares."""
    reading = _reading(visit)
    label = _("Every member is in exactly one state")
    return Panel(
        title=_("States"),
        note=label,
        table=table_of(
            reading, visit.formats, label, _columns(), _labelled(visit, reading), id="lifecycle"
        ),
        formula=formula_address("lifecycle"),
    )


def transitions(visit: Visit) -> Panel:
    """Members by the state before (rows) and now (columns)."""
    days = period_of(visit)
    reading = read(visit, "lifecycle_transitions", days=days, asked=given(visit))
    seen = {str(row["before"]) for row in reading.rows}
    return Panel(
        title=_("From state to state"),
        note=_("Rows: {before}. Columns: now.").format(before=before_words(visit, days)),
        grid=matrix(
            reading,
            visit.formats,
            label=_("Members by the state before (rows) and now (columns)"),
            rows=tuple(state for state in BEFORE if state in seen),
            columns=STATES,
            names=("before", "after"),
        ),
        formula=formula_address("lifecycle_transitions"),
        empty=_("Nobody was here before this day."),
    )
