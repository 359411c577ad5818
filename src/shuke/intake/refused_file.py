"""The file of refused rows: line, code, reason in both languages, column, and the row as it came.

It lies sealed, line by line, and is written out as CSV for the reader: masked, or in full for who
gave a reason. In full it can be corrected and imported again: its own columns are ignored, its
quoted cells unquoted.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from django.conf import settings

from shuke.intake import row_refusals  # noqa: F401 - a reader of reasons must know every code
from shuke.intake.masking import Personal, masked, told
from shuke.intake.models import RefusedRow
from shuke.intake.reading import Table
from shuke.intake.sealing import values_of
from shuke.kernel.refusal import Refusal, all_refusals
from shuke.storage.secrets import open_sealed, seal
from shuke.stores import queries as stores

# What a spreadsheet would take for a formula, full-width forms included (promises 4.6).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_HEADERS = ("line", "code", "reason_en", "reason_zh", "problem_column")
# A heading that fits no field: a masked file that is sent in by mistake brings no masks in.
_MASKED_HEADER = "{header} (masked / 已脱敏)"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row was refused."""

    line: int
    code: str
    column: str
    values: Mapping[str, object]

    def text(self, language: str) -> str:
        """The reason in a language, with what the file said in full."""
        refusal = _by_code().get(self.code, Refusal)(param=None, **self.values)
        # Of rows refused before values were sealed the code alone is left.
        return _BLANK.sub("…", refusal.message("zh" if language == "zh" else "en"))

    def masked(self, *, is_personal: bool, region: str) -> "Reason":
        """The reason as it may be shown: what names somebody is masked."""
        hide = masked if is_personal else (lambda text: told(text, region=region))
        values = {
            name: hide(value) if name in _QUOTED and isinstance(value, str) else value
            for name, value in self.values.items()
        }
        return Reason(self.line, self.code, self.column, values)


_BLANK = re.compile(r"\{\w+\}")
# The values of a message that quote a cell; the others are limits, counts and names of fields.
_QUOTED = frozenset({"value", "text", "number"})


@lru_cache(maxsize=1)
def _by_code() -> dict[str, type[Refusal]]:
    return {refusal.code: refusal for refusal in all_refusals()}


def reasons_of(import_id: int, *, limit: int | None = None) -> list[Reason]:
    """Why rows of an import were refused, by line."""
    rows = RefusedRow.objects.filter(batch_id=import_id).order_by("line", "pk")[:limit]
    return [Reason(row.line, row.code, row.column, values_of(row)) for row in rows]


def folder_of(import_id: int) -> Path:
    """Where the files of an import lie; readable by the system's own account only."""
    folder = Path(settings.SHUKE_HOME) / "imports" / str(import_id)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def has_refused(import_id: int) -> bool:
    """Whether there are refused rows to be handed out."""
    return _path_of(import_id).is_file()


def keep_refused(
    duck: duckdb.DuckDBPyConnection,
    table: Table,
    reasons: Iterable[Reason],
    import_id: int,
    *,
    personal: Personal,
) -> bool:
    """Keep the refused rows sealed, if there are any; part of a file never stays."""
    path = _path_of(import_id)
    found = sorted(reasons, key=lambda reason: reason.line)
    if not found:
        path.unlink(missing_ok=True)
        return False
    cells = dict(_cells(duck, table, found))
    head = {
        "headers": table.headers,
        "personal": [one in personal.headers for one in table.headers],
        "fields": sorted(personal.fields),
    }
    unfinished = path.with_suffix(".part")
    with unfinished.open("w", encoding="ascii") as file:
        file.write(_sealed(head, import_id, 0))
        for place, one in enumerate(found, 1):
            kept = (one.line, one.code, one.column, one.values, cells.get(one.line, ()))
            file.write(_sealed(kept, import_id, place))
    unfinished.chmod(0o600)
    unfinished.replace(path)
    return True


def written(import_id: int, *, is_masked: bool) -> Iterator[str]:
    """The file of refused rows as CSV, line by line; empty when nothing was refused."""
    path = _path_of(import_id)
    if not path.is_file():
        return
    region = stores.chain().country
    with path.open(encoding="ascii") as file:
        head = _opened(file.readline(), import_id, 0)
        personal = head["personal"]
        headers = [
            _MASKED_HEADER.format(header=header) if is_masked and hides else header
            for header, hides in zip(head["headers"], personal, strict=True)
        ]
        yield "\ufeff" + _line([*_HEADERS, *headers])
        for place, sealed in enumerate(file, 1):
            line, code, column, values, cells = _opened(sealed, import_id, place)
            reason = Reason(line, code, column, values)
            if is_masked:
                cells = _masked(cells, personal, region)
                reason = reason.masked(is_personal=column in head["fields"], region=region)
            own = (reason.code, reason.text("en"), reason.text("zh"), reason.column)
            yield _line([line, *own, *cells])


def _masked(cells: list[str], personal: list[bool], region: str) -> list[str]:
    if len(cells) != len(personal):  # a row of another width: nobody knows what is what
        return [masked(cell) for cell in cells]
    return [
        masked(cell) if hides else told(cell, region=region)
        for cell, hides in zip(cells, personal, strict=True)
    ]


def _line(cells: Iterable[object]) -> str:
    into = io.StringIO()
    csv.writer(into).writerow([safe(cell) if isinstance(cell, str) else cell for cell in cells])
    return into.getvalue()


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _path_of(import_id: int) -> Path:
    return folder_of(import_id) / "refused.sealed"


def _sealed(kept: object, import_id: int, place: int) -> str:
    return seal(json.dumps(kept, ensure_ascii=False), _context(import_id, place)) + "\n"


def _opened(sealed: str, import_id: int, place: int) -> Any:
    return json.loads(open_sealed(sealed.strip(), _context(import_id, place)))


def _context(import_id: int, place: int) -> str:
    return f"intake.refused/{import_id}/{place}"


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
