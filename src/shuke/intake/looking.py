"""What the operational database knows about keys that stand in DuckDB.

The keys go into a temporary table on Django's connection, the answers come back by one join: a
small file never reads a big table, and the answer belongs to the caller's transaction. DuckDB
never opens the SQLite file itself: a second copy of SQLite in one process drops the first one's
locks when it closes the file, and another process's committed rows are lost (sqlite.org, "How to
corrupt", 2.2.1; tried).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import duckdb
import pyarrow as pa
from django.db import connection

from shuke.intake.pouring import pour

_FETCH = 20_000
_KEYS = "intake_keys"


def look_up(
    duck: duckdb.DuckDBPyConnection,
    *,
    into: str,
    keys: Mapping[str, str],
    source: str,
    sql: str,
    columns: Mapping[str, str],
) -> int:
    """Make the DuckDB table `into` of what `sql` finds; answer its rows.

    The query begins `FROM intake_keys k CROSS JOIN ...`: SQLite then walks the keys and uses the
    other table's index, never the other way round. `keys` names the key columns and their types,
    filled by `SELECT DISTINCT keys FROM source` in DuckDB; `columns` are the answer's types.
    """
    with _keys_table(keys):
        selected = ", ".join(keys)
        distinct = f"(SELECT DISTINCT {selected} FROM {source})"  # noqa: S608 - names from the code
        pour(duck, table=_KEYS, columns={name: name for name in keys}, source=distinct)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {_KEYS}")
        return fetched(duck, into=into, sql=sql, columns=columns)


def fetched(
    duck: duckdb.DuckDBPyConnection, *, into: str, sql: str, columns: Mapping[str, str]
) -> int:
    """Make the DuckDB table `into` of an operational query's answer; answer its rows."""
    listed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    duck.execute(f"CREATE OR REPLACE TEMP TABLE {into} ({listed})")
    count = 0
    with connection.cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(_FETCH):
            arrays = [pa.array(list(column)) for column in zip(*rows, strict=True)]
            found = pa.Table.from_arrays(arrays, names=list(columns))
            duck.register("intake_found", found)
            duck.execute(f"INSERT INTO {into} SELECT * FROM intake_found")  # noqa: S608 - as above
            duck.unregister("intake_found")
            count += len(rows)
    return count


@contextmanager
def _keys_table(keys: Mapping[str, str]) -> Iterator[None]:
    listed = ", ".join(f"{name} {kind}" for name, kind in keys.items())
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_KEYS}")
        cursor.execute(f"CREATE TEMPORARY TABLE {_KEYS} ({listed})")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {_KEYS}")
