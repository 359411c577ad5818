"""Templates of the Shuke format to download: headings and one example row, CSV and XLSX."""

import csv
import io
from dataclasses import dataclass

import xlsxwriter

from shuke.intake.formats import Kind, kinds


@dataclass(frozen=True, slots=True)
class Template:
    """One file to download."""

    name: str
    kind: str
    zh: str
    en: str
    content: bytes


def templates() -> tuple[Template, ...]:
    """A CSV and an XLSX template of each kind of file."""
    found = []
    for kind in kinds():
        found.append(_template(kind, "csv", _csv(kind)))
        found.append(_template(kind, "xlsx", _xlsx(kind)))
    return tuple(found)


def _template(kind: Kind, ending: str, content: bytes) -> Template:
    return Template(f"shuke-{kind.name}.{ending}", kind.name, kind.zh, kind.en, content)


def _csv(kind: Kind) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.name for column in kind.columns)
    writer.writerow(column.example for column in kind.columns)
    return text.getvalue().encode("utf-8-sig")  # the mark lets Excel read Chinese


def _xlsx(kind: Kind) -> bytes:
    content = io.BytesIO()
    # Everything is text: a phone or card number must not lose digits.
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(kind.name)
    text = book.add_format({"num_format": "@"})
    sheet.set_column(0, len(kind.columns) - 1, 18, text)
    for place, column in enumerate(kind.columns):
        sheet.write_string(0, place, column.name, text)
        sheet.write_comment(0, place, f"{column.zh} / {column.en}")
        sheet.write_string(1, place, column.example, text)
    book.close()
    return content.getvalue()
