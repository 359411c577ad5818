"""What a page shows of a figure, as plain values: tables, heat grids, charts, headline numbers.

A chart is data: `charts.js` draws it, and the same rows stand behind it as a table whose cells are
links. Nothing here knows a figure; the pages fill these values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from shuke.interfaces.ui.spark import Spark

STEPS = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `listed` is the number of rows that the list behind `href` must have.

    `value` is what a file carries in place of the text: a plain number, money in major units.
    """

    text: str
    href: str = ""
    figure: str = ""
    listed: int | None = None
    is_number: bool = False
    is_data: bool = False
    value: float | int | str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading."""

    text: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `label` says what it holds, `id` names it where it can be had as a file."""

    label: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of one page: `spec` is what `charts.js` reads.

    `is_data` marks names on its axes that are not ours to translate.
    """

    id: str
    label: str
    spec: Mapping[str, Any]
    table: Table
    is_data: bool = False

    @property
    def script_id(self) -> str:
        """The id of the script element that carries the data."""
        return f"{self.id}-data"


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One coloured cell; `shade` is its step, which also decides the colour of its label."""

    text: str = ""
    shade: str = ""
    href: str = ""
    figure: str = ""
    listed: int = 0
    title: str = ""
    note: str = ""
    is_blank: bool = False


BLANK = HeatCell(is_blank=True)


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row of a heat grid."""

    head: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """A heat grid: a table whose cells are coloured by their value."""

    label: str
    corner: str
    heads: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    id: str = ""

    def as_table(self) -> Table:
        """The same cells as a plain table, for a file."""
        heads = (Head(self.corner), *(Head(head, is_number=True) for head in self.heads))
        rows = tuple(
            (Cell(row.head), *(Cell(cell.text, is_number=True) for cell in row.cells))
            for row in self.rows
        )
        return Table(self.label, heads, rows, self.id)


@dataclass(frozen=True, slots=True)
class Change:
    """A change since a comparison base: its way (up, down, flat) and whether that is good news."""

    text: str
    way: Literal["up", "down", "flat"]
    mood: Literal["good", "bad", "flat"]
    base: str


@dataclass(frozen=True, slots=True)
class Kpi:
    """A headline number with its meaning, its change and the list behind it."""

    label: str
    value: str
    figure: str = ""
    href: str = ""
    listed: int | None = None
    meaning: str = ""
    formula_href: str = ""
    change: Change | None = None
    note: str = ""
    spark: Spark | None = None


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several views of a page."""

    label: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart with a link per value."""

    name: str
    values: Sequence[Any]
    links: Sequence[str] = field(default_factory=tuple)
    line: bool = False
    dashed: bool = False
    unit: str = ""

    def spec(self, *, key: str = "values") -> dict[str, Any]:
        """As `charts.js` reads it."""
        made: dict[str, Any] = {"name": self.name, key: list(self.values)}
        if self.links:
            made["links"] = list(self.links)
        if self.line:
            made["line"] = True
        if self.dashed:
            made["dashed"] = True
        if self.unit:
            made["unit"] = self.unit
        return made


def shade(value: float, most: float, least: float = 0) -> str:
    """The step of a value between `least` and `most`: heat-step-0 (palest) to heat-step-9."""
    reach = most - least
    if reach <= 0:
        return "heat-step-0"
    step = int((value - least) / reach * STEPS)
    return f"heat-step-{min(max(step, 0), STEPS - 1)}"


def change(
    now: float, before: float, text: str, base: str, *, up_is_good: bool = True
) -> Change | None:
    """The change from `before` to `now`; `text` is the written size of it, without a sign."""
    if now == before:
        return Change(text, "flat", "flat", base)
    is_up = now > before
    return Change(
        f"{'+' if is_up else '−'}{text}",
        "up" if is_up else "down",
        "good" if is_up == up_is_good else "bad",
        base,
    )
