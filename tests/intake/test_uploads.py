"""Uploads: received as a stream, previewed, tried, run as a job, and gone afterwards."""

from pathlib import Path

import pytest
from django.conf import settings
from django.utils.module_loading import autodiscover_modules
from tests.intake.conftest import AT, BY, Write
from tests.intake.reading_back import rows_of

from shuke.intake import actions, queries
from shuke.intake.actions import import_file
from shuke.intake.refusals import (
    AlreadyRunning,
    EmptyFile,
    FileTooLarge,
    MappingIncomplete,
    UnknownImport,
)
from shuke.interfaces.worker.running import run_next
from shuke.kernel.scope import NotAllowed, Scope

ALL = Scope.everything()
MEMBERS = "编号,名字,手机\n1,梅,13800000001\n2,波,13800000002\n3,李,12\n".encode()


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "SHUKE_HOME", tmp_path)


@pytest.fixture
def worker(chain: None) -> None:
    autodiscover_modules("work")


def received(content: bytes = MEMBERS, name: str = "名单.csv") -> int:
    return actions.receive(stream=[content], name=name, kind="members", at=AT, by=BY)


def uploads() -> list[Path]:
    return list((Path(settings.SHUKE_HOME) / "uploads").glob("*"))


def test_an_upload_is_previewed_tried_and_run(worker: None) -> None:
    upload = received()

    preview = queries.preview_of(upload, ALL)
    assert preview.headers == ("编号", "名字", "手机")
    matched = {field.name: field.column for field in preview.fields if field.column}
    assert matched == {"number": "编号", "name": "名字", "phone": "手机"}
    assert preview.samples["名字"] == ("梅", "波", "李")

    actions.start(import_id=upload, dry_run=True, at=AT, by=BY)
    assert queries.import_of(upload, ALL).state == "queued"
    run_next("test")
    tried = queries.import_of(upload, ALL)
    assert (tried.state, tried.counts["accepted"], tried.counts["refused"]) == ("checked", 2, 1)
    assert rows_of("SELECT count(*) FROM members_member") == [(0,)]
    assert [row.line for row in queries.refused_of(tried.public_id, ALL)] == [4]

    actions.start(import_id=upload, at=AT, by=BY)
    run_next("test")
    done = queries.import_of(upload, ALL)
    assert (done.state, done.counts["accepted"], done.counts["refused"]) == ("finished", 2, 1)
    assert (done.done, done.total) == (3, 3)
    assert rows_of("SELECT count(*) FROM members_member") == [(2,)]
    assert done.has_refused
    assert uploads() == []  # personal data is not kept a second time
    assert queries.imports(ALL)[0] == done


def test_the_same_content_uploaded_again_is_a_repeat(worker: None) -> None:
    for name in ("first.csv", "second.csv"):
        upload = received(name=name)
        actions.start(import_id=upload, at=AT, by=BY)
        run_next("test")

    again = queries.import_of(upload, ALL)
    assert (again.state, again.counts["known"], again.counts["accepted"]) == ("repeated", 2, 0)
    assert rows_of("SELECT count(*) FROM members_member") == [(2,)]
    with pytest.raises(AlreadyRunning):
        actions.start(import_id=upload, at=AT, by=BY)


def test_the_match_of_the_last_file_is_proposed_again(chain: None, write: Write) -> None:
    odd = "a,b\nx1,梅\n"
    import_file(path=write(odd), kind="members", mapping={"number": "a", "name": "b"}, at=AT, by=BY)

    preview = queries.preview_of(received(b"b,a\nBo,x2\n"), ALL)

    assert preview.is_remembered
    assert {field.name: field.column for field in preview.fields if field.column} == {
        "number": "a",
        "name": "b",
    }


def test_a_file_that_is_too_large_leaves_nothing(
    chain: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SHUKE_IMPORT_BYTES_MAX", 10)
    with pytest.raises(FileTooLarge):
        actions.receive(stream=[b"12345678", b"9012"], name="x", kind="members", at=AT, by=BY)
    with pytest.raises(EmptyFile):
        received(b"")
    assert uploads() == []
    assert queries.imports(ALL) == ()


def test_nothing_is_queued_while_the_columns_do_not_fit(chain: None) -> None:
    upload = received(b"sex\nfemale\n")
    with pytest.raises(MappingIncomplete):
        actions.start(import_id=upload, at=AT, by=BY)
    assert queries.import_of(upload, ALL).state == "received"
    assert rows_of("SELECT count(*) FROM jobs_job") == [(0,)]


def test_a_name_with_folders_is_shown_without_them(chain: None) -> None:
    upload = received(name="..\\..\\etc/pass\x00wd.csv")
    assert queries.import_of(upload, ALL).name == "pass wd.csv"
    assert [path.name for path in uploads()] != ["pass wd.csv"]


def test_who_may_not_read_imports_reads_none(chain: None) -> None:
    cashier = Scope(role="cashier", stores=frozenset({1}))
    with pytest.raises(NotAllowed):
        queries.imports(cashier)
    with pytest.raises(UnknownImport):
        queries.import_of(404, ALL)
