"""RFM: who bought lately, often and much; the segments of each preset side by side."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from shuke.interfaces.console.analysis.clouds import cells_chart, segments_chart
from shuke.interfaces.console.analysis.frame import Page, choice_of, show_page, tabs_of
from shuke.interfaces.console.analysis.grids import rfm_grid
from shuke.interfaces.console.door import Visit, page
from shuke.interfaces.console.panels import Answer, Link, Panel
from shuke.interfaces.console.parts import Part
from shuke.interfaces.console.reading import Reading, Row, formula_address, read
from shuke.interfaces.console.wording import preset_label, segment_name
from shuke.interfaces.ui.charts import Cell, Head, Table

PRESETS = ("eight", "eleven", "eight_mean")
SCORINGS = ("quantile", "threshold", "rank")


@page("figures.read")
def rfm(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The RFM grid, the segments of the chosen preset, and those of another beside it."""
    preset, scoring = _preset(visit), _scoring(visit)
    others = tuple(name for name in PRESETS if name != preset)
    return show_page(
        visit,
        Page(
            title=_("RFM"),
            figure="rfm",
            parts=(
                Part("answer", answer, "answer-later"),
                Part("grid", grid, "w6"),
                Part("cloud", cloud, "w6"),
                Part("segments", segments, "w6"),
                Part("beside", beside, "w6"),
                Part("cells", cells),
            ),
            choices=(
                choice_of(
                    visit,
                    "scoring",
                    _("Scoring"),
                    [(name, scoring_label(name)) for name in SCORINGS],
                    scoring,
                ),
                choice_of(
                    visit,
                    "beside",
                    _("Compare with"),
                    [(name, preset_label(name)) for name in others],
                    _beside(visit),
                ),
            ),
            tabs=tabs_of(visit, "preset", [(name, preset_label(name)) for name in PRESETS], preset),
            tabs_label=_("Preset"),
        ),
    )


def _preset(visit: Visit) -> str:
    return visit.choice("preset", PRESETS)


def _scoring(visit: Visit) -> str:
    return visit.choice("scoring", SCORINGS)


def _beside(visit: Visit) -> str:
    return visit.choice("beside", tuple(name for name in PRESETS if name != _preset(visit)))


def scoring_label(name: str) -> str:
    """The way of scoring in the reader's language."""
    return {
        "quantile": _("Five equal shares (quantiles)"),
        "threshold": _("Fixed business thresholds"),
        "rank": _("Equal counts by rank"),
    }[name]


def _cells(visit: Visit) -> Reading:
    return read(visit, "rfm_cells", preset=_preset(visit), scoring=_scoring(visit))


def _segments(visit: Visit, preset: str) -> Reading:
    return read(visit, "segments_rfm", preset=preset, scoring=_scoring(visit))


def answer(visit: Visit) -> Answer | None:
    """Which segment carries the most money."""
    found = _segments(visit, _preset(visit))
    total = sum(row["amount"] for row in found.rows)
    if not total:
        return None
    top = max(found.rows, key=lambda row: row["amount"])
    members = sum(row["members"] for row in found.rows)
    share = visit.formats.percent(top["amount"] / total)
    return Answer(
        text=_("{name}: {share} of the whole amount from {part} of the members").format(
            name=segment_name(top["segment"]),
            share=share,
            part=visit.formats.percent(top["members"] / members),
        ),
        links=(
            Link(
                _("Open its {members} members").format(members=visit.formats.count(top["members"])),
                found.behind(segment=top["segment"]),
                found.name,
                int(top["members"]),
            ),
        ),
    )


def grid(visit: Visit) -> Panel:
    """Members by recency and frequency."""
    return Panel(
        title=_("Recency by frequency"),
        note=_("Each cell shows its commonest segment (★ important) and opens its members"),
        grid=rfm_grid(_cells(visit), visit.formats, segment_name),
        formula=formula_address("rfm"),
        is_tall=True,
        has_names=True,
    )


def cloud(visit: Visit) -> Panel:
    """One bubble per segment."""
    chart = segments_chart(visit, _cells(visit))
    return Panel(
        title=chart.label,
        note=_("The size of a bubble is the number of members"),
        chart=chart,
        chart_size="tall",
        formula=formula_address("rfm_cells"),
    )


def cells(visit: Visit) -> Panel:
    """One dot per cell of R, F and M: where the members stand."""
    chart = cells_chart(visit, _cells(visit))
    return Panel(
        title=chart.label,
        note=_("One dot for each combination of scores, in the colour of its segment"),
        chart=chart,
        chart_size="tall",
        formula=formula_address("rfm_cells"),
    )


def segments(visit: Visit) -> Panel:
    """The segments of the chosen preset."""
    preset = _preset(visit)
    found = _segments(visit, preset)
    return Panel(
        title=preset_label(preset),
        note=_("Every member is in exactly one"),
        table=segment_table(visit, found, preset_label(preset), "segments"),
        formula=formula_address(found.name),
    )


def beside(visit: Visit) -> Panel:
    """The segments of another preset, over the same members."""
    preset = _beside(visit)
    found = _segments(visit, preset)
    return Panel(
        title=preset_label(preset),
        note=_("The same members under another preset"),
        table=segment_table(visit, found, preset_label(preset), "beside"),
        formula=formula_address(found.name),
    )


def segment_table(visit: Visit, reading: Reading, label: str, name: str) -> Table:
    """Segment, members, their share, amount, its share, amount per member."""
    members = sum(row["members"] for row in reading.rows) or 1
    amount = sum(row["amount"] or 0 for row in reading.rows) or 1
    rows = tuple(_segment_row(visit, reading, row, members, amount) for row in reading.rows)
    heads = (
        Head(_("Segment")),
        Head(_("Members"), is_number=True),
        Head(_("Share"), is_number=True),
        Head(_("Amount"), is_number=True),
        Head(_("Share of amount"), is_number=True),
        Head(_("Per member"), is_number=True),
    )
    return Table(label, heads, rows, name)


def _segment_row(
    visit: Visit, reading: Reading, row: Row, members: int, amount: int
) -> tuple[Cell, ...]:
    formats = visit.formats
    spent = row["amount"] or 0
    each = round(spent / row["members"]) if row["members"] else None
    scale = 10**formats.digits
    return (
        Cell(segment_name(row["segment"])),
        Cell(
            formats.count(row["members"]),
            reading.behind(segment=row["segment"]) if row["members"] else "",
            reading.name,
            int(row["members"]),
            is_number=True,
            value=row["members"],
        ),
        _share(formats.percent(row["members"] / members), row["members"] / members),
        Cell(formats.money_short(spent), is_number=True, value=spent / scale),
        _share(formats.percent(spent / amount), spent / amount),
        Cell(
            formats.money_short(each),
            is_number=True,
            value=None if each is None else each / scale,
        ),
    )


def _share(text: str, value: float) -> Cell:
    return Cell(text, is_number=True, value=value)
