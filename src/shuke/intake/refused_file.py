"""The file of refused rows: line, code, reason in both languages, column, and the row as it came.

It can be corrected and imported again: its own columns are ignored, its quoted cells unquoted.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb
import pyarrow as pa
from django.conf import settings

from shuke.intake import row_refusals  # noqa: F401 - a reader of reasons must know every code
from shuke.intake.models import RefusedRow
from shuke.intake.reading import Table
from shuke.kernel.refusal import Refusal, all_refusals

# What a spreadsheet would take for a formula, full-width forms included (promises 4.6).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_HEADERS = ("line", "code", "reason_en", "reason_zh", "problem_column")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row was refused."""

    line: int
    code: str
    column: str
    values: Mapping[str, object]

    def text(self, language: str) -> str:
        """The reason in a language."""
        refusal = _by_code().get(self.code, Refusal)(param=None, **self.values)
        return refusal.message("zh" if language == "zh" else "en")


@lru_cache(maxsize=1)
def _by_code() -> dict[str, type[Refusal]]:
    return {refusal.code: refusal for refusal in all_refusals()}


def reasons_of(import_id: int, *, limit: int | None = None) -> list[Reason]:
    """Why rows of an import were refused, by line."""
    rows = RefusedRow.objects.filter(batch_id=import_id).order_by("line", "pk")[:limit]
    return [Reason(row.line, row.code, row.column, row.values) for row in rows]


def folder_of(import_id: int) -> Path:
    """Where the files of an import lie; readable by the system's own account only."""
    folder = Path(settings.SHUKE_HOME) / "imports" / str(import_id)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def path_of(import_id: int) -> Path:
    """Where the refused rows of an import lie."""
    return folder_of(import_id) / "refused.csv"


def write_refused(
    duck: duckdb.DuckDBPyConnection, table: Table, reasons: Iterable[Reason], import_id: int
) -> Path | None:
    """Write the file of refused rows, or none when nothing was refused; part of it never stays."""
    path = path_of(import_id)
    found = sorted(reasons, key=lambda reason: reason.line)
    if not found:
        path.unlink(missing_ok=True)
        return None
    unfinished = path.with_suffix(".part")
    with unfinished.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*_HEADERS, *map(safe, table.headers)])
        cells = dict(_cells(duck, table, found))
        for reason in found:
            row = cells.get(reason.line, ())
            own = (reason.code, reason.text("en"), reason.text("zh"), reason.column)
            writer.writerow([reason.line, *map(safe, (*own, *row))])
    unfinished.chmod(0o600)
    unfinished.replace(path)
    return path


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _cells(
    duck: duckdb.DuckDBPyConnection, table: Table, reasons: Iterable[Reason]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    for line, _, text in table.ragged:
        yield line, (text.strip("\r\n"),)
    duck.register("wanted", pa.table({"line": [reason.line for reason in reasons]}))
    rows = duck.execute("SELECT r.* FROM raw r SEMI JOIN wanted USING (line)").fetchall()
    duck.unregister("wanted")
    for line, *cells in rows:
        yield line, tuple("" if cell is None else str(cell) for cell in cells)
