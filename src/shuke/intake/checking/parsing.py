"""Cells of `raw` into typed rows and a list of problems, set by set in DuckDB."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from shuke.intake.checking import cells, problems
from shuke.intake.formats import Column, Kind
from shuke.intake.quoting import literal, quoted
from shuke.intake.reading import Table


@dataclass(frozen=True, slots=True)
class Given:
    """What cells are judged by: the currency's decimals, and the latest moment that may be."""

    digits: int
    latest: datetime


def parse(
    duck: duckdb.DuckDBPyConnection,
    *,
    kind: Kind,
    table: Table,
    mapping: Mapping[str, str],
    given: Given,
) -> None:
    """Make `parsed` (line and one typed column per field of the kind) and `problems`.

    A field without a column is NULL throughout; a moment has a second column `NAME_has_offset`. A
    row with a problem is not in `parsed`; of several problems the first, by the order of the
    columns, is kept. Each different cell of a column is judged once, however often it occurs.
    """
    problems.note_rows(duck, table)
    values, joins = ["r.line"], ["raw r"]
    for place, column in enumerate(_columns(kind, mapping), start=1):
        if column.name not in mapping:
            values.append(f"{cells.missing(column)} AS {quoted(column.name)}")
            continue
        source = f"c{table.headers.index(mapping[column.name])}"
        _judge(duck, column, place, source, given)
        joins.append(f"JOIN cells_{place} k{place} ON k{place}.written = coalesce(r.{source}, '')")
        values.append(f"k{place}.value AS {quoted(column.name)}")
        if column.type == "moment":
            values.append(f"k{place}.has_offset AS {quoted(column.name + '_has_offset')}")
    problems.keep_first(duck)
    duck.execute(
        f"CREATE OR REPLACE TEMP TABLE parsed AS SELECT {', '.join(values)}"  # noqa: S608 - quoted
        f" FROM {' '.join(joins)} ANTI JOIN problems p ON p.line = r.line ORDER BY r.line"
    )


def _judge(
    duck: duckdb.DuckDBPyConnection, column: Column, place: int, source: str, given: Given
) -> None:
    """Judge the different cells of one column, and note the rows of those that cannot be."""
    duck.execute(
        f"CREATE OR REPLACE TEMP TABLE cells_{place} AS"  # noqa: S608 - names and a type
        f" SELECT *, {cells.code(column, given.digits)} AS code FROM ("
        f" SELECT *, {cells.value(column, given.digits)} AS value,"
        f" {cells.OFFSET_GIVEN} AS has_offset FROM ("
        f" SELECT written, {cells.trimmed(column, 'written')} AS cell"
        f" FROM (SELECT DISTINCT coalesce({source}, '') AS written FROM raw)))"
    )
    duck.execute(cells.demand_range(column, place, given.latest))
    found = duck.execute(f"SELECT 1 FROM cells_{place} WHERE code <> '' LIMIT 1").fetchone()  # noqa: S608
    if found is None:
        return
    duck.execute(
        f"INSERT INTO problems SELECT r.line, {place}, k.code, {literal(column.name)},"  # noqa: S608
        f" {cells.message_values(column, given.digits)} FROM raw r JOIN cells_{place} k"
        f" ON k.written = coalesce(r.{source}, '') WHERE k.code <> ''"
        " AND r.line NOT IN (SELECT line FROM problems WHERE place = 0)"
    )


def _columns(kind: Kind, mapping: Mapping[str, str]) -> Sequence[Column]:
    known = {column.name for column in kind.columns}
    opened = [Column(name, name, name, "money") for name in sorted(mapping) if name not in known]
    return (*kind.columns, *opened)
