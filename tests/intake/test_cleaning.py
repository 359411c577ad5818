"""Cleaning: what is doubled, wrong or empty is found, counted and listed (E02, E04)."""

import csv
import io

from tests.intake.conftest import AT, BY, Write, handed_out

from shuke.intake.actions import import_file
from shuke.kernel.scope import Scope
from shuke.members import queries as members

GOOD = 90


def a_hundred_rows() -> str:
    """90 sound members, 5 of them again, 3 with bad phones, 2 without a name."""
    sound = [f"M{n:03},会员{n},138{n:08}" for n in range(1, GOOD + 1)]
    doubled = sound[:5]
    bad_phones = ["M201,张三,12345", "M202,李四,138001", "M203,王五,电话"]
    nameless = ["M301,,13900000001", "M302,　,13900000002"]
    return "\n".join(["会员号,姓名,手机号", *sound, *doubled, *bad_phones, *nameless]) + "\n"


def test_a_hundred_rows_are_90_accepted_5_merged_5_in_quarantine(chain: None, write: Write) -> None:
    outcome = import_file(path=write(a_hundred_rows()), kind="members", at=AT, by=BY)

    assert outcome.counts["rows"] == 100
    assert outcome.counts["accepted"] == 90
    assert outcome.counts["merged"] == 5
    assert outcome.counts["refused"] == 5
    assert members.counts(Scope.everything()).members == 90


def test_the_refused_rows_come_back_with_line_and_reason(chain: None, write: Write) -> None:
    outcome = import_file(path=write(a_hundred_rows()), kind="members", at=AT, by=BY)

    assert outcome.has_refused
    rows = list(csv.DictReader(io.StringIO(handed_out(outcome.import_id))))
    assert [row["line"] for row in rows] == ["97", "98", "99", "100", "101"]
    assert {row["code"] for row in rows[:3]} == {"member.bad_identity"}
    assert {row["code"] for row in rows[3:]} == {"member.incomplete"}
    assert rows[0]["会员号"] == "M201"
    assert all(row["reason_en"] and row["reason_zh"] for row in rows)
