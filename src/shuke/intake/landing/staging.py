"""A temporary table on Django's connection, filled from DuckDB for one set-based action."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import duckdb
from django.db import connection

from shuke.intake.pouring import pour

_NAME = "intake_staged"


@contextmanager
def staged(
    duck: duckdb.DuckDBPyConnection,
    *,
    types: Mapping[str, str],
    columns: Mapping[str, str],
    source: str,
) -> Iterator[str]:
    """Fill the staging table with `SELECT columns FROM source`; gives its name, drops it after."""
    listed = ", ".join(f"{name} {types.get(name, 'text')}" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_NAME}")
        cursor.execute(f"CREATE TEMPORARY TABLE {_NAME} ({listed})")
    pour(duck, table=_NAME, columns=columns, source=source)
    yield _NAME
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {_NAME}")
