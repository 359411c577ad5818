"""Lanxi Retail with two stores, and its people: Mei the regular, Bo the lapsed."""

from datetime import UTC, datetime

import pytest
from tests.apart import made

from shuke.kernel.scope import Actor, Scope
from shuke.members import actions
from shuke.members.newcomer import Newcomer
from shuke.stores import actions as store_actions

NOON = datetime(2018, 1, 1, 4, tzinfo=UTC)
SYSTEM = Actor(kind="system", name="test")
ZHANG = Actor(kind="staff", name="zhang")
ALL = Scope.everything()
PHONE = "13800000001"


def set_up():
    store_actions.set_chain(
        name="Lanxi Retail",
        currency="CNY",
        zone="Asia/Shanghai",
        at=NOON,
        by=SYSTEM,
        clock_at=NOON,
        is_demo=True,
    )
    return store_actions.ensure_stores(["1", "2", "3"])


@pytest.fixture
def chain(db):
    return set_up()


@pytest.fixture
def aside(tmp_path):
    """A database of its own, for what must be committed: processes that race, files on disk."""
    with made(tmp_path) as database:
        yield database


@pytest.fixture
def enrolled(chain):
    """Enrol somebody in store 1 and return his id."""

    def enrol(name="王芳", *, store="1", **parts):
        newcomer = Newcomer(name=name, store_id=chain[store], channel="store", **parts)
        return actions.enrol(newcomer=newcomer, scope=ALL, at=NOON, by=ZHANG).member_id

    return enrol


@pytest.fixture
def mei(enrolled):
    return enrolled("王芳", phone=PHONE)


@pytest.fixture
def bo(enrolled):
    return enrolled("李波", store="2", phone="13800000002")
