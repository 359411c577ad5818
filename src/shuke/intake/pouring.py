"""Rows out of DuckDB into an operational table, inside the caller's Django transaction.

The chunk, its ledger row and its event must commit together, so the rows travel over Django's own
connection: COPY on PostgreSQL, one prepared statement on SQLite. Measured on Complete Journey, this
costs a quarter more than DuckDB writing the attached tables itself.
"""

from collections.abc import Iterator, Mapping, Sequence

import duckdb
from django.db import connection

from shuke.intake.quoting import quoted

_FETCH = 20_000


def pour(
    duck: duckdb.DuckDBPyConnection, *, table: str, columns: Mapping[str, str], source: str
) -> int:
    """Insert `SELECT columns FROM source` into `table`; answer how many rows went.

    Names and expressions come from the code, never from input. Times are naive UTC, or local for
    a column of local time; both databases get whole seconds.
    """
    select = ", ".join(f"{expression} AS {quoted(name)}" for name, expression in columns.items())
    query = f"SELECT {select} FROM {source}"  # noqa: S608 - names from the code
    types = [str(row[1]) for row in duck.execute(f"DESCRIBE {query}").fetchall()]
    names = list(columns)
    if connection.vendor == "postgresql":
        return _copy(duck, table, names, types, query)
    return _prepared(duck, table, names, types, query)


def _prepared(
    duck: duckdb.DuckDBPyConnection,
    table: str,
    names: Sequence[str],
    types: Sequence[str],
    query: str,
) -> int:
    plain = ", ".join(_plain(quoted(name), kind) for name, kind in zip(names, types, strict=True))
    rows = _Counted(_rows(duck, f"SELECT {plain} FROM ({query})"))  # noqa: S608 - as above
    marks = ", ".join("?" * len(names))
    into = f"INSERT INTO {table} ({_listed(names)}) VALUES ({marks})"  # noqa: S608 - as above
    connection.ensure_connection()
    # Django's cursor would rewrite the statement's marks; the driver's own takes them as they are.
    with connection.wrap_database_errors:
        connection.connection.executemany(into, rows)
    return rows.count


def _copy(
    duck: duckdb.DuckDBPyConnection,
    table: str,
    names: Sequence[str],
    types: Sequence[str],
    query: str,
) -> int:
    cells = ", ".join(_cell(quoted(name), kind) for name, kind in zip(names, types, strict=True))
    lines = f"SELECT concat_ws(chr(9), {cells}) || chr(10) FROM ({query})"  # noqa: S608 - as above
    rows = _Counted(_rows(duck, lines))
    copy_sql = f"COPY {table} ({_listed(names)}) FROM STDIN"
    wrapped = connection.wrap_database_errors
    with wrapped, connection.cursor() as cursor, cursor.copy(copy_sql) as copy:
        waiting: list[str] = []
        for (line,) in rows:
            waiting.append(str(line))
            if len(waiting) == _FETCH:
                copy.write("".join(waiting))
                waiting.clear()
        copy.write("".join(waiting))
    return rows.count


class _Counted:
    def __init__(self, rows: Iterator[tuple[object, ...]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        for row in self._rows:
            self.count += 1
            yield row


def _rows(duck: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[object, ...]]:
    found = duck.execute(query)
    while rows := found.fetchmany(_FETCH):
        yield from rows


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(quoted, names))


def _plain(name: str, kind: str) -> str:
    if kind == "BOOLEAN":
        return f"CAST({name} AS INTEGER)"
    if kind.endswith("INT") or kind in {"INTEGER", "BIGINT", "HUGEINT"}:
        return f"CAST({name} AS BIGINT)"
    if kind.startswith("DECIMAL") or kind in {"DOUBLE", "FLOAT"}:
        return f"CAST({name} AS DOUBLE)"
    return _text(name, kind)


def _text(name: str, kind: str) -> str:
    if kind.startswith("TIMESTAMP"):
        return f"strftime({name}, '%Y-%m-%d %H:%M:%S')"
    return f"CAST({name} AS VARCHAR)"


def _cell(name: str, kind: str) -> str:
    text = _text(name, kind)
    if kind in {"VARCHAR", "JSON"}:
        # COPY's text form: a backslash, a tab and the line ends are written escaped.
        for sign, letter in ((92, 92), (9, 116), (10, 110), (13, 114)):
            text = f"replace({text}, chr({sign}), chr(92) || chr({letter}))"
    return rf"coalesce({text}, '\N')"
