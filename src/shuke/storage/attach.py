"""The operational database as DuckDB sees it: one connection for bulk reads and writes.

Measured (design section 7): rows move at about the speed of COPY, and set-based SQL stays the same
for SQLite and PostgreSQL. The extension files come from wheels and load without a network.
"""

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from django.conf import settings
from django.db import connection

MEMORY_LIMIT = "2GB"


@dataclass(frozen=True, slots=True)
class Attached:
    """A DuckDB connection with the operational database under the name `op`."""

    duck: duckdb.DuckDBPyConnection
    vendor: str

    def table(self, name: str) -> str:
        """The qualified name of an operational table, e.g. `sales_sale`."""
        return f"op.public.{name}" if self.vendor == "postgresql" else f"op.{name}"


def _extension(name: str) -> str:
    spec = importlib.util.find_spec(f"duckdb_extension_{name}")
    if spec is None or spec.origin is None:
        raise RuntimeError(f"the wheel duckdb-extension-{name.replace('_', '-')} is missing")
    return str(next(Path(spec.origin).parent.rglob(f"{name}.duckdb_extension")))


def _quoted(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def _target() -> tuple[str, str]:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return _quoted(database["NAME"]), "TYPE sqlite"
    parts = {
        "dbname": database["NAME"],
        "user": database["USER"],
        "password": database["PASSWORD"],
        "host": database["HOST"],
        "port": database["PORT"],
    }
    text = " ".join(f"{key}={_escaped(value)}" for key, value in parts.items() if value)
    return _quoted(text), "TYPE postgres"


def _escaped(value: object) -> str:
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"


@contextmanager
def attached(*, read_only: bool = True) -> Iterator[Attached]:
    """Open DuckDB with the operational database attached as `op`, and close both afterwards.

    On SQLite only in a process of its own (`storage.apart` says why and makes it).
    """
    vendor = connection.vendor
    if vendor == "sqlite" and not getattr(settings, "SHUKE_IS_APART", False):
        raise RuntimeError("DuckDB may open a SQLite file only apart: see shuke.storage.apart")
    target, kind = _target()
    duck = duckdb.connect(config={"threads": settings.SHUKE_THREADS, "memory_limit": MEMORY_LIMIT})
    try:
        duck.execute("SET autoinstall_known_extensions = false")
        duck.execute("SET TimeZone = 'UTC'")
        scanner = "sqlite_scanner" if vendor == "sqlite" else "postgres_scanner"
        duck.execute(f"LOAD {_quoted(_extension(scanner))}")
        mode = ", READ_ONLY" if read_only else ""
        duck.execute(f"ATTACH {target} AS op ({kind}{mode})")
        yield Attached(duck=duck, vendor=vendor)
    finally:
        duck.close()
