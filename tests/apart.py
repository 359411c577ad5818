"""A fresh, migrated database besides the one of the tests, for other processes to work on."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
SECONDS_MAX = 120
_MIGRATE = (
    "import django; django.setup()\n"
    "from django.core.management import call_command\n"
    "call_command('migrate', verbosity=0, skip_checks=True)\n"
)


@dataclass(frozen=True, slots=True)
class Aside:
    """The environment in which commands reach the database."""

    environment: dict[str, str]

    def run(self, module: str, *arguments: str) -> str:
        """Run a module of the tests as a process of its own and answer what it said."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS_MAX,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def fetched(self, sql: str) -> tuple[object, ...]:
        """The first row that a query answers."""
        url = self.environment.get("DATABASE_URL", "")
        if url:
            with psycopg.connect(url) as connection:
                return connection.execute(sql).fetchone() or ()
        with closing(sqlite3.connect(Path(self.environment["SHUKE_HOME"]) / "shuke.db")) as file:
            return file.execute(sql).fetchone() or ()


@contextmanager
def made(home: Path) -> Iterator[Aside]:
    """Make a database for the length of a test."""
    environment = {
        **os.environ,
        "SHUKE_HOME": str(home),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "DJANGO_SETTINGS_MODULE": "shuke.project.settings",
    }
    url = os.environ.get("DATABASE_URL", "")
    name = f"shuke_aside_{os.getpid()}"
    if url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name}")
        environment["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    subprocess.run(
        [sys.executable, "-c", _MIGRATE],
        env=environment,
        check=True,
        timeout=SECONDS_MAX,
        capture_output=True,
    )
    try:
        yield Aside(environment)
    finally:
        if url:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
