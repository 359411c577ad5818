"""A figure's rows as they are now, for any figure: columns by their units, counts that open."""

from collections.abc import Mapping

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.figures.asking import Question
from shuke.interfaces.console.figures.saying import title_of
from shuke.interfaces.console.reading import read
from shuke.interfaces.console.tables import Column, Unit, table_of
from shuke.interfaces.console.wording import column_label
from shuke.interfaces.ui.charts import Table
from shuke.lake.figures.definition import Listed
from shuke.lake.figures.registry import entry_of

ROWS_SHOWN = 100

# The units of the catalogue -> how tables write them.
_WRITTEN: Mapping[str, Unit] = {
    "member": "data",
    "store": "data",
    "text": "name",
    "month": "text",
    "day": "text",
    "score": "count",
    "members": "count",
    "sales": "count",
    "lines": "count",
    "products": "count",
    "stores": "count",
    "count": "count",
    "minor": "money",
    "share": "percent",
    "days": "days",
    "number": "decimal",
}
_COUNTED = frozenset({"members", "sales"})


def preview_of(visit: Visit, question: Question) -> tuple[Table, int]:
    """The first hundred rows, and how many there are."""
    reading = read(visit, question.name, as_of=question.as_of, asked=question.parameters)
    rows = reading.rows[:ROWS_SHOWN]
    label = title_of(question.figure, visit)
    table = table_of(reading, visit.formats, label, columns_of(question), rows, id="rows")
    return table, len(reading.rows)


def columns_of(question: Question) -> tuple[Column, ...]:
    """How a table writes the figure's columns, and which of them open a list."""
    lists = entry_of(question.name).lists
    return tuple(
        _column(name, unit, lists.get(name), tuple(question.figure.columns), len(lists) > 1)
        for name, unit in question.figure.columns.items()
    )


def _column(
    name: str,
    unit: str,
    listed: Listed | None,
    columns: tuple[str, ...],
    is_one_of_many: bool,  # noqa: FBT001
) -> Column:
    written = _WRITTEN.get(unit, "data")
    if unit not in _COUNTED or listed is None or not isinstance(listed.keys, tuple):
        return Column(name, column_label(name), written)
    keys = tuple(key for key in (*listed.keys, *listed.any_of) if key in columns)
    also = {"column": name} if is_one_of_many or not keys else {}
    return Column(name, column_label(name), written, opens=keys, also=also)
