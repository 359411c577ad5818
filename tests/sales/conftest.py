"""Lanxi, a chain with three stores: Mei the regular buys, Old Zhang serves."""

from datetime import UTC, datetime

import pytest

from shuke.kernel.scope import Actor, Scope
from shuke.sales.actions import LineIn, SaleIn, record
from shuke.stores import actions as stores

NOON = datetime(2018, 1, 5, 4, tzinfo=UTC)  # 12:00 in Shanghai
TILL = Actor(kind="key", name="sk_till")
OWNER = Scope.everything()


@pytest.fixture
def chain(db):
    stores.set_chain(name="Lanxi Retail", currency="CNY", zone="Asia/Shanghai", at=NOON, by=TILL)
    return stores.ensure_stores(["1", "2", "3"])


def line(product, amount, *, quantity=1, **discounts):
    taken = sum(discounts.values())
    return LineIn(product, quantity * 1000, amount + taken, amount, discounts)


def sale(number, *lines, **facts):
    return SaleIn(
        **{"number": number, "store": "1", "sold_at": NOON, "lines": tuple(lines), **facts}
    )


def back(number, *lines, of, **facts):
    """A return: the lines are written as they were sold."""
    negative = tuple(
        LineIn(
            one.product,
            -one.quantity_milli,
            -one.gross,
            -one.amount,
            {kind: -amount for kind, amount in one.discounts.items()},
        )
        for one in lines
    )
    return sale(number, *negative, **{"returns": of, **facts})


def keep(what, *, at=NOON):
    return record(sale=what, at=at, by=TILL)
