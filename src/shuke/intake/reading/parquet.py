"""Parquet: rows, columns and unpacked size checked in its footer, cells read as text."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from shuke.intake.limits import COLUMNS_MAX, ROWS_MAX, UNPACKED_BYTES_MAX
from shuke.intake.quoting import literal, quoted
from shuke.intake.reading import raw
from shuke.intake.reading.raw import Raw
from shuke.intake.refusals import (
    BadColumnType,
    TooManyColumns,
    TooManyRows,
    UnpacksTooLarge,
)

_ALL = "SELECT * EXCLUDE (file_row_number) FROM "


def read(duck: duckdb.DuckDBPyConnection, path: Path, sample: int | None) -> Raw:
    """Read a Parquet file into `raw`."""
    footer = pq.read_metadata(path)
    if footer.num_columns > COLUMNS_MAX:
        raise TooManyColumns(line=1, count=footer.num_columns, most=COLUMNS_MAX)
    if footer.num_rows > ROWS_MAX:
        raise TooManyRows(most=ROWS_MAX, line=ROWS_MAX + 2)
    unpacked = sum(
        footer.row_group(place).total_byte_size for place in range(footer.num_row_groups)
    )
    if unpacked > UNPACKED_BYTES_MAX:
        raise UnpacksTooLarge(what=f"{unpacked:,} bytes", line=1)
    source = f"read_parquet({literal(path)}, file_row_number = true)"
    described = duck.execute(f"DESCRIBE {_ALL}{source}").fetchall()
    cells = []
    for name, kind, *_ in described:
        cells.append(_text(str(name), str(kind)))
    names = ", ".join(f"{cell} AS c{place}" for place, cell in enumerate(cells))
    limit = "" if sample is None else f" LIMIT {int(sample)}"
    duck.execute(
        "CREATE OR REPLACE TEMP TABLE raw AS"  # noqa: S608 - quoted names, a quoted path
        f" SELECT file_row_number + 2 AS line, {names}"
        f" FROM {source} ORDER BY file_row_number{limit}"
    )
    found = duck.execute("SELECT count(*) FROM raw").fetchone()
    headers = raw.headings(name for name, *_ in described)
    return Raw(headers=headers, rows=int(found[0]) if found else 0)


def _text(name: str, kind: str) -> str:
    column = quoted(name)
    if kind in {"BLOB", "BIT"} or kind.startswith(("STRUCT", "MAP", "UNION")) or "[" in kind:
        raise BadColumnType(column=name[:80], type=kind[:40], line=1)
    if kind == "TIMESTAMP WITH TIME ZONE":
        # The connection stands in UTC: the offset is said, so that nobody takes it for local time.
        return f"strftime({column}, '%Y-%m-%dT%H:%M:%S') || 'Z'"
    return f"CAST({column} AS VARCHAR)"
