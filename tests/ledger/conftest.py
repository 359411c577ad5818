"""A small club's pockets: points that lapse, what is owed back, stored value without an end."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shuke.kernel.scope import Actor
from shuke.ledger import actions
from shuke.ledger.places import HOUSE, Move, Occasion, Place, Pocket

POINTS = Pocket("points", "points", is_lotted=True)
DEBT = Pocket("points.debt", "points", floor=None)
PENDING = Pocket("points.pending", "points", is_lotted=True)
VALUE = Pocket("value.principal", "CNY")
ISSUED = Pocket("points.issued", "points", floor=None)
SPENT = Pocket("points.spent", "points", floor=None)
LAPSED = Pocket("points.lapsed", "points", floor=None)
CASH = Pocket("value.paid_in", "CNY", floor=None)
TILL = Actor(kind="key", name="sk_till")
START = date(2025, 3, 1)
MEI, LAO = 7, 8


def house(pocket):
    return Place(HOUSE, pocket)


def of(holder, pocket=POINTS):
    return Place(holder, pocket)


def on(day, kind="test", hours=4):
    moment = datetime(day.year, day.month, day.day, hours, tzinfo=UTC)
    return Occasion(kind=kind, at=moment, day=day, by=TILL)


def earn(key, amount, *, day=START, days=365, holder=MEI):
    return actions.post(
        holder=holder,
        key=key,
        moves=[Move(house(ISSUED), of(holder), amount, until=day + timedelta(days=days - 1))],
        occasion=on(day, "earned"),
    )


def spend(key, amount, *, day=START, holder=MEI, **more):
    return actions.post(
        holder=holder,
        key=key,
        moves=[Move(of(holder), house(SPENT), amount)],
        occasion=on(day, "spent"),
        **more,
    )


def lapse(day):
    return actions.lapse_lots(pocket=POINTS, into=LAPSED, occasion=on(day, "lapsed"))


@pytest.fixture(autouse=True)
def sound(request):
    """After every test of the book, the book explains each of its units."""
    is_book_there = "db" in request.fixturenames
    if is_book_there:
        # Asked for here, so that it outlives what is said below.
        request.getfixturevalue("db")
    yield
    if is_book_there:
        from shuke.ledger import queries

        assert queries.verify() == ()
