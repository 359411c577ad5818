"""CSV: encoding and delimiter found out, read as a stream, rows of the wrong width set aside."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pyarrow as pa
from django.conf import settings
from pyarrow import csv as arrow_csv

from shuke.intake.limits import COLUMNS_MAX
from shuke.intake.reading import raw
from shuke.intake.reading.raw import Raw
from shuke.intake.refusals import (
    BadEncoding,
    EmptyFile,
    NulByte,
    OpenQuote,
    TooManyColumns,
    UnknownFormat,
)

_PIECE = 1 << 20
_BLOCK = 1 << 22
_DELIMITERS = (",", "\t", ";", "|")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TRIED = ("utf-8", "gb18030")


def read(duck: duckdb.DuckDBPyConnection, path: Path, sample: int | None) -> Raw:
    """Read a delimited text file into `raw`."""
    with TemporaryDirectory(prefix="csv-", dir=settings.SHUKE_HOME) as folder:
        plain = Path(folder) / "plain.csv"
        _write_plain(path, plain)
        first = _first_record(plain)
        delimiter = _delimiter(first)
        cells = next(csv.reader([first], delimiter=delimiter, strict=False), [])
        if len(cells) > COLUMNS_MAX:
            raise TooManyColumns(line=1, count=len(cells), most=COLUMNS_MAX)
        headers = raw.headings(cells)
        if not headers:
            raise EmptyFile(line=1)
        shape = _Shape(headers=headers, width=len(cells), delimiter=delimiter)
        return _read_rows(duck, plain, shape, sample)


def _write_plain(path: Path, plain: Path) -> None:
    """Copy the file as UTF-8 with plain line ends.

    Raises:
        BadEncoding: it is neither UTF-8 (with or without a mark), UTF-16 with a mark, nor GB18030.
        NulByte: it holds NUL bytes.
    """
    with path.open("rb") as file:
        head = file.read(4)
    marked = next(((mark, name) for mark, name in _BOMS if head.startswith(mark)), None)
    if marked is not None:
        _decode(path, plain, marked[1], skip=len(marked[0]))
        return
    for encoding in _TRIED[:-1]:
        try:
            _decode(path, plain, encoding, skip=0)
        except BadEncoding as refusal:
            if refusal.values["is_cut"]:
                raise  # sound up to its last, unfinished sign: cut off, not in another encoding
            continue
        else:
            return
    _decode(path, plain, _TRIED[-1], skip=0)


def _decode(path: Path, plain: Path, encoding: str, *, skip: int) -> None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    line = 1
    with path.open("rb") as source, plain.open("w", encoding="utf-8", newline="") as target:
        source.seek(skip)
        while True:
            piece = source.read(_PIECE)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                place = line + piece[: error.start].count(b"\n")
                raise BadEncoding(line=place, is_cut=not piece) from None
            nul = text.find("\0")
            if nul >= 0:
                raise NulByte(line=line + text.count("\n", 0, nul))
            line += text.count("\n")
            target.write(text)
            if not piece:
                return


def _first_record(plain: Path) -> str:
    """The headings' record, which may go over several lines inside quotes."""
    with plain.open(encoding="utf-8", newline="") as file:
        text = file.read(_PIECE)
    if not text.strip():
        raise EmptyFile(line=1)
    if text.lstrip().startswith(("<?xml", "<html", "<!DOCTYPE", "{", "[{")):
        raise UnknownFormat(found="XML / HTML / JSON", line=1)
    is_quoted = False
    for place, sign in enumerate(text):
        if sign == '"':
            is_quoted = not is_quoted
        elif sign in "\r\n" and not is_quoted:
            return text[:place]
    if is_quoted:
        raise OpenQuote(line=1)
    return text


def _delimiter(first: str) -> str:
    """The sign that cuts the headings into most columns; a comma when none does."""
    return max(_DELIMITERS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))


class _Ragged:
    """The rows that pyarrow could not cut into as many cells as there are headings."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, int, str]] = []
        self.blank: list[int] = []
        self.open_quote: int | None = None

    def __call__(self, row: arrow_csv.InvalidRow) -> str:
        text = row.text or ""
        if not text.strip():
            self.blank.append(int(row.number))
        elif "\n" in text.strip("\r\n"):
            # A row over several lines with the wrong width: a quote swallowed the next rows.
            self.open_quote = self.open_quote or int(row.number)
        else:
            self.rows.append((int(row.number), int(row.actual_columns), text))
        return "skip"


@dataclass(frozen=True, slots=True)
class _Shape:
    """Headings, cells in a row (empty headings at the end included), and what parts them."""

    headers: tuple[str, ...]
    width: int
    delimiter: str


def _read_rows(
    duck: duckdb.DuckDBPyConnection, plain: Path, shape: _Shape, sample: int | None
) -> Raw:
    headers = shape.headers
    raw.create(duck, len(headers))
    ragged = _Ragged()
    count = 0
    numbers = _Numbers(ragged)
    for whole in _batches(plain, shape, ragged):
        batch = whole.select(range(len(headers)))
        if ragged.open_quote is not None:
            raise OpenQuote(line=ragged.open_quote)
        taken = batch if sample is None else batch.slice(0, sample - count)
        raw.add(duck, numbers.next(taken.num_rows), taken)
        count += taken.num_rows
        if sample is not None and count >= sample:
            break
    if ragged.open_quote is not None:
        raise OpenQuote(line=ragged.open_quote)
    if sample is None:
        _demand_closed(duck, plain, len(headers))
    return Raw(headers=headers, rows=count, ragged=tuple(ragged.rows))


def _demand_closed(duck: duckdb.DuckDBPyConnection, plain: Path, columns: int) -> None:
    """Refuse a last cell that goes over lines to an end without a closing quote."""
    found = duck.execute(
        f"SELECT line, c{columns - 1} FROM raw ORDER BY line DESC LIMIT 1"  # noqa: S608 - an int
    ).fetchone()
    with plain.open("rb") as file:
        file.seek(max(0, plain.stat().st_size - 16))
        end = file.read().rstrip(b"\r\n")
    if found is not None and "\n" in str(found[1]) and not end.endswith(b'"'):
        raise OpenQuote(line=int(found[0]))


class _Numbers:
    """The lines of the rows that were read: all lines but those set aside so far."""

    def __init__(self, ragged: _Ragged) -> None:
        self._ragged, self._line = ragged, 1

    def next(self, count: int) -> list[int]:
        aside = {line for line, _, _ in self._ragged.rows} | set(self._ragged.blank)
        lines: list[int] = []
        while len(lines) < count:
            free = np.arange(self._line + 1, self._line + 1 + count - len(lines))
            self._line += len(free)
            lines.extend(int(line) for line in free if int(line) not in aside)
        return lines


def _batches(plain: Path, shape: _Shape, ragged: _Ragged) -> Iterator[pa.RecordBatch]:
    names = [f"c{place}" for place in range(shape.width)]
    reader = arrow_csv.open_csv(
        plain,
        # One thread: only then does a row that is set aside know its number.
        read_options=arrow_csv.ReadOptions(
            use_threads=False, block_size=_BLOCK, column_names=names, skip_rows=0
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=shape.delimiter,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=ragged,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
            check_utf8=False,
        ),
    )
    is_first = True
    for batch in reader:
        yield batch.slice(1) if is_first else batch
        is_first = False
