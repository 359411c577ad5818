"""Databases of one's own: committed rows, seen by other connections, gone after the test.

The lake reads through connections of its own, so the rows must be committed; and the book of
events refuses to be emptied. Hence a copy of the migrated database per test (or module).
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connection

from shuke.lake import access
from shuke.lake.figures import forget


@dataclass(frozen=True)
class Place:
    """A database of its own (a file's path, or a name) and a lake folder beside it."""

    database: str
    lake: Path


def _copied(name: str, folder: Path) -> str:
    connection.close()
    source = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        target = folder / f"{name}.db"
        shutil.copy(source, target)
        return str(target)
    # A thread of an earlier test may have left an idle session; a template must have none.
    _administer(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{source}'",
        f"DROP DATABASE IF EXISTS {name}",
        f"CREATE DATABASE {name} TEMPLATE {source}",
    )
    return name


def _administer(*statements: str) -> None:
    with psycopg.connect(_address(), autocommit=True) as server:
        for statement in statements:
            server.execute(statement)


def _address() -> str:
    told = connection.settings_dict
    parts = {"user": told["USER"], "password": told["PASSWORD"], "host": told["HOST"]}
    parts |= {"port": told["PORT"], "dbname": "postgres"}
    return psycopg.conninfo.make_conninfo("", **{k: v for k, v in parts.items() if v})


def _dropped(place: Place) -> None:
    if connection.vendor == "postgresql":
        _administer(f"DROP DATABASE IF EXISTS {place.database} WITH (FORCE)")


@contextmanager
def inside(place: Place) -> Iterator[Place]:
    """Work with the database and the lake of a place."""
    before, lake = connection.settings_dict["NAME"], django_settings.SHUKE_LAKE
    connection.close()
    connection.settings_dict["NAME"] = place.database
    django_settings.SHUKE_LAKE = place.lake
    _forgotten()
    try:
        yield place
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        django_settings.SHUKE_LAKE = lake
        _forgotten()


def _forgotten() -> None:
    access.close()
    forget()


@contextmanager
def prepared(name: str, folder: Path) -> Iterator[Place]:
    # Workers share one server, so each copies under a name of its own.
    place = Place(_copied(f"{name}_{os.getpid()}", folder), folder / "lake")
    try:
        yield place
    finally:
        _dropped(place)


@pytest.fixture
def books(transactional_db: None, tmp_path: Path) -> Iterator[Place]:
    """An empty database and an empty lake for one test."""
    with prepared("shuke_books", tmp_path) as place, inside(place):
        yield place


@pytest.fixture(scope="module")
def journey_place(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """Complete Journey in the operational tables, and its lake, once for a module."""
    from tests.lake.journey import load

    folder = tmp_path_factory.mktemp("journey")
    with django_db_blocker.unblock(), prepared("shuke_journey", folder) as place:  # type: ignore[attr-defined]
        with inside(place):
            load()
        yield place


@pytest.fixture
def journey(transactional_db: None, journey_place: Place) -> Iterator[Place]:
    """Work with Complete Journey; tests read only."""
    with inside(journey_place) as place:
        yield place
