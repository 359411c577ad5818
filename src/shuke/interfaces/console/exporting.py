"""What is seen, as a file: CSV for programs, XLSX for people."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from itertools import chain
from typing import Literal

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse

from shuke.events import actions as events
from shuke.interfaces.console import records
from shuke.interfaces.console.door import Visit
from shuke.interfaces.ui.charts import Cell, Table
from shuke.kernel.refusal import Kind as RefusalKind
from shuke.kernel.refusal import Refusal
from shuke.storage.transactions import writing

Kind = Literal["csv", "xlsx"]
KINDS: tuple[Kind, ...] = ("csv", "xlsx")
# A text that begins so would run as a formula when the file is opened (CSV injection).
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_BYTE_ORDER_MARK = "\ufeff"
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Value = str | int | float | None


class NoSuchTable(Refusal):
    """The page has no table of that name."""

    code = "export.no_such_table"
    kind = RefusalKind.NOT_FOUND
    en = "This page has no table “{table}”."
    zh = "此页面没有名为“{table}”的表格。"
    next_en = "Use the export links below the tables of the page."
    next_zh = "请使用页面表格下方的导出链接。"


def safe(value: Value) -> Value:
    """The value, with an apostrophe before a text that a spreadsheet would compute."""
    if isinstance(value, str) and value.startswith(_DANGEROUS):
        return f"'{value}"
    return value


def file_of(
    name: str, kind: Kind, heads: Sequence[str], rows: Iterable[Sequence[Value]]
) -> HttpResponse | StreamingHttpResponse:
    """The rows as a download: CSV is streamed, XLSX is written row by row."""
    if kind == "csv":
        answer: HttpResponse | StreamingHttpResponse = StreamingHttpResponse(
            _csv_lines(heads, rows), content_type="text/csv; charset=utf-8"
        )
    else:
        answer = HttpResponse(_xlsx(heads, rows), content_type=_XLSX_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _csv_lines(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    # The mark lets Excel read the Chinese texts as UTF-8.
    yield _BYTE_ORDER_MARK
    buffer = StringIO()
    writer = csv.writer(buffer)
    for row in chain([heads], rows):
        writer.writerow([safe(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _xlsx(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write_number(number, column, value)
    book.close()
    return content.getvalue()


def answer_with(visit: Visit, table: Table) -> HttpResponse | StreamingHttpResponse:
    """One table of a page as the file that the address asks for, written into the book."""
    visit.scope.demand("exports.read")
    kind: Kind = "csv" if visit.request.GET.get("file") == "csv" else "xlsx"
    remember(visit, table.id, kind, len(table.rows))
    rows = ([_value(cell) for cell in row] for row in table.rows)
    return file_of(f"shuke-{table.id}", kind, [head.text for head in table.heads], rows)


def remember(visit: Visit, what: str, kind: Kind, rows: int) -> None:
    """Record that somebody took a file away: who, when, which list, how many rows."""
    with writing():
        events.record(
            records.EXPORTED,
            at=visit.now,
            by=visit.actor,
            subject=f"export/{what}",
            payload={"kind": kind, "rows": rows},
        )


def _value(cell: Cell) -> Value:
    return cell.text if cell.value is None else cell.value
