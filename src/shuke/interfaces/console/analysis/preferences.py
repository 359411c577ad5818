"""What members prefer: share of spending beside everybody's, 100 = like everybody (F27)."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.html import format_html
from django.utils.translation import gettext as _

from shuke.analytics.presets import PRESETS
from shuke.analytics.tastes import DIMENSIONS
from shuke.interfaces.console.analysis.frame import Page, choice_of, show_page, tabs_of
from shuke.interfaces.console.door import Visit, page
from shuke.interfaces.console.panels import Answer, Link, Panel
from shuke.interfaces.console.parts import Part
from shuke.interfaces.console.reading import Reading, Row, formula_address, read
from shuke.interfaces.console.tables import Column, table_of
from shuke.interfaces.console.wording import segment_name
from shuke.interfaces.ui.charts import Chart, Series, Table

SHOWN = ("category", "department", "brand", "price", "time", "weekday", "channel")
EVERYBODY = "all"
VALUES_SHOWN = 50
BARS_SHOWN = 15
# A preference of a value that hardly anybody buys says little.
SHARE_LEAST = 0.002
# Values that come from the chain's own data and are not ours to translate.
_OF_DATA = frozenset({"department", "category", "subcategory", "brand", "channel"})


@page("figures.read")
def preferences(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The index of each value, for all members or one segment."""
    segment = _segment(visit)
    return show_page(
        visit,
        Page(
            title=_("Preferences"),
            figure="preferences",
            parts=(
                Part("answer", answer, "answer-later"),
                Part("chart", chart, "w6 is-kept"),
                Part("table", table, "w6"),
            ),
            choices=(
                choice_of(
                    visit,
                    "segment",
                    _("Members"),
                    [
                        (EVERYBODY, _("All members")),
                        *((one.name, segment_name(one.name)) for one in PRESETS["eight"].segments),
                    ],
                    segment,
                ),
            ),
            tabs=tabs_of(
                visit, "by", [(name, dimension_label(name)) for name in SHOWN], _dimension(visit)
            ),
            tabs_label=_("Preference by"),
        ),
    )


def _dimension(visit: Visit) -> str:
    return visit.choice("by", tuple(name for name in SHOWN if name in DIMENSIONS))


def _segment(visit: Visit) -> str:
    names = tuple(one.name for one in PRESETS["eight"].segments)
    return visit.choice("segment", (EVERYBODY, *names))


def dimension_label(name: str) -> str:
    """The words for a dimension."""
    return {
        "category": _("Category"),
        "department": _("Department"),
        "brand": _("Brand"),
        "price": _("Price band"),
        "time": _("Time of day"),
        "weekday": _("Weekday"),
        "channel": _("Channel"),
    }[name]


def _reading(visit: Visit) -> Reading:
    if _segment(visit) == EVERYBODY:
        return read(visit, "preferences", dimension=_dimension(visit))
    return read(visit, "preferences", dimension=_dimension(visit), by="rfm")


def _rows(visit: Visit, reading: Reading) -> list[Row]:
    segment = _segment(visit)
    found = [row for row in reading.rows if row["group"] == segment]
    if segment == EVERYBODY:
        return sorted(found, key=lambda row: row["amount"], reverse=True)
    known = [row for row in found if row["base_share"] >= SHARE_LEAST]
    return sorted(known, key=lambda row: row["index"], reverse=True)


def value_label(dimension: str, value: object) -> str:
    """The words for a value of a dimension."""
    if dimension == "weekday":
        return {
            "1": _("Monday"),
            "2": _("Tuesday"),
            "3": _("Wednesday"),
            "4": _("Thursday"),
            "5": _("Friday"),
            "6": _("Saturday"),
            "7": _("Sunday"),
        }.get(str(value), str(value))
    if dimension in {"price", "time"}:
        return {
            "low": _("Low price"),
            "middle": _("Middle price"),
            "high": _("High price"),
            "morning": _("Morning, 6 to 11"),
            "noon": _("Noon, 11 to 14"),
            "afternoon": _("Afternoon, 14 to 17"),
            "evening": _("Evening, 17 to 21"),
            "night": _("Night, 21 to 6"),
        }.get(str(value), str(value))
    return str(value)


def answer(visit: Visit) -> Answer | None:
    """What stands out most."""
    reading = _reading(visit)
    rows = _rows(visit, reading)
    if not rows:
        return None
    top = rows[0]
    dimension = _dimension(visit)
    is_data = dimension in _OF_DATA
    label = value_label(dimension, top["value"])
    name = format_html("<span data-user-content>{}</span>", label) if is_data else label
    share = visit.formats.percent(top["share"])
    text = (
        format_html(_("{name} takes {share} of what members spend"), name=name, share=share)
        if _segment(visit) == EVERYBODY
        else format_html(
            _("{segment}: {name} takes {share}, index {index}"),
            segment=segment_name(_segment(visit)),
            name=name,
            share=share,
            index=visit.formats.count(top["index"]),
        )
    )
    return Answer(
        text=text,
        more=_("Index 100: like everybody; 200: twice the share."),
        links=(
            Link(
                _("See the {members} who bought it").format(
                    members=visit.formats.count(top["members"])
                ),
                reading.behind(group=top["group"], value=top["value"]),
                reading.name,
                int(top["members"]),
            ),
        ),
    )


def chart(visit: Visit) -> Panel:
    """The strongest values as bars."""
    reading = _reading(visit)
    rows = _rows(visit, reading)[:BARS_SHOWN]
    is_all = _segment(visit) == EVERYBODY
    label = _("Share of spending") if is_all else _("Preference index, 100 = like everybody")
    measure = "share" if is_all else "index"
    links = [reading.behind(group=row["group"], value=row["value"]) for row in rows]
    dimension = _dimension(visit)
    drawn = Chart(
        "preferences",
        label,
        {
            "kind": "rows",
            "unit": "percent" if is_all else "decimal",
            "names": [value_label(dimension, row["value"]) for row in rows],
            "base": None if is_all else 100,
            "series": [Series(label, [row[measure] for row in rows], links).spec()],
        },
        _table(visit, reading, rows, "chart"),
        is_data=dimension in _OF_DATA,
    )
    return Panel(
        title=label,
        note=_("The {count} strongest; each bar opens its members").format(count=len(rows)),
        chart=drawn if rows else None,
        chart_size="tall",
        formula=formula_address("preferences"),
        empty=_("There is no sale before this day in the stores you see."),
    )


def table(visit: Visit) -> Panel:
    """All values, at most a hundred."""
    reading = _reading(visit)
    rows = _rows(visit, reading)
    return Panel(
        title=dimension_label(_dimension(visit)),
        note=_("{shown} of {found} values").format(
            shown=min(len(rows), VALUES_SHOWN), found=len(rows)
        ),
        table=_table(visit, reading, rows[:VALUES_SHOWN], "values"),
        formula=formula_address("preferences"),
        empty=_("There is no sale before this day in the stores you see."),
    )


def _table(visit: Visit, reading: Reading, rows: list[Row], name: str) -> Table:
    dimension = _dimension(visit)
    labelled = [{**row, "label": value_label(dimension, row["value"])} for row in rows]
    columns: tuple[Column, ...] = (
        Column("label", dimension_label(dimension), "data" if dimension in _OF_DATA else "text"),
        Column("members", _("Members"), opens=("group", "value")),
        Column("amount", _("Amount"), "money"),
        Column("share", _("Share"), "percent"),
    )
    if _segment(visit) != EVERYBODY:
        columns += (Column("index", _("Index"), "count"),)
    label = dimension_label(dimension)
    return table_of(reading, visit.formats, label, columns, labelled, id=name)
