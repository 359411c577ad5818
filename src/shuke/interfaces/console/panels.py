"""What a part of a page shows, as plain values: a panel, the answer in words, headline numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.functional import Promise

from shuke.interfaces.ui.charts import Chart, Heat, Kpi, Table


@dataclass(frozen=True, slots=True)
class Link:
    """A number in words that opens its list."""

    text: str
    href: str
    figure: str = ""
    listed: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page has to say, in one sentence, and the list that proves it."""

    template: ClassVar[str] = "shell/answer.html"

    text: str
    more: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """A titled box around a chart, a heat grid or a table; `empty` is said when there is none."""

    template: ClassVar[str] = "shell/panel.html"

    title: str
    note: str = ""
    chart: Chart | None = None
    grid: Heat | None = None
    table: Table | None = None
    formula: str = ""
    chart_size: str = ""
    is_tall: bool = False
    has_names: bool = False
    foot: str = ""
    empty: str = ""

    @property
    def has_something(self) -> bool:
        """Whether there is anything to show."""
        rows = (self.grid and self.grid.rows) or (self.table and self.table.rows)
        return bool(self.chart or rows)


@dataclass(frozen=True, slots=True)
class Headlines:
    """A row of headline numbers; `label` is their heading for those who cannot see the row."""

    template: ClassVar[str] = "shell/headlines.html"

    kpis: tuple[Kpi, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """A part with a template of its own."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Shown = Answer | Panel | Headlines | Own | None
Text = str | Promise
