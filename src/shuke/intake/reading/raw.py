"""The table `raw` and how its readers fill it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from shuke.intake.limits import ROWS_MAX
from shuke.intake.refusals import TooManyRows


@dataclass(frozen=True, slots=True)
class Raw:
    """Headings, rows in `raw`, rows of another width, and lines that hold formulas."""

    headers: tuple[str, ...]
    rows: int
    ragged: tuple[tuple[int, int, str], ...] = ()
    formulas: frozenset[int] = frozenset()


def create(duck: duckdb.DuckDBPyConnection, columns: int) -> None:
    """Make `raw` empty with so many columns."""
    listed = ", ".join(f"c{place} VARCHAR" for place in range(columns))
    duck.execute(f"CREATE OR REPLACE TEMP TABLE raw (line BIGINT, {listed})")


def add(duck: duckdb.DuckDBPyConnection, lines: Sequence[int], batch: pa.RecordBatch) -> None:
    """Add rows: their lines and their cells as text, column by column."""
    if lines and lines[-1] > ROWS_MAX + 1:
        raise TooManyRows(most=ROWS_MAX, line=lines[-1])
    arrays = [pa.array(lines, pa.int64()), *batch.columns]
    names = ["line", *(f"c{place}" for place in range(batch.num_columns))]
    duck.register("intake_rows", pa.Table.from_arrays(arrays, names=names))
    duck.execute("INSERT INTO raw SELECT * FROM intake_rows")
    duck.unregister("intake_rows")


def headings(cells: Iterable[object]) -> tuple[str, ...]:
    """Headings as they are compared: outer blanks gone, empty ones at the end dropped."""
    found = [("" if cell is None else str(cell)).strip().lstrip("\ufeff") for cell in cells]
    while found and not found[-1]:
        found.pop()
    return tuple(found)
