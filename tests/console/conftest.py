"""A small chain with two stores and its people: Lin the owner, Old Zhang the cashier."""

from datetime import UTC, datetime

import pytest

from shuke.kernel.scope import Actor
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
