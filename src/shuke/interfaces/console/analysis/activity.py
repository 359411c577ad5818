"""How alive the members are: bands of activity, groups, rhythm and channels, and campaigns."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from shuke.interfaces.console.analysis.frame import Page, choice_of, show_page
from shuke.interfaces.console.door import Visit, page
from shuke.interfaces.console.panels import Answer, Link, Panel
from shuke.interfaces.console.parts import Part
from shuke.interfaces.console.reading import Reading, formula_address, read
from shuke.interfaces.console.tables import Column, table_of
from shuke.interfaces.ui.charts import Chart, Series

PERIODS = ("30", "7", "90")
ACTIVE = ("active", "high")


@page("figures.read")
def activity(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Bands, groups, rhythm, and what came of campaigns."""
    return show_page(
        visit,
        Page(
            title=_("Activity"),
            figure="activity",
            parts=(
                Part("answer", answer, "answer-later"),
                Part("bands", bands, "w6"),
                Part("groups", groups, "w6"),
                Part("rhythm", rhythm),
                Part("campaigns", campaigns),
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


def _bands(visit: Visit) -> Reading:
    return read(visit, "activity", days=visit.choice("days", PERIODS))


def band_label(name: object) -> str:
    """The words for a band of activity."""
    return {
        "none": _("Nothing done"),
        "low": _("A little"),
        "active": _("Active"),
        "high": _("Very active"),
    }.get(str(name), str(name))


def answer(visit: Visit) -> Answer | None:
    """The share of active members."""
    reading = _bands(visit)
    total = sum(int(row["members"]) for row in reading.rows)
    if not total:
        return None
    active = sum(int(row["members"]) for row in reading.rows if row["band"] in ACTIVE)
    idle = next((int(row["members"]) for row in reading.rows if row["band"] == "none"), 0)
    link = Link(
        _("See the {members} who did nothing").format(members=visit.formats.count(idle)),
        reading.behind(band="none"),
        reading.name,
        idle,
    )
    return Answer(
        text=_("{share} of the members are active: at least 10 points").format(
            share=visit.formats.percent(active / total)
        ),
        more=_("An order counts 5 points, a visit 2, any other interaction 1."),
        links=(link,) if idle else (),
    )


def bands(visit: Visit) -> Panel:
    """A bar for each band; each opens its members."""
    reading = _bands(visit)
    rows = [{**row, "label": band_label(row["band"])} for row in reading.rows]
    label = _("Members by activity")
    columns = (
        Column("label", _("Band"), "text"),
        Column("members", _("Members"), opens=("band",)),
        Column("share", _("Share"), "percent"),
        Column("orders", _("Orders")),
        Column("visits", _("Visits")),
        Column("interactions", _("Interactions")),
    )
    chart = Chart(
        "bands",
        label,
        {
            "kind": "bars",
            "unit": "count",
            "names": [row["label"] for row in rows],
            "series": [
                Series(
                    _("Members"),
                    [int(row["members"]) for row in rows],
                    [reading.behind(band=row["band"]) for row in rows],
                ).spec()
            ],
        },
        table_of(reading, visit.formats, label, columns, rows, id="bands"),
    )
    return Panel(title=label, chart=chart, formula=formula_address("activity"))


def groups(visit: Visit) -> Panel:
    """Loyal, potential, at risk, and the others."""
    reading = read(visit, "groups")
    total = sum(int(row["members"]) for row in reading.rows) or 1
    rows = [
        {**row, "label": group_label(row["group"]), "share": row["members"] / total}
        for row in reading.rows
    ]
    label = _("Loyal, of potential, at risk")
    columns = (
        Column("label", _("Group"), "text"),
        Column("members", _("Members"), opens=("group",)),
        Column("share", _("Share"), "percent"),
        Column("orders", _("Orders")),
    )
    return Panel(
        title=label,
        note=_("By orders, age and silence measured in the member's own purchase cycles"),
        table=table_of(reading, visit.formats, label, columns, rows, id="groups"),
        formula=formula_address("groups"),
    )


def group_label(name: object) -> str:
    """The words for a group of members."""
    return {
        "loyal": _("Loyal"),
        "potential": _("Of potential"),
        "risk": _("At risk"),
        "other": _("None of these"),
    }.get(str(name), str(name))


def rhythm(visit: Visit) -> Panel:
    """How often and where members buy, by their main channel."""
    reading = read(visit, "rhythm")
    label = _("Rhythm by main channel")
    columns = (
        Column("channel", _("Main channel"), "name"),
        Column("members", _("Members"), opens=("channel",), also={"column": "members"}),
        Column(
            "several_channels",
            _("In several channels"),
            opens=("channel",),
            also={"column": "several_channels"},
        ),
        Column("sales", _("Number of sales")),
        Column("interval_days", _("Median days between purchases"), "decimal"),
        Column("basket", _("Median basket"), "money"),
    )
    return Panel(
        title=label,
        note=_("Medians of the members' own medians"),
        table=table_of(reading, visit.formats, label, columns, id="rhythm"),
        formula=formula_address("rhythm"),
        empty=_("There is no sale before this day in the stores you see."),
    )


def campaigns(visit: Visit) -> Panel:
    """Who received and who redeemed, by kind of campaign."""
    reading = read(visit, "redemption")
    label = _("What came of campaigns")
    columns = (
        Column("campaign_type", _("Kind of campaign"), "data"),
        Column(
            "recipients",
            _("Recipients"),
            opens=("campaign_type",),
            also={"column": "recipients"},
        ),
        Column("redeemers", _("Redeemers"), opens=("campaign_type",), also={"column": "redeemers"}),
        Column("rate", _("Share"), "percent"),
    )
    return Panel(
        title=label,
        note=_("Counted once for each campaign and member; before and after, not proven"),
        table=table_of(reading, visit.formats, label, columns, id="campaigns"),
        formula=formula_address("redemption"),
        empty=_("No campaign has been recorded."),
    )
