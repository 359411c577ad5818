"""The process dies before or after any statement: the book is whole, before or after it (B3)."""

import json

import pytest
from tests.apart import made

OPERATIONS = 9


def killed(home, most):
    with made(home) as aside:
        told = json.loads(aside.run("tests.ledger.killing", str(most)))
    assert told["findings"] == []
    assert len(told["operations"]) == OPERATIONS
    kills = 0
    for name, found in told["operations"].items():
        assert found["before"] != found["after"], name
        for where, left, again in found["kills"]:
            assert left in (found["before"], found["after"]), (name, where)
            assert again == found["after"], (name, where)
            kills += 1
    return kills


@pytest.mark.django_db
def test_an_operation_killed_at_a_statement_is_whole_or_not_there(tmp_path, record_property):
    kills = killed(tmp_path, 4)
    record_property("kills", kills)
    assert kills == 4 * OPERATIONS


@pytest.mark.soak
@pytest.mark.django_db
def test_an_operation_killed_at_every_statement_is_whole_or_not_there(tmp_path, record_property):
    kills = killed(tmp_path, 1_000)
    record_property("kills", kills)
    assert kills >= 2 * 60
