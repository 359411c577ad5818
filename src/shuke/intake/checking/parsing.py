"""Cells of `raw` into typed rows and a list of problems, set by set in DuckDB."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from shuke.intake.checking import cells, problems
from shuke.intake.formats import Column, Kind
from shuke.intake.quoting import quoted
from shuke.intake.reading import Table

_TESTS_MAX = 10


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

    A field without a column is NULL throughout. A row with a problem is not in `parsed`; of
    several problems the first, by the order of the columns, is kept.
    """
    problems.note_rows(duck, table)
    columns = _columns(kind, mapping)
    places = {header: place for place, header in enumerate(table.headers)}
    duck.execute(_trimmed(columns, mapping, places))
    for place, column in enumerate(columns, start=1):
        if column.name in mapping:
            for sql in cells.problems(column, place * _TESTS_MAX, given.digits, given.latest):
                duck.execute(sql)
    problems.keep_first(duck)
    values = ", ".join(
        f"{cells.value(column, given.digits) if column.name in mapping else cells.missing(column)}"
        f" AS {quoted(column.name)}"
        for column in columns
    )
    duck.execute(
        f"CREATE OR REPLACE TEMP TABLE parsed AS SELECT t.line, {values} FROM trimmed t"  # noqa: S608 - quoted
        " ANTI JOIN problems p ON p.line = t.line ORDER BY t.line"
    )


def _columns(kind: Kind, mapping: Mapping[str, str]) -> Sequence[Column]:
    known = {column.name for column in kind.columns}
    opened = [Column(name, name, name, "money") for name in sorted(mapping) if name not in known]
    return (*kind.columns, *opened)


def _trimmed(
    columns: Sequence[Column], mapping: Mapping[str, str], places: Mapping[str, int]
) -> str:
    # Full-width digits and signs count as plain ones outside texts; a text keeps its letters. The
    # apostrophe before a formula's sign is what a file of refused rows adds.
    listed = ", ".join(
        f"{cells.trimmed(column, places[mapping[column.name]])} AS {quoted(column.name)}"
        for column in columns
        if column.name in mapping
    )
    return (
        f"CREATE OR REPLACE TEMP TABLE trimmed AS SELECT line, {listed} FROM raw"  # noqa: S608 - quoted
        f" WHERE line NOT IN (SELECT line FROM problems)"
    )
