"""Sixty-four tills at one moment on one balance, one key, one hold, one night's lapsing."""

import json
from collections import Counter

import pytest
from tests.apart import made
from tests.storms import in_flight_at_once

CALLERS = 64
YEAR_OF_POINTS = sum(range(100, 200))


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    with made(tmp_path_factory.mktemp("storms")) as aside:
        yield json.loads(aside.run("tests.ledger.storming", str(CALLERS)))


def answers(told, storm, record_property):
    most = in_flight_at_once(told[storm])
    record_property(f"in_flight_{storm}", most)
    assert len(told[storm]) == CALLERS
    assert most >= CALLERS // 2, f"only {most} of {CALLERS} calls were in flight at once"
    return Counter(answer for *_, answer in told[storm])


@pytest.mark.django_db
def test_one_balance_is_spent_no_further_than_it_reaches(told, record_property):
    assert answers(told, "one_balance", record_property) == {"won": 3, "refused": 61}


@pytest.mark.django_db
def test_one_key_has_one_effect_and_one_answer(told, record_property):
    seen = answers(told, "one_key", record_property)
    assert sorted(seen.values()) == [1, 63]
    assert len({answer.split()[0] for answer in seen}) == 1


@pytest.mark.django_db
def test_accounts_opened_by_all_at_once_are_opened_once(told, record_property):
    assert answers(told, "first_entry", record_property) == {"True": 64}


@pytest.mark.django_db
def test_a_hold_ends_once_whoever_comes_first(told, record_property):
    seen = answers(told, "one_hold", record_property)
    assert seen.total() - seen[""] == 1


@pytest.mark.django_db
def test_lots_lapse_once_however_many_let_them(told, record_property):
    seen = answers(told, "lapsing", record_property)
    in_storm = 100 - 3 * 30 + 93 + 64
    kept = 100 if not any("used" in answer for *_, answer in told["one_hold"]) else 40
    assert sum(units * many for units, many in seen.items()) == YEAR_OF_POINTS + in_storm + kept


@pytest.mark.django_db
def test_after_all_storms_the_book_explains_each_unit(told):
    assert told["findings"] == []
    assert told["balances"] == {"7": 0, "8": 0, "9": 0, "10": 0}
