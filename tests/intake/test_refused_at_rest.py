"""Refused rows hold what the file held, phones and names: sealed at rest, masked for readers."""

import csv
import io
from pathlib import Path

import pytest
from django.conf import settings
from tests.intake.conftest import AT, BY, Write, handed_out
from tests.intake.reading_back import rows_of

from shuke.events import queries as events
from shuke.intake import queries
from shuke.intake.actions import import_file
from shuke.intake.actions.handing_out import hand_out_refused
from shuke.kernel.scope import NotAllowed, Scope
from shuke.members.refusals import ReasonMissing

ALL = Scope.everything()
# A number too short, one too long, one that slipped into the column of names.
FILE = (
    "number,name,phone,remark\n"
    "1,欧阳海棠,1380013800,old friend\n"
    "2,慕容雪,138001380011111,\n"
    "3,,13900139000,calls 13700137000\n"
    "4,司徒静,+12,mail s.j@example.com\n"
)
CANARIES = ("欧阳海棠", "慕容雪", "1380013800", "13900139000", "13700137000", "s.j@example.com")


@pytest.fixture
def refused(chain: None, write: Write) -> int:
    outcome = import_file(path=write(FILE), kind="members", at=AT, by=BY)
    assert (outcome.counts["accepted"], outcome.counts["refused"]) == (0, 4)
    return outcome.import_id


def test_nothing_of_a_refused_row_lies_in_the_open(refused: int) -> None:
    rows = str(rows_of("SELECT * FROM intake_refusedrow"))
    folder = Path(settings.SHUKE_HOME) / "imports" / str(refused)
    files = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    assert rows
    assert files
    for canary in CANARIES:
        assert canary not in rows
        assert canary not in files


def test_who_may_see_imports_sees_the_rows_masked(refused: int) -> None:
    shown = "".join(queries.refused_csv(refused, ALL))
    lists = str(queries.refused_of(refused, ALL, 20))
    for canary in CANARIES:
        assert canary not in shown
        assert canary not in lists
    rows = list(csv.DictReader(io.StringIO(shown.removeprefix("\ufeff"))))
    assert [row["line"] for row in rows] == ["2", "3", "4", "5"]
    assert [row["number"] for row in rows] == ["1", "2", "3", "4"]


def test_in_full_they_are_handed_out_for_a_reason_that_is_recorded(refused: int) -> None:
    whole = handed_out(refused)
    assert all(canary in whole for canary in CANARIES)
    told = events.of_subject(f"import/{refused}", limit=1)[0]
    assert told.name == "import.refused_shown"
    assert told.payload == {"rows": 4, "reason": "corrects the file"}
    with pytest.raises(ReasonMissing):
        hand_out_refused(reference=refused, reason="no", scope=ALL, at=AT, by=BY)
    with pytest.raises(NotAllowed):
        hand_out_refused(
            reference=refused, reason="wants the phones", scope=Scope(role="marketer"), at=AT, by=BY
        )
