"""The table of problems: one refused row each, with code, column and the values of its message."""

import json
from collections.abc import Sequence

import duckdb
import pyarrow as pa

from shuke.intake.counts import Counts
from shuke.intake.pouring import pour
from shuke.intake.quoting import literal
from shuke.intake.reading import Table
from shuke.intake.sealing import sealed_values

LAST = 10_000  # after every cell's own problem


def create(duck: duckdb.DuckDBPyConnection) -> None:
    """Make `problems` empty."""
    duck.execute(
        "CREATE OR REPLACE TEMP TABLE problems"
        " (line BIGINT, place INTEGER, code VARCHAR, col VARCHAR, vals VARCHAR)"
    )


def note_rows(duck: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Make `problems` and note the rows that are no rows: of another width, or with formulas."""
    create(duck)
    found = [
        (line, "row.ragged", json.dumps({"count": count, "wanted": len(table.headers)}))
        for line, count, _ in table.ragged
    ]
    found += [(line, "row.formula", "{}") for line in sorted(table.formulas)]
    if not found:
        return
    lines, codes, values = zip(*found, strict=True)
    noted = pa.table({"line": lines, "code": codes, "vals": values})
    duck.register("noted", noted)
    duck.execute("INSERT INTO problems SELECT line, 0, code, '', vals FROM noted")
    duck.unregister("noted")


def note(*, code: str, column: str, place: int, vals: str, source: str) -> str:
    """The statement that notes a problem for each row of `source` (it must have `line`)."""
    return (
        f"INSERT INTO problems SELECT line, {place}, {literal(code)}, {literal(column)}, {vals}"  # noqa: S608 - quoted
        f" FROM {source}"
    )


def keep_first(duck: duckdb.DuckDBPyConnection) -> None:
    """Of several problems of a row keep the first by the order of columns."""
    duck.execute(
        "CREATE OR REPLACE TEMP TABLE problems AS SELECT line, min(place) AS place,"
        " arg_min(code, place) AS code, arg_min(col, place) AS col, arg_min(vals, place) AS vals"
        " FROM problems GROUP BY line ORDER BY line"
    )


def replace(duck: duckdb.DuckDBPyConnection, first: Sequence[tuple[int, str, str, str]]) -> None:
    """Put what an earlier run of this import refused in the place of today's problems."""
    create(duck)
    if not first:
        return
    lines, codes, columns, values = zip(*first, strict=True)
    stored = pa.table({"line": lines, "code": codes, "col": columns, "vals": values})
    duck.register("stored", stored)
    duck.execute("INSERT INTO problems SELECT line, 0, code, col, vals FROM stored")
    duck.unregister("stored")


def noted(duck: duckdb.DuckDBPyConnection) -> list[tuple[int, str, str, dict[str, object]]]:
    """The problems, by line: line, code, column, values of the message."""
    rows = duck.execute("SELECT line, code, col, vals FROM problems ORDER BY line").fetchall()
    return [(line, code, column, json.loads(vals)) for line, code, column, vals in rows]


def land(duck: duckdb.DuckDBPyConnection, import_id: int) -> Counts:
    """Keep the problems as refused rows; part of a chunk's transaction."""
    _seal(duck, import_id)
    count = pour(
        duck,
        table="intake_refusedrow",
        columns={
            "batch_id": str(int(import_id)),
            "part": "'problems'",
            "line": "line",
            "code": "code",
            "column": "col",
            "sealed": "sealed",
        },
        source="(SELECT * FROM sealed_problems ORDER BY line)",
    )
    return Counts(refused=count)


def _seal(duck: duckdb.DuckDBPyConnection, import_id: int) -> None:
    """Make `sealed_problems`; a row without values has nothing to seal."""
    quoting = duck.execute("SELECT line, vals FROM problems WHERE vals <> '{}'").fetchall()
    sealed = [
        sealed_values(json.loads(vals), batch_id=import_id, line=line) for line, vals in quoting
    ]
    lines = pa.array([line for line, _ in quoting], pa.int64())
    duck.register("sealed", pa.table({"line": lines, "sealed": pa.array(sealed, pa.string())}))
    duck.execute(
        "CREATE OR REPLACE TEMP TABLE sealed_problems AS SELECT p.line, p.code, p.col,"
        " coalesce(s.sealed, '') AS sealed FROM problems p LEFT JOIN sealed s USING (line)"
    )
    duck.unregister("sealed")
