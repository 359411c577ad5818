"""RFM: who bought lately, often and much; the segments of each preset side by side."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from shuke.interfaces.console.analysis.grids import rfm_grid
from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.reading import Reading, formula_address, read
from shuke.interfaces.console.wording import preset_label, segment_name
from shuke.interfaces.ui.charts import Cell, Chart, Head, Series, Tab, Table

PRESETS = ("eight", "eleven", "eight_mean")
SCORINGS = ("quantile", "threshold", "rank")
_SMALLEST, _LARGEST = 10, 46


@page("figures.read")
def rfm(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The RFM grid, the segments of the chosen preset, and those of the other beside it."""
    preset = visit.choice("preset", PRESETS)
    scoring = visit.choice("scoring", SCORINGS)
    other = visit.choice("beside", tuple(name for name in PRESETS if name != preset))
    members = read(visit, "rfm", preset=preset, scoring=scoring)
    segments = read(visit, "segments_rfm", preset=preset, scoring=scoring)
    beside = read(visit, "segments_rfm", preset=other, scoring=scoring)
    return show(
        visit,
        "analysis/rfm.html",
        {
            "as_of": members.as_of,
            "grid": rfm_grid(members, visit.formats, segment_name),
            "cloud": cloud(visit, members),
            "segments": segment_table(visit, segments, preset_label(preset)),
            "beside": segment_table(visit, beside, preset_label(other)),
            "beside_label": preset_label(other),
            "best": _best(segments),
            "tabs": [
                Tab(preset_label(name), f"?{_with(request, preset=name)}", name == preset)
                for name in PRESETS
            ],
            "scorings": [(name, scoring_label(name), name == scoring) for name in SCORINGS],
            "preset": preset,
            "formula": formula_address("rfm"),
        },
    )


def scoring_label(name: str) -> str:
    """The way of scoring in the reader's language."""
    return {
        "quantile": _("Five equal shares (quantiles)"),
        "threshold": _("Fixed business thresholds"),
        "rank": _("Equal counts by rank"),
    }[name]


def _with(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
    return query.urlencode()


def _best(segments: Reading) -> dict[str, object] | None:
    total = sum(row["amount"] for row in segments.rows)
    if not total:
        return None
    top = max(segments.rows, key=lambda row: row["amount"])
    return {
        "name": segment_name(top["segment"]),
        "share": top["amount"] / total,
        "members": top["members"],
        "href": segments.behind(segment=top["segment"]),
    }


def segment_table(visit: Visit, reading: Reading, label: str) -> Table:
    """Segment, members, their share, amount, its share, amount per member."""
    formats = visit.formats
    members = sum(row["members"] for row in reading.rows) or 1
    amount = sum(row["amount"] or 0 for row in reading.rows) or 1
    rows = tuple(
        (
            Cell(segment_name(row["segment"])),
            Cell(
                formats.count(row["members"]),
                reading.behind(segment=row["segment"]) if row["members"] else "",
                reading.name,
                int(row["members"]),
                is_number=True,
            ),
            Cell(formats.percent(row["members"] / members), is_number=True),
            Cell(formats.money_short(row["amount"] or 0), is_number=True),
            Cell(formats.percent((row["amount"] or 0) / amount), is_number=True),
            Cell(
                formats.money_short(
                    round((row["amount"] or 0) / row["members"]) if row["members"] else None
                ),
                is_number=True,
            ),
        )
        for row in reading.rows
    )
    heads = (
        Head(_("Segment")),
        Head(_("Members"), is_number=True),
        Head(_("Share of members"), is_number=True),
        Head(_("Amount"), is_number=True),
        Head(_("Share of amount"), is_number=True),
        Head(_("Per member"), is_number=True),
    )
    return Table(label, heads, rows)


def cloud(visit: Visit, reading: Reading) -> Chart:
    """One bubble per segment: mean recency, mean amount, and the number of members as its size."""
    groups: dict[str, list[tuple[int, int]]] = {}
    for row in reading.rows:
        groups.setdefault(row["segment"], []).append((row["recency_days"], row["monetary"]))
    most = max((len(found) for found in groups.values()), default=1)
    points = {
        segment: (
            _mean([recency for recency, _amount in found]),
            _mean([amount for _recency, amount in found]),
            _SMALLEST + (_LARGEST - _SMALLEST) * (len(found) / most) ** 0.5,
            _("{members} members").format(members=visit.formats.count(len(found))),
        )
        for segment, found in groups.items()
    }
    label = _("Segments by mean recency and mean amount")
    series = [
        Series(segment_name(segment), [point], [reading.behind(segment=segment)]).spec(key="points")
        for segment, point in points.items()
    ]
    table = Table(
        label,
        (
            Head(_("Segment")),
            Head(_("Mean days since last purchase"), is_number=True),
            Head(_("Mean amount"), is_number=True),
            Head(_("Members"), is_number=True),
        ),
        tuple(
            (
                Cell(segment_name(segment)),
                Cell(visit.formats.count(recency, 1), is_number=True),
                Cell(visit.formats.money(amount), is_number=True),
                Cell(
                    visit.formats.count(len(groups[segment])),
                    reading.behind(segment=segment),
                    reading.name,
                    len(groups[segment]),
                    is_number=True,
                ),
            )
            for segment, (recency, amount, _size, _text) in points.items()
        ),
    )
    spec = {
        "kind": "cloud",
        "unit": "money",
        "xUnit": "decimal",
        "xName": _("Mean days since last purchase"),
        "yName": _("Mean amount"),
        "sizes": True,
        "series": series,
    }
    return Chart("cloud", label, spec, table)


def _mean(values: Sequence[int]) -> float:
    return round(sum(values) / len(values), 2) if values else 0.0
