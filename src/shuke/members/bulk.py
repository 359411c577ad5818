"""Many rows into one table inside the caller's transaction: COPY, or one prepared statement.

The ORM's bulk insert costs thirty times COPY above a thousand rows (design section 7).
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, cast

from django.db import connection

Cell = int | str | bool | date | datetime | None


def insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Insert rows; `table` and `columns` are names from this package, never input."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # The driver reports what COPY met when the block ends, past Django's own wrapping: a
            # race on a unique value would reach callers as a foreign error and not be retried.
            copying = cursor.copy(f"COPY {table} ({names}) FROM STDIN")
            with connection.wrap_database_errors, copying as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names from the code
        # A generator, though Django's annotation asks for a sequence: the driver streams it.
        adapting: Any = (tuple(map(adapted, row)) for row in rows)
        cursor.executemany(sql, adapting)


def update(table: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Set columns of rows by id: each row holds the values in their order, then the id."""
    sets = ", ".join(f'"{column}" = %s' for column in columns)
    sql = f"UPDATE {table} SET {sets} WHERE id = %s"  # noqa: S608 - names from the code
    adapting: Any = [tuple(map(adapted, row)) for row in rows]
    if adapting:
        with connection.cursor() as cursor:
            cursor.executemany(sql, adapting)


def adapted(value: Cell) -> int | str | date | None:
    """Return a value as the database driver takes it (SQLite keeps times as UTC text)."""
    if isinstance(value, datetime):
        return cast("str", connection.ops.adapt_datetimefield_value(value))
    if isinstance(value, date):
        return cast("str", connection.ops.adapt_datefield_value(value))
    return value


def stage(name: str, columns: str, names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Fill a temporary table for one set-based statement; an older one of that name is dropped."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {name}")
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns})")
    insert(name, names, rows)


def drop(name: str) -> None:
    """Remove a temporary table."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {name}")


def run(sql: str, parameters: Sequence[Cell] = ()) -> int:
    """Run one statement and return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, tuple(map(adapted, parameters)))
        return int(cursor.rowcount)
