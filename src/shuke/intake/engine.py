"""The DuckDB that reads and checks what comes in: in memory, no network, no extensions from it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
from django.conf import settings

MEMORY_LIMIT = "1500MB"


@contextmanager
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    """A fresh connection in UTC whose overflow goes to a folder that vanishes with it."""
    with tempfile.TemporaryDirectory(prefix="import-", dir=settings.SHUKE_HOME) as overflow:
        duck = duckdb.connect(
            config={
                "threads": settings.SHUKE_THREADS,
                "memory_limit": MEMORY_LIMIT,
                "temp_directory": overflow,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )
        try:
            duck.execute("LOAD icu")  # compiled into the wheel
            duck.execute("SET TimeZone = 'UTC'")
            yield duck
        finally:
            duck.close()
