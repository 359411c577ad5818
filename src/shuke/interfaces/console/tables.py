"""Tables of a figure's rows: columns with units, numbers that open the list behind them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from shuke.interfaces.console.reading import Reading, Row
from shuke.interfaces.console.wording import name_of
from shuke.interfaces.ui.charts import Cell, Head, Table
from shuke.interfaces.ui.formats import Formats

Unit = Literal["text", "name", "data", "count", "decimal", "money", "percent", "days"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: where its value comes from, how it is written, and what its number opens.

    `opens` names the columns of the row that say which list is behind the number; `also` adds
    fixed values to them. Only counts of members or sales open a list.
    """

    name: str
    label: str
    unit: Unit = "count"
    opens: tuple[str, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)


def table_of(
    reading: Reading,
    formats: Formats,
    label: str,
    columns: Iterable[Column],
    rows: Iterable[Row] | None = None,
    *,
    id: str = "",  # noqa: A002  # the table's name in the page's address
) -> Table:
    """Lay out the rows (all of the reading's unless given)."""
    wanted = tuple(columns)
    return Table(
        label,
        tuple(Head(c.label, is_number=c.unit not in {"text", "name", "data"}) for c in wanted),
        tuple(
            tuple(_cell(reading, formats, column, row) for column in wanted)
            for row in (reading.rows if rows is None else rows)
        ),
        id,
    )


def written(value: Any, unit: Unit, formats: Formats) -> str:
    """A value in its unit, in the reader's language."""
    if value is None:
        return "–"
    if unit == "name":
        return name_of(value)
    if unit in {"text", "data"}:
        return str(value)
    ways: dict[str, Callable[[Any], str]] = {
        "count": formats.count,
        "money": formats.money_short,
        "percent": formats.percent,
        "days": formats.days,
    }
    return formats.count(value, 2) if unit == "decimal" else ways[unit](value)


def _cell(reading: Reading, formats: Formats, column: Column, row: Row) -> Cell:
    value = row.get(column.name)
    text = written(value, column.unit, formats)
    is_number = column.unit not in {"text", "name", "data"}
    plain = plain_value(value, column.unit, formats)
    if not (column.opens or column.also) or not value:
        return Cell(text, is_number=is_number, is_data=column.unit == "data", value=plain)
    where = {name: row[name] for name in column.opens} | dict(column.also)
    href = reading.behind(**where)
    return Cell(text, href, reading.name, int(value), is_number=True, value=plain)


def plain_value(value: Any, unit: Unit, formats: Formats) -> float | int | str | None:
    """A value as a file carries it: a plain number, money in major units; None: its text."""
    if value is None or unit in {"text", "name", "data"}:
        return None
    plain: float = float(value) / 10**formats.digits if unit == "money" else value
    return plain
