"""The same members from CSV, XLSX and Parquet; templates come back in; a dry run leaves nothing."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from tests.intake.conftest import AT, BY, Write, handed_out
from tests.intake.reading_back import rows_of

from shuke.intake import queries
from shuke.intake.actions import import_file

JOINED = datetime(2025, 3, 1, 10, 0)  # noqa: DTZ001 - the wall clock of the store


def as_csv(path: Path) -> None:
    text = "会员号,姓名,手机号,入会时间\n007,王芳,13800000001,2025年3月1日 10:00\n"
    path.write_bytes(text.encode("gb18030"))


def as_xlsx(path: Path) -> None:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_row(0, 0, ["会员号", "姓名", "手机号", "入会时间"])
    sheet.write_row(1, 0, ["007", "王芳", 13800000001])
    sheet.write_datetime(1, 3, JOINED, moment)
    book.close()


def as_parquet(path: Path) -> None:
    rows = {"会员号": ["007"], "姓名": ["王芳"], "手机号": [13800000001], "入会时间": [JOINED]}
    pq.write_table(pa.table(rows), path)


@pytest.mark.parametrize("written", [as_csv, as_xlsx, as_parquet])
def test_three_formats_say_the_same(chain: None, tmp_path: Path, written: object) -> None:
    path = tmp_path / "members"
    written(path)  # type: ignore[operator]  # one of the three above

    outcome = import_file(path=path, kind="members", at=AT, by=BY)

    assert outcome.counts["accepted"] == 1
    assert rows_of("SELECT number, name, joined_on AS day FROM members_member") == [
        ("007", "王芳", date(2025, 3, 1))
    ]
    assert rows_of("SELECT joined_at AS sold_at FROM members_member")[0][0].replace(
        tzinfo=UTC
    ) == datetime(2025, 3, 1, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("template", queries.templates(), ids=lambda one: one.name)
def test_a_template_is_a_file_that_can_be_imported(
    chain: None, tmp_path: Path, template: queries.Template
) -> None:
    """The example row of sales names the example member, store and product."""
    needed = {"members": ("stores",), "sales": ("stores", "members")}.get(template.kind, ())
    by_name = {one.name: one.content for one in queries.templates()}
    for kind in needed:
        first = tmp_path / f"first-{kind}.csv"
        first.write_bytes(by_name[f"shuke-{kind}.csv"])
        import_file(path=first, kind=kind, at=AT, by=BY)
    path = tmp_path / template.name
    path.write_bytes(template.content)

    outcome = import_file(path=path, kind=template.kind, at=AT, by=BY)

    assert (outcome.counts["rows"], outcome.counts["refused"]) == (1, 0)


def test_a_dry_run_counts_like_the_run_and_writes_nothing(chain: None, write: Write) -> None:
    path = write("number,name,phone\n1,梅,13800000001\n1,梅,\n3,李,12\n")

    dry = import_file(path=path, kind="members", dry_run=True, at=AT, by=BY)
    assert rows_of("SELECT count(*) FROM members_member") == [(0,)]
    assert rows_of("SELECT count(*) FROM intake_chunk") == [(0,)]
    wet = import_file(path=path, kind="members", at=AT, by=BY)

    assert dict(dry.counts) == dict(wet.counts)
    assert (wet.counts["accepted"], wet.counts["merged"], wet.counts["refused"]) == (1, 1, 1)
    assert dry.import_id == wet.import_id
    assert rows_of("SELECT count(*) FROM intake_refusedrow") == [(1,)]


def test_refused_rows_corrected_in_their_file_come_in(chain: None, write: Write) -> None:
    path = write("number,name,phone\n1,梅,13800000001\n3,李,+12\n")
    outcome = import_file(path=path, kind="members", at=AT, by=BY)
    assert outcome.has_refused
    text = handed_out(outcome.import_id)
    assert "'+12" in text
    corrected = write(text.replace("'+12", "'+8613800000003"), name="corrected.csv")

    again = import_file(path=corrected, kind="members", at=AT, by=BY)

    assert (again.counts["accepted"], again.counts["refused"]) == (1, 0)
    assert again.dropped == ()


def test_products_are_completed_not_emptied(chain: None, write: Write) -> None:
    first = write("number,name,brand,is_counted\nA,牛奶,光明,否\n", name="a.csv")
    second = write("货号,类别\nA,乳品\nA,奶\nB,\n", name="b.csv")
    import_file(path=first, kind="products", at=AT, by=BY)

    outcome = import_file(path=second, kind="products", at=AT, by=BY)

    assert (outcome.counts["accepted"], outcome.counts["merged"]) == (2, 1)
    assert rows_of(
        "SELECT number, name, brand, category, is_counted FROM catalog_product ORDER BY number"
    ) == [("A", "牛奶", "光明", "奶", False), ("B", "", None, None, True)]


def test_a_zone_that_is_none_is_refused(chain: None, write: Write) -> None:
    path = write(
        "number,zone,latitude,ownership\n1,Asia/Shanghai,31.2,加盟\n2,Moon/Base,,\n3,,91,\n"
    )

    outcome = import_file(path=path, kind="stores", at=AT, by=BY)

    assert (outcome.counts["accepted"], outcome.counts["refused"]) == (1, 2)
    assert rows_of("SELECT line, code FROM intake_refusedrow ORDER BY line") == [
        (3, "row.not_a_zone"),
        (4, "row.not_degrees"),
    ]
    assert rows_of("SELECT ownership FROM stores_store") == [("franchise",)]


def test_the_refused_file_is_read_by_any_csv_reader(chain: None, write: Write) -> None:
    outcome = import_file(path=write('number,name\n"1\n2",\n'), kind="members", at=AT, by=BY)
    assert outcome.has_refused
    text = handed_out(outcome.import_id)
    assert [row["number"] for row in csv.DictReader(io.StringIO(text))] == ["1\n2"]
