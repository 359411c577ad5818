"""The list behind one number: its rows, a page at a time, and all of them for a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.figures.asking import Question
from shuke.interfaces.ui.charts import Cell, Head, Table
from shuke.lake import figures

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list: `total` counts the whole list; `after` opens the next page."""

    kind: str
    total: int
    table: Table
    next_after: int | None
