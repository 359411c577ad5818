"""A small chain with two stores and its people: Lin the owner, Old Zhang the cashier."""

from datetime import UTC, datetime

import pytest

from shuke.kernel import ids
from shuke.kernel.scope import Actor, Scope
from shuke.members import actions as members
from shuke.members.newcomer import Newcomer
from shuke.sales import actions as sales
from shuke.sales.actions import LineIn, SaleIn
from shuke.stores import actions

NOON = datetime(2018, 1, 1, 17, tzinfo=UTC)
SYSTEM = Actor(kind="system", name="test")
PASSWORD = "a-long-password-for-tests"


@pytest.fixture
def chain(db):
    actions.set_chain(
        name="Lanxi Retail",
        currency="CNY",
        zone="Asia/Shanghai",
        at=NOON,
        by=SYSTEM,
        clock_at=NOON,
        is_demo=True,
    )
    return actions.ensure_stores(["1", "2"])


@pytest.fixture
def sign_in(chain, client):
    def signed_in(role, *, stores=()):
        actions.add_staff(
            username=role,
            name=f"Lin {role}",
            role=role,
            password=PASSWORD,
            at=NOON,
            by=SYSTEM,
            stores=[chain[number] for number in stores],
        )
        assert client.login(username=role, password=PASSWORD)
        return client

    return signed_in


@pytest.fixture
def enrolled(chain):
    """Enrol somebody in a store; his public id comes back."""

    def enrol(name="王芳", *, store="1", **parts):
        newcomer = Newcomer(name=name, store_id=chain[store], channel="store", **parts)
        done = members.enrol(newcomer=newcomer, scope=Scope.everything(), at=NOON, by=SYSTEM)
        return ids.public("mem", done.member_id)

    return enrol


@pytest.fixture
def sold(chain):
    """Sell one thing to a member for an amount in fen; the sale's public id comes back."""

    def sell(number, amount, *, to=None, store="1", at=NOON, **parts):
        line = LineIn(product=None, quantity_milli=1000, gross=amount, amount=amount)
        member = ids.private("mem", to) if to else None
        sale = SaleIn(
            number=number, store=store, sold_at=at, lines=(line,), member_id=member, **parts
        )
        done = sales.record(sale=sale, at=NOON, by=SYSTEM)
        return ids.public("sal", done.sale_id)

    return sell
