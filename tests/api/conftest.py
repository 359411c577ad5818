"""Lanxi with three stores; Mei shops in store 1, Bo in store 2; every program has its key."""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from django.test import Client
from tests.lake.conftest import inside, prepared

from shuke.interfaces.api import limiting
from shuke.kernel.scope import Actor, Scope
from shuke.members import actions as members
from shuke.members import timeline, visibility
from shuke.members.newcomer import Newcomer
from shuke.sales.timeline import register
from shuke.stores import actions as stores

NOON = datetime(2018, 1, 5, 4, tzinfo=UTC)
SYSTEM = Actor(kind="system", name="test")
OWNER = Scope.everything()
_keys = count(1)


@dataclass
class Caller:
    """A program with its key."""

    secret: str
    client: Client

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request; a POST gets a fresh Idempotency-Key unless one is given."""
        sent = {"Authorization": f"Bearer {self.secret}"}
        if method == "POST":
            sent["Idempotency-Key"] = f"key-{next(_keys)}"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method,
            f"/api/v1{path}",
            "" if body is None else json.dumps(body),
            content_type="application/json",
            headers=sent,
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.call("POST", path, {} if body is None else body, **headers)


@pytest.fixture
def chain(db):
    stores.set_chain(
        name="Lanxi Retail",
        currency="CNY",
        zone="Asia/Shanghai",
        at=NOON,
        by=SYSTEM,
        clock_at=NOON,
        is_demo=True,
    )
    return stores.ensure_stores(["1", "2", "3"])


@pytest.fixture
def committed(transactional_db, tmp_path):
    """A database and a lake of the test's own: other threads and the lake see committed rows only.

    Name it before `key` among a test's arguments.
    """
    with prepared(f"shuke_api_{os.getpid()}", tmp_path) as place, inside(place):
        yield place


@pytest.fixture(autouse=True)
def _full_buckets():
    limiting.buckets.clear()
    yield
    limiting.buckets.clear()


@pytest.fixture(autouse=True)
def _sales_parts():
    before = (dict(timeline._parts), list(visibility._served))
    register()
    yield
    timeline._parts.clear()
    timeline._parts.update(before[0])
    visibility._served[:] = before[1]


@pytest.fixture
def key(chain):
    """A caller of a role, for some stores, narrowed to some permissions."""

    def issued(role="owner", *, stores_of=(), permissions=()):
        secret = stores.issue_key(
            name=f"{role} key",
            role=role,
            at=NOON,
            by=SYSTEM,
            stores=[chain[number] for number in stores_of],
            permissions=permissions,
        )
        return Caller(secret, Client(raise_request_exception=False))

    return issued


@pytest.fixture
def owner(key):
    return key("owner")


@pytest.fixture
def mei(chain):
    """The regular of store 1."""
    newcomer = Newcomer(
        number="M-1", name="Mei Lan", phone="13812340001", card="6001", store_id=chain["1"]
    )
    return members.enrol(newcomer=newcomer, scope=OWNER, at=NOON, by=SYSTEM)


@pytest.fixture
def bo(chain):
    """The lapsed member of store 2."""
    newcomer = Newcomer(number="M-2", name="Bo", phone="13812340002", store_id=chain["2"])
    return members.enrol(newcomer=newcomer, scope=OWNER, at=NOON, by=SYSTEM)


def ticket(number="T-1", *, amount=3000, store="1", **facts):
    return {
        "number": number,
        "store": store,
        "sold_at": "2018-01-05T12:00:00+08:00",
        "lines": [{"product": "rice", "amount": amount}],
        **facts,
    }
