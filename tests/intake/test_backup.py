"""A backup holds what stood there, to the row and the cent, whatever happens afterwards (E05)."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from tests.apart import Aside, made
from tests.intake.test_killed_import import sales_file

COUNTED = (
    "SELECT (SELECT count(*) FROM members_member), (SELECT count(*) FROM sales_sale),"
    " (SELECT count(*) FROM sales_line), (SELECT sum(amount) FROM sales_sale),"
    " (SELECT sum(amount) FROM sales_line), (SELECT count(*) FROM events_event)"
)
LOST = "DELETE FROM members_member WHERE number = 'M3'"


@contextmanager
def opened(aside: Aside, name: str) -> Iterator[Any]:
    url = aside.environment.get("DATABASE_URL", "")
    if url:
        with psycopg.connect(
            urlunsplit(urlsplit(url)._replace(path=f"/{name}")), autocommit=True
        ) as connection:
            yield connection
        return
    path = Path(aside.environment["SHUKE_HOME"]) / f"{name}.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def counted(aside: Aside, name: str) -> tuple[Any, ...]:
    with opened(aside, name) as connection:
        return tuple(connection.execute(COUNTED).fetchone())


def backed_up(aside: Aside, live: str) -> str:
    """A copy as of now, made online; the wheel's pg_dump is older than its server.

    SQLite's own backup, or PostgreSQL's copy of a database nobody is connected to.
    """
    name = f"shuke_copy_{os.getpid()}"
    if aside.environment.get("DATABASE_URL"):
        with opened(aside, "postgres") as server:
            server.execute(f"DROP DATABASE IF EXISTS {name}")
            server.execute(f"CREATE DATABASE {name} TEMPLATE {live}")
        return name
    path = Path(aside.environment["SHUKE_HOME"]) / f"{name}.db"
    with opened(aside, live) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
    return name


@pytest.mark.django_db
def test_a_restored_copy_equals_the_moment_of_the_backup(tmp_path: Path) -> None:
    """E05: backup, delete a member, restore to a copy: counts and sums of the backup's moment."""
    file = sales_file(tmp_path, 2_000)
    with made(tmp_path / "home") as aside:
        aside.run("tests.intake.filling", str(file))
        live = urlsplit(aside.environment.get("DATABASE_URL", "")).path.strip("/") or "shuke"
        before = counted(aside, live)
        copy = backed_up(aside, live)
        with opened(aside, live) as connection:
            connection.execute(LOST)
        assert counted(aside, live)[0] == before[0] - 1

        assert counted(aside, copy) == before
        assert before[1] > 500
        assert before[3] == before[4]
        if aside.environment.get("DATABASE_URL"):
            with opened(aside, "postgres") as server:
                server.execute(f"DROP DATABASE {copy}")
