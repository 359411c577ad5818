"""From internal ids to what a reader may know: member numbers or pseudonyms, store numbers."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from shuke.kernel.scope import Scope
from shuke.lake.figures.definition import Entry
from shuke.members import queries as members
from shuke.stores import queries as stores


def named(entry: Entry, answer: pa.Table, scope: Scope) -> tuple[dict[str, Any], ...]:
    """The rows in the figure's columns, with numbers in place of ids."""
    units = entry.figure.columns
    missing = units.keys() - set(answer.column_names) - entry.optional
    if missing:
        raise AssertionError(f"{entry.figure.name} lacks the columns {sorted(missing)}")
    columns = {
        name: _values(answer.column(name), unit, scope)
        for name, unit in units.items()
        if name in answer.column_names
    }
    return tuple(
        dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
    )


def _values(column: pa.ChunkedArray, unit: str, scope: Scope) -> list[Any]:
    values: list[Any] = column.to_pylist()
    if unit == "member":
        numbers = members.numbers_of({value for value in values if value is not None}, scope)
        return [None if value is None else numbers.get(value) for value in values]
    if unit == "store":
        known = {store.id: store.number for store in stores.stores(Scope.everything())}
        return [None if value is None else known.get(value) for value in values]
    if pa.types.is_decimal(column.type):
        return [_number(value) for value in values]
    return values


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def store_numbers(scope: Scope) -> list[str] | None:
    """The numbers of the scope's stores; None is the whole chain."""
    if scope.stores is None:
        return None
    return [store.number for store in stores.stores(scope)]


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON writes it: days as ISO text."""
    return {
        name: value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in row.items()
    }
