"""One door for three formats: the content decides, not the name."""

import errno
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from shuke.intake.limits import BYTES_MAX, COLUMNS_MAX, HEADER_CHARACTERS_MAX
from shuke.intake.reading import delimited, parquet, workbook
from shuke.intake.reading.raw import Raw
from shuke.intake.refusals import (
    BadHeader,
    BrokenFile,
    EmptyFile,
    FileTooLarge,
    TooManyColumns,
    UnknownFormat,
)

_OTHERS = {
    b"\xd0\xcf\x11\xe0": "XLS",
    b"%PDF": "PDF",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
    b"SQLite format": "SQLite",
    b"\x89PNG": "PNG",
}


@dataclass(frozen=True, slots=True)
class Table:
    """What was read: headings in order (column `c0`, `c1`, ... of `raw`) and the number of rows.

    `ragged` rows have no place in `raw`: (line, cells found, the row as it was written). Lines in
    `formulas` hold at least one cell that is computed.
    """

    headers: tuple[str, ...]
    rows: int
    ragged: tuple[tuple[int, int, str], ...] = ()
    formulas: frozenset[int] = frozenset()


def read(duck: duckdb.DuckDBPyConnection, path: Path, *, sample: int | None = None) -> Table:
    """Make the table `raw(line, c0, c1, ...)` of a CSV, Parquet or XLSX file; all cells are text.

    With `sample`, at most so many rows. The line of the headings is 1.

    Raises:
        Refusal: the file as a whole cannot be read; code, line and next step say why.
    """
    if path.stat().st_size > BYTES_MAX:
        raise FileTooLarge(most=BYTES_MAX // 1_048_576)
    with path.open("rb") as file:
        head = file.read(16)
    if not head:
        raise EmptyFile(line=1)
    raw = _raw(duck, path, head, sample)
    _demand_headers(raw.headers)
    rows = raw.rows - _drop_blank(duck, len(raw.headers)) + len(raw.ragged)
    if not rows:
        raise EmptyFile(line=1)
    return Table(
        headers=raw.headers,
        rows=rows,
        ragged=raw.ragged,
        formulas=raw.formulas,
    )


def _raw(duck: duckdb.DuckDBPyConnection, path: Path, head: bytes, sample: int | None) -> Raw:
    for start, name in _OTHERS.items():
        if head.startswith(start):
            raise UnknownFormat(found=name, line=1)
    try:
        if head.startswith(b"PAR1"):
            return parquet.read(duck, path, sample)
        if head.startswith(b"PK"):
            return workbook.read(duck, path, sample)
        return delimited.read(duck, path, sample)
    except (duckdb.Error, pa.ArrowException, zipfile.BadZipFile) as error:
        # The libraries' own words may quote personal cells; the reader gets a plain reason.
        raise BrokenFile(format=_format(head), line=1) from error
    except OSError as error:
        # The libraries say so of a damaged footer or directory; a full disk is another matter.
        if error.errno not in {None, errno.EINVAL}:
            raise
        raise BrokenFile(format=_format(head), line=1) from error


def _drop_blank(duck: duckdb.DuckDBPyConnection, columns: int) -> int:
    """Blank lines between rows are no rows; answer how many there were."""
    blank = " AND ".join(f"coalesce(trim(c{place}), '') = ''" for place in range(columns))
    found = duck.execute(f"DELETE FROM raw WHERE {blank}").fetchone()  # noqa: S608 - names
    return int(found[0]) if found else 0


def _format(head: bytes) -> str:
    if head.startswith(b"PAR1"):
        return "Parquet"
    return "XLSX" if head.startswith(b"PK") else "CSV"


def _demand_headers(headers: Sequence[str]) -> None:
    if not headers:
        raise EmptyFile(line=1)
    if len(headers) > COLUMNS_MAX:
        raise TooManyColumns(line=1, count=len(headers), most=COLUMNS_MAX)
    for place, header in enumerate(headers, start=1):
        is_doubled = headers.index(header) != place - 1
        if not header or is_doubled or len(header) > HEADER_CHARACTERS_MAX:
            raise BadHeader(column=place, line=1)
