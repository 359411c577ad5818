"""What stands in the tables, in the same Python values on both databases."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

_FLAGS = {"is_known", "is_online", "is_counted"}


def rows_of(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column[0] for column in cursor.description]
        return [tuple(map(_plain, names, row)) for row in cursor.fetchall()]


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value)
    if name in _FLAGS:
        return bool(value)
    if name == "day" and isinstance(value, str):
        return date.fromisoformat(value)
    if name in {"sold_at", "local_at"} and isinstance(value, str):
        return datetime.fromisoformat(value)
    return value


def digest_of(queries: Sequence[str]) -> str:
    """One text of everything the queries find."""
    return repr([rows_of(sql) for sql in queries])
