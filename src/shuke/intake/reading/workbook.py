"""XLSX: the package is weighed before anything is unpacked, formulas and far cells are found first.

python-calamine lays a sheet out as a full rectangle, so that one cell at XFD1048576 would ask for
sixteen thousand million cells; a pass over the sheet's own text finds such cells beforehand.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from shuke.intake.limits import (
    COLUMNS_MAX,
    UNPACKED_RATIO_MAX,
    XLSX_CELLS_MAX,
    XLSX_UNPACKED_BYTES_MAX,
)
from shuke.intake.reading import raw
from shuke.intake.reading.raw import Raw
from shuke.intake.refusals import (
    BrokenFile,
    EmptyFile,
    TooManyColumns,
    UnknownFormat,
    UnpacksTooLarge,
)

_PIECE = 1 << 20
_OVERLAP = 512
_RATIO_FROM = 8 << 20
_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_FORMULA = re.compile(rb'<c\b[^>]*?\br="[A-Z]{1,3}([0-9]{1,7})"[^>]*>\s*<f[\s>/]')
_ROWS_A_BATCH = 20_000
_PARTS_MAX = 1_000
_EXACT_BELOW = 1e15  # beyond it a float has no place for every whole number


@dataclass(slots=True)
class _Scan:
    """What the sheet's own text says: the farthest cell, and the rows that hold formulas."""

    rows: int = 0
    columns: int = 0
    formulas: set[int] = field(default_factory=set)


def read(duck: duckdb.DuckDBPyConnection, path: Path, sample: int | None) -> Raw:
    """Read the first sheet that has cells into `raw`; rows with formulas carry a mark."""
    scans = _weigh(path)
    try:
        book = CalamineWorkbook.from_path(path)
        rows = _first_filled(book)
    except CalamineError as error:
        raise BrokenFile(format="XLSX", line=1) from error
    formulas = set().union(*(scan.formulas for scan in scans))
    if not rows:
        raise EmptyFile(line=1)
    headers = raw.headings(_as_text(cell) for cell in rows[0])
    raw.create(duck, len(headers))
    count = 0
    body = rows[1:] if sample is None else rows[1 : sample + 1]
    for start in range(0, len(body), _ROWS_A_BATCH):
        part = body[start : start + _ROWS_A_BATCH]
        kept = [
            (start + place + 2, [_as_text(cell) for cell in row[: len(headers)]])
            for place, row in enumerate(part)
        ]
        kept = [(line, cells) for line, cells in kept if any(cells)]
        columns = list(zip(*(cells for _, cells in kept), strict=True)) if kept else []
        if columns:
            batch = pa.RecordBatch.from_arrays(
                [pa.array(column, pa.string()) for column in columns],
                names=[f"c{place}" for place in range(len(columns))],
            )
            raw.add(duck, [line for line, _ in kept], batch)
        count += len(kept)
    return Raw(headers=headers, rows=count, formulas=frozenset(formulas))


def _first_filled(book: CalamineWorkbook) -> list[list[object]]:
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if any(any(cell != "" for cell in row) for row in rows):
            return [list(row) for row in rows]
    return []


def _weigh(path: Path) -> list[_Scan]:
    """Unpack every part once, piece by piece, counting what comes out.

    Raises:
        UnpacksTooLarge: more than a workbook of this size may hold, whatever its directory says.
    """
    scans = []
    with zipfile.ZipFile(path) as package:
        parts = package.infolist()
        names = {part.filename for part in parts}
        if "xl/workbook.xml" not in names and "xl/workbook.bin" not in names:
            raise UnknownFormat(found="ZIP", line=1)
        declared = sum(part.file_size for part in parts)
        packed = max(path.stat().st_size, 1)
        too_dense = declared > _RATIO_FROM and declared / packed > UNPACKED_RATIO_MAX
        if declared > XLSX_UNPACKED_BYTES_MAX or too_dense or len(parts) > _PARTS_MAX:
            raise UnpacksTooLarge(what=f"{declared:,} bytes", line=1)
        spent = 0
        for part in parts:
            scan = _Scan()
            for piece in _pieces(package, part):
                spent += len(piece)
                if spent > XLSX_UNPACKED_BYTES_MAX:
                    raise UnpacksTooLarge(what=f"{spent:,} bytes", line=1)
                _scan(scan, piece)
            if part.filename.startswith("xl/worksheets/"):
                _demand_size(scan)
                scans.append(scan)
    return scans


def _pieces(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part in pieces that overlap, so that a cell cut in two is seen whole once."""
    try:
        with package.open(part) as stream:
            before = b""
            while piece := stream.read(_PIECE):
                yield before + piece
                before = piece[-_OVERLAP:]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BrokenFile(format="XLSX", line=1) from error


def _scan(scan: _Scan, piece: bytes) -> None:
    for found in _CELL.finditer(piece):
        scan.rows = max(scan.rows, int(found[2]))
        scan.columns = max(scan.columns, _column(found[1]))
    scan.formulas.update(int(found[1]) for found in _FORMULA.finditer(piece))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _demand_size(scan: _Scan) -> None:
    if scan.columns > COLUMNS_MAX:
        raise TooManyColumns(line=1, count=scan.columns, most=COLUMNS_MAX)
    if scan.rows * scan.columns > XLSX_CELLS_MAX:
        raise UnpacksTooLarge(what=f"{scan.rows * scan.columns:,} cells", line=scan.rows)


def _as_text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT_BELOW else repr(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return str(cell).strip()
