"""Postings: once per key, balanced, soonest to lapse first, taken back exactly."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.ledger.conftest import (
    CASH,
    DEBT,
    ISSUED,
    LAO,
    MEI,
    PENDING,
    POINTS,
    SPENT,
    START,
    VALUE,
    earn,
    house,
    lapse,
    of,
    on,
    spend,
)

from shuke.ledger import actions, queries
from shuke.ledger.places import Move
from shuke.ledger.refusals import (
    BadEntry,
    NotEnough,
    PostingKeyReused,
    TakesBackTooMuch,
    UnknownPosting,
)

pytestmark = pytest.mark.django_db
SEPTEMBER = date(2025, 9, 1)


def left(holder=MEI, pocket=POINTS):
    return [(lot.remaining, lot.until) for lot in queries.lots(of(holder, pocket))]


def test_points_of_a_year_are_spent_and_lapse_by_lot(db):
    """C14: 100 of March and 50 of September; 30 spent in December; 70 lapse next March, once."""
    earn("a", 100)
    earn("b", 50, day=SEPTEMBER)
    spend("c", 30, day=date(2025, 12, 1))
    assert left() == [(70, date(2026, 2, 28)), (50, date(2026, 8, 31))]

    assert lapse(date(2026, 2, 28)).units == 0
    assert lapse(date(2026, 3, 1)) == actions.Lapsed(holders=1, units=70)
    assert lapse(date(2026, 3, 1)) == actions.Lapsed(holders=0, units=0)
    assert queries.balances(MEI)["points"].balance == 50
    assert queries.house_balance("points.lapsed") == 70


def test_the_same_key_is_booked_once_and_with_other_entries_refused(db):
    first = earn("a", 100)
    again = earn("a", 100)
    assert (first.is_new, again.is_new) == (True, False)
    assert (again.id, again.entries) == (first.id, first.entries)
    with pytest.raises(PostingKeyReused):
        earn("a", 101)
    assert queries.balances(MEI)["points"].balance == 100


def test_more_than_is_free_is_refused_and_books_nothing(db):
    earn("a", 100)
    with pytest.raises(NotEnough) as refused:
        spend("b", 101)
    assert refused.value.values == {"asked": 101, "free": 100, "unit": "points"}
    assert [line.amount for line in queries.statement(of(MEI))] == [100]
    # The key of a refusal is free: nothing was remembered.
    assert spend("b", 100).is_new


def test_lots_that_lapse_sooner_go_first_whenever_they_were_earned(db):
    earn("long", 100, days=365)
    earn("short", 40, day=START + timedelta(days=1), days=10)
    endless = Move(house(ISSUED), of(MEI), 5)
    actions.post(holder=MEI, key="endless", moves=[endless], occasion=on(START))
    spend("a", 60)
    assert left() == [(80, date(2026, 2, 28)), (5, None)]
    spend("b", 82)
    assert left() == [(3, None)]


def test_what_a_sale_took_goes_back_into_its_own_lots(db):
    earn("march", 100)
    earn("september", 50, day=SEPTEMBER)
    sale = spend("sale", 120, day=SEPTEMBER)
    assert left() == [(30, date(2026, 8, 31))]

    def give_back(key, amount, day=SEPTEMBER, days_least=0):
        move = Move(house(SPENT), of(MEI), amount, is_back=True, days_least=days_least)
        return actions.post(
            holder=MEI, key=key, moves=[move], occasion=on(day, "returned"), of=sale.id
        )

    # Half the goods come back: as if only 50 had been spent, which March's lot gave.
    give_back("half", 70)
    assert left() == [(50, date(2026, 2, 28)), (50, date(2026, 8, 31))]
    # The rest comes back late: March's points count thirty days more, as the caller asked.
    give_back("late", 20, day=date(2026, 2, 20), days_least=30)
    assert left() == [
        (50, date(2026, 2, 28)),
        (20, date(2026, 3, 22)),
        (50, date(2026, 8, 31)),
    ]
    with pytest.raises(TakesBackTooMuch):
        give_back("too much", 31)
    give_back("all", 30)
    assert sum(amount for amount, _ in left()) == 150
    with pytest.raises(UnknownPosting):
        actions.post(
            holder=LAO,
            key="foreign",
            moves=[Move(house(SPENT), of(LAO), 1, is_back=True)],
            occasion=on(START),
            of=sale.id,
        )


def test_earned_points_are_taken_back_from_their_own_lot_then_others_then_owed(db):
    earn("old", 10, days=30)
    sale = earn("sale", 100, days=365)
    spend("gift", 15)
    assert left() == [(95, date(2026, 2, 28))]
    earn("new", 3, days=5)

    taken = actions.post(
        holder=MEI,
        key="return",
        moves=[Move(of(MEI), house(ISSUED), 100, is_back=True, short=of(MEI, DEBT))],
        occasion=on(START, "returned"),
        of=sale.id,
    )
    assert taken.taken_from("points.debt") == 2
    assert left() == []
    assert queries.balances(MEI)["points.debt"].balance == -2


def test_pending_points_keep_their_days_when_they_become_points(db):
    for key, amount, until in (("a", 10, date(2025, 6, 30)), ("b", 20, date(2025, 5, 31))):
        actions.post(
            holder=MEI,
            key=key,
            moves=[Move(house(ISSUED), of(MEI, PENDING), amount, until=until)],
            occasion=on(START),
        )
    actions.post(
        holder=MEI,
        key="ripe",
        moves=[Move(of(MEI, PENDING), of(MEI), 30)],
        occasion=on(date(2025, 3, 15)),
    )
    assert left() == [(20, date(2025, 5, 31)), (10, date(2025, 6, 30))]
    assert left(pocket=PENDING) == []


def test_a_statement_shows_each_entry_with_the_balance_after_it(db):
    earn("a", 100)
    spend("b", 30, day=SEPTEMBER)
    earn("c", 5, day=date(2025, 10, 1))
    lines = queries.statement(of(MEI))
    assert [(line.kind, line.amount, line.balance) for line in lines] == [
        ("earned", 5, 75),
        ("spent", -30, 70),
        ("earned", 100, 100),
    ]
    assert lines[1].other == "points.spent"
    older = queries.statement(of(MEI), before=lines[0].id, most=1)
    assert [(line.amount, line.balance) for line in older] == [(-30, 70)]


def test_a_balance_of_any_past_moment_can_be_given(db):
    for month in range(1, 13):
        earn(f"m{month}", month, day=date(2025, month, 1))
    spend("gift", 20, day=date(2025, 12, 15))
    for month in range(1, 13):
        moment = datetime(2025, month, 15, tzinfo=UTC)
        assert queries.balance_at(of(MEI), moment) == month * (month + 1) // 2
    assert queries.balance_at(of(MEI), datetime(2026, 1, 1, tzinfo=UTC)) == 58
    assert queries.balance_at(house(ISSUED), datetime(2025, 7, 15, tzinfo=UTC)) == -28


def test_money_and_points_are_books_of_their_own(db):
    actions.post(
        holder=MEI,
        key="top-up",
        moves=[Move(house(CASH), of(MEI, VALUE), 50_000), Move(house(ISSUED), of(MEI), 500)],
        occasion=on(START, "topped_up"),
    )
    assert {name: one.balance for name, one in queries.balances(MEI).items()} == {
        "points": 500,
        "value.principal": 50_000,
    }
    assert queries.house_balance("value.paid_in") == -50_000


@pytest.mark.parametrize(
    "moves",
    [
        [],
        [Move(house(ISSUED), of(MEI), 0)],
        [Move(house(ISSUED), of(MEI), -5)],
        [Move(house(ISSUED), of(MEI), 10**15 + 1)],
        [Move(house(CASH), of(MEI), 5)],
        [Move(of(MEI), of(MEI), 5)],
        [Move(of(LAO), house(SPENT), 5)],
        [Move(house(SPENT), of(MEI), 5, is_back=True)],
    ],
    ids=["nothing", "zero", "below zero", "huge", "two units", "itself", "two holders", "of none"],
)
def test_entries_that_no_book_may_hold_are_refused(db, moves):
    with pytest.raises(BadEntry):
        actions.post(holder=MEI, key="a", moves=moves, occasion=on(START))
    assert queries.balances(MEI) == {}


@pytest.mark.parametrize("table", ["ledger_posting", "ledger_entry", "ledger_draw"])
def test_the_storage_refuses_to_change_or_delete_what_was_booked(db, table):
    earn("a", 100)
    spend("b", 30)
    for sql in (f"UPDATE {table} SET member_id = 9", f"DELETE FROM {table}"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def test_the_database_itself_keeps_the_floor(db):
    earn("a", 100)
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE ledger_account SET balance = -1 WHERE name = 'points'")
