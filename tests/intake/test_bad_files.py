"""Corrupt, huge, wrongly encoded, formula-bearing files and bombs: refused with line and reason."""

import io
import random
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from django.conf import settings
from tests.intake.conftest import AT, BY, Write, handed_out
from tests.intake.reading_back import rows_of

from shuke.intake import limits
from shuke.intake.actions import import_file
from shuke.intake.models import Import
from shuke.intake.reading import raw
from shuke.kernel.refusal import Refusal

HEAD = b"number,name,phone\n"
GOOD = HEAD + b"1,Mei,13800000001\n"


def workbook(write: Callable[[xlsxwriter.worksheet.Worksheet], None]) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    write(book.add_worksheet())
    book.close()
    return content.getvalue()


def package(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in parts.items():
            file.writestr(name, body)
    return content.getvalue()


def lying_package(declared: int) -> bytes:
    """An XLSX whose directory says that its sheet unpacks to so many bytes."""
    honest = package({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"<y/>" * 99})
    real = (len(b"<y/>" * 99)).to_bytes(4, "little")
    return honest.replace(real, declared.to_bytes(4, "little"))


def parquet(**columns: pa.Array) -> bytes:
    content = io.BytesIO()
    pq.write_table(pa.table(columns), content)
    return content.getvalue()


def far_cell(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.write_row(0, 0, ["number", "name"])
    sheet.write(1_048_575, 150, "far")


SOUND_XLSX = workbook(lambda sheet: [sheet.write_row(n, 0, ["number", n]) for n in range(3)])
SOUND_PARQUET = parquet(number=pa.array(["1", "2"]), name=pa.array(["Mei", "Bo"]))

BAD = {
    "nothing": (b"", "import.empty_file", 1),
    "blanks": (b" \n\n", "import.empty_file", 1),
    "headings only": (HEAD, "import.empty_file", 1),
    "no such encoding": (GOOD + b"2,\xff\xff\xff,1\n", "import.bad_encoding", 3),
    "cut within a sign": (GOOD + "2,梅".encode()[:-1], "import.bad_encoding", 3),
    "nul byte": (GOOD + b"2,M\0ei,1\n", "import.nul_byte", 3),
    "open quote": (GOOD + b'2,"Bo,1\n3,Li,2\n4,Wu,3\n', "import.open_quote", 3),
    "open quote at the end": (GOOD + b'2,Bo,"13\n', "import.open_quote", 3),
    "doubled heading": (b"number,number\n1,2\n", "import.bad_header", 1),
    "heading without a name": (b"number,,name\n1,2,3\n", "import.bad_header", 1),
    "too many columns": (
        b",".join(b"c%d" % n for n in range(201)) + b"\n1\n",
        "import.too_many_columns",
        1,
    ),
    "html": (b"<html><table></table></html>\n", "import.unknown_format", 1),
    "json": (b'{"number": 1}\n', "import.unknown_format", 1),
    "old xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "import.unknown_format", 1),
    "pdf": (b"%PDF-1.7\n", "import.unknown_format", 1),
    "gzip": (b"\x1f\x8b\x08\x00", "import.unknown_format", 1),
    "zip of something": (package({"a.txt": b"hello"}), "import.unknown_format", 1),
    "cut xlsx": (SOUND_XLSX[:-90], "import.broken_file", 1),
    "xlsx of noise": (b"PK\x03\x04" + bytes(range(256)), "import.broken_file", 1),
    "xlsx bomb": (
        package({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b" " * (60 << 20)}),
        "import.unpacks_too_large",
        1,
    ),
    "xlsx that declares a gigabyte": (lying_package(1 << 30), "import.unpacks_too_large", 1),
    "a cell at the end of the sheet": (workbook(far_cell), "import.unpacks_too_large", 1_048_576),
    "cut parquet": (SOUND_PARQUET[: len(SOUND_PARQUET) // 2], "import.broken_file", 1),
    "parquet with a spoilt footer": (
        SOUND_PARQUET[:-30] + b"\xff" * 20 + SOUND_PARQUET[-10:],
        "import.broken_file",
        1,
    ),
    "parquet of lists": (
        parquet(number=pa.array([["1"]]), name=pa.array(["Mei"])),
        "import.bad_column_type",
        1,
    ),
    "no column that names a member": (b"name,sex\nMei,female\n", "import.mapping_incomplete", None),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_refused_with_line_and_reason(chain: None, tmp_path: Path, what: str) -> None:
    content, code, line = BAD[what]
    path = tmp_path / "file"
    path.write_bytes(content)

    with pytest.raises(Refusal) as refused:
        import_file(path=path, kind="members", at=AT, by=BY)

    assert refused.value.code == code
    assert refused.value.values.get("line") == line
    row = Import.objects.get()
    assert (row.state, row.reason["code"]) == ("refused", code)
    assert rows_of("SELECT count(*) FROM members_member") == [(0,)]


def test_a_file_beyond_200_mib_is_refused_before_it_is_read(chain: None, tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(HEAD)
        file.truncate(limits.BYTES_MAX + 1)  # a hole: takes no room on the disk

    with pytest.raises(Refusal) as refused:
        import_file(path=path, kind="members", at=AT, by=BY)

    assert refused.value.code == "import.file_too_large"


def test_too_many_rows_are_refused_at_the_line(
    chain: None, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(raw, "ROWS_MAX", 5)
    path = write("number\n" + "".join(f"{n}\n" for n in range(7)))

    with pytest.raises(Refusal) as refused:
        import_file(path=path, kind="members", at=AT, by=BY)

    assert refused.value.code == "import.too_many_rows"


CELLS = {
    "ragged": ("3", "row.ragged"),
    "formula": ('3,"=HYPERLINK(""http://x"",""y"")",', "row.formula"),
    "wide formula": ("3,＝1+1,", "row.formula"),
    "control character": ("3,Me\x07i,", "row.control_characters"),
    "turned writing": ("3,Me\u202ei,", "row.control_characters"),
    "too long a name": (f"3,{'x' * 61},", "row.too_long"),
    "too long a cell": (f"3,{'x' * 5000},", "row.too_long"),
    "phone": ("3,Mei,123", "member.bad_identity"),
}


@pytest.mark.parametrize("what", CELLS)
def test_a_bad_row_is_listed_and_stops_nothing_else(chain: None, write: Write, what: str) -> None:
    row, code = CELLS[what]
    path = write(f"number,name,phone\n1,Bo,13800000002\n{row}\n4,Li,13800000004\n")

    outcome = import_file(path=path, kind="members", at=AT, by=BY)

    assert (outcome.counts["accepted"], outcome.counts["refused"]) == (2, 1)
    assert rows_of("SELECT line, code FROM intake_refusedrow") == [(3, code)]


def test_the_file_of_refused_rows_is_safe_in_a_spreadsheet(chain: None, write: Write) -> None:
    path = write('number,name,phone\n1,"=cmd|calc",13800000002\n+2,@SUM(A1),-3\n')

    outcome = import_file(path=path, kind="members", at=AT, by=BY)

    assert outcome.has_refused
    text = handed_out(outcome.import_id)
    assert "'=cmd|calc" in text
    assert "'+2,'@SUM(A1),'-3" in text
    (kept,) = (Path(settings.SHUKE_HOME) / "imports" / str(outcome.import_id)).iterdir()
    assert kept.stat().st_mode & 0o077 == 0


def test_formulas_in_a_workbook_are_refused_by_row(chain: None, tmp_path: Path) -> None:
    def sheet(into: xlsxwriter.worksheet.Worksheet) -> None:
        into.write_row(0, 0, ["number", "name"])
        into.write_row(1, 0, [13800138000, "Mei"])
        into.write(2, 0, "2")
        into.write_formula(2, 1, '=HYPERLINK("http://x")', None, "Bo")
        into.write_row(4, 0, ["4", "Li"])

    path = tmp_path / "members.xlsx"
    path.write_bytes(workbook(sheet))

    outcome = import_file(path=path, kind="members", at=AT, by=BY)

    assert (outcome.counts["accepted"], outcome.counts["refused"]) == (2, 1)
    assert rows_of("SELECT line, code FROM intake_refusedrow") == [(3, "row.formula")]
    assert rows_of("SELECT number FROM members_member ORDER BY id") == [("13800138000",), ("4",)]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_no_damage_makes_more_than_a_refusal(chain: None, tmp_path: Path, kind: str) -> None:
    """Bytes flipped, cut out, doubled at random: taken or refused, never an exception (F3)."""
    sound = {"csv": GOOD * 20, "xlsx": SOUND_XLSX, "parquet": SOUND_PARQUET}[kind]
    chance = random.Random(20260502)
    for turn in range(60):
        damaged = bytearray(sound)
        for _ in range(chance.randint(1, 8)):
            place = chance.randrange(len(damaged))
            damage = chance.randrange(3)
            if damage == 0:
                damaged[place] = chance.randrange(256)
            elif damage == 1:
                del damaged[place : place + chance.randint(1, 40)]
            else:
                damaged[place:place] = damaged[place : place + chance.randint(1, 40)]
        path = tmp_path / f"{turn}.{kind}"
        path.write_bytes(bytes(damaged))
        with suppress(Refusal):
            import_file(path=path, kind="members", at=datetime(2026, 1, 1, tzinfo=UTC), by=BY)
    assert not list(Path(settings.SHUKE_HOME).glob("csv-*"))
