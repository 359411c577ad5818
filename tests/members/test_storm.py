"""Sixty-four tills enrol at once, lists come in twice: one phone is one member (C7, E2)."""

import json

import pytest
from tests.storms import in_flight_at_once

PROCESSES, THREADS = 8, 8
CALLERS = PROCESSES * THREADS
STORMS = (1, 4)
_COUNTS = (
    "SELECT (SELECT COUNT(*) FROM members_member), (SELECT COUNT(*) FROM members_identifier),"
    " (SELECT COUNT(*) FROM members_identity),"
    " (SELECT COUNT(*) FROM events_event WHERE name = 'member.enrolled')"
)


@pytest.mark.django_db
def test_sixty_four_at_once_make_one_member_per_phone(aside, record_property):
    told = json.loads(aside.run("tests.members.storming", *map(str, (PROCESSES, THREADS, *STORMS))))

    for people, answers in zip(STORMS, told, strict=True):
        most = in_flight_at_once(answers)
        record_property(f"in_flight_{people}", most)
        assert len(answers) == CALLERS
        assert most >= CALLERS // 2, f"only {most} of {CALLERS} calls were in flight at once"
        assert len({member for _, _, member, _ in answers}) == people
        assert sum(is_new for *_, is_new in answers) == people
    everybody = sum(STORMS)
    assert aside.fetched(_COUNTS) == (everybody, everybody, everybody, everybody)


_LOADED = (
    "SELECT (SELECT COUNT(*) FROM members_member), (SELECT COUNT(*) FROM members_identifier),"
    " (SELECT COUNT(*) FROM members_attribute WHERE name = 'region'),"
    " (SELECT COUNT(*) FROM members_attribute WHERE name = 'rfm.segment' AND is_current)"
)


@pytest.mark.django_db
def test_four_processes_that_load_one_list_at_once_make_each_member_once(aside):
    told = aside.run("tests.members.racing", "4", "300")
    assert told.split() == ["300", "900", "0"]
    assert aside.fetched(_LOADED) == (300, 300, 300, 300)
