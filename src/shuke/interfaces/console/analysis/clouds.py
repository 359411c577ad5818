"""Scatter charts of RFM: one bubble per segment, one dot per cell of scores."""

from collections import defaultdict
from dataclasses import dataclass
from math import sqrt

from django.utils.translation import gettext as _

from shuke.analytics.presets import PRESETS
from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.reading import Reading, Row
from shuke.interfaces.console.wording import segment_name
from shuke.interfaces.ui.charts import Cell, Chart, Head, Series, Table

_SMALLEST, _LARGEST = 10, 46
_DOT_SMALLEST, _DOT_LARGEST = 6, 40


@dataclass(frozen=True, slots=True)
class _Point:
    recency: float
    amount: float
    members: int


def _mean(rows: list[Row]) -> _Point:
    members = sum(row["members"] for row in rows)
    days = sum(row["recency_total"] for row in rows)
    amount = sum(row["amount"] for row in rows)
    return _Point(round(days / members, 2), round(amount / members, 2), members)


def _scored(reading: Reading) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in reading.rows:
        if row["r"] is not None:
            groups[row["segment"]].append(row)
    # In the preset's order, so that a segment keeps its colour from day to day.
    preset = PRESETS[reading.parameters.get("preset", "eight")]
    return {one.name: groups[one.name] for one in preset.segments if one.name in groups}


def _said(visit: Visit, members: int) -> str:
    return _("{members} members").format(members=visit.formats.count(members))


def _size(members: int, most: int, smallest: int, largest: int) -> float:
    return round(smallest + (largest - smallest) * sqrt(members / most), 1)


def segments_chart(visit: Visit, reading: Reading) -> Chart:
    """One bubble per segment: mean recency, mean amount, and the number of members as its size."""
    points = {segment: _mean(rows) for segment, rows in _scored(reading).items()}
    most = max((point.members for point in points.values()), default=1)
    series = [
        Series(
            segment_name(segment),
            [
                (
                    point.recency,
                    point.amount,
                    _size(point.members, most, _SMALLEST, _LARGEST),
                    _said(visit, point.members),
                )
            ],
            [reading.behind(segment=segment)],
        ).spec(key="points")
        for segment, point in points.items()
    ]
    label = _("Segments by mean recency and mean amount")
    rows = tuple(
        (
            Cell(segment_name(segment)),
            *_numbers(visit, reading, point, {"segment": segment}),
        )
        for segment, point in points.items()
    )
    return Chart("cloud", label, _spec(series), _table(label, (Head(_("Segment")),), rows, "cloud"))


def cells_chart(visit: Visit, reading: Reading) -> Chart:
    """One dot per cell of R, F and M."""
    groups = _scored(reading)
    most = max((row["members"] for rows in groups.values() for row in rows), default=1)
    series = []
    table = []
    for segment, rows in groups.items():
        name = segment_name(segment)
        points = [_mean([row]) for row in rows]
        places = [{score: row[score] for score in ("r", "f", "m")} for row in rows]
        series.append(
            Series(
                name,
                [
                    (
                        max(point.recency, 1),
                        max(point.amount, 1),
                        _size(point.members, most, _DOT_SMALLEST, _DOT_LARGEST),
                        f"{_scores(place)} · {_said(visit, point.members)}",
                    )
                    for point, place in zip(points, places, strict=True)
                ],
                [reading.behind(**place) for place in places],
            ).spec(key="points")
        )
        table += [
            (Cell(_scores(place)), Cell(name), *_numbers(visit, reading, point, place))
            for point, place in zip(points, places, strict=True)
        ]
    label = _("Where members stand: recency and amount")
    heads = (Head(_("Scores")), Head(_("Segment")))
    spec = {**_spec(series), "xLog": True, "yLog": True, "isUnlabelled": True}
    return Chart("cells", label, spec, _table(label, heads, tuple(table), "cells"))


def _scores(place: dict[str, int]) -> str:
    return f"R{place['r']} F{place['f']} M{place['m']}"


def _numbers(
    visit: Visit, reading: Reading, point: _Point, place: dict[str, object]
) -> tuple[Cell, ...]:
    formats = visit.formats
    return (
        Cell(formats.count(point.recency, 1), is_number=True, value=point.recency),
        Cell(formats.money(point.amount), is_number=True, value=point.amount / 10**formats.digits),
        Cell(
            formats.count(point.members),
            reading.behind(**place),
            reading.name,
            point.members,
            is_number=True,
            value=point.members,
        ),
    )


def _table(
    label: str, heads: tuple[Head, ...], rows: tuple[tuple[Cell, ...], ...], name: str
) -> Table:
    numbers = (
        Head(_("Mean days since last purchase"), is_number=True),
        Head(_("Mean amount"), is_number=True),
        Head(_("Members"), is_number=True),
    )
    return Table(label, (*heads, *numbers), rows, name)


def _spec(series: list[dict[str, object]]) -> dict[str, object]:
    return {
        "kind": "cloud",
        "unit": "money",
        "xUnit": "decimal",
        "xName": _("Mean days since last purchase"),
        "yName": _("Mean amount"),
        "sizes": True,
        "series": series,
    }
