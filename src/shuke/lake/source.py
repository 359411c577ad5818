"""The operational database during one refresh: one transaction, read in two ways.

`whole` scans attached tables, typed and (on PostgreSQL) in parallel: right for a first load.
`some` hands the statement to the database itself, whose indexes find the few rows that are new.
Both see the same snapshot (tested on both databases in tests/lake/test_one_snapshot.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from shuke.storage.attach import attached
from shuke.storage.published import Published

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """An open read transaction over the operational database."""

    duck: duckdb.DuckDBPyConnection
    vendor: str

    def whole(self, published: Published) -> str:
        """SQL for every row of a published table."""
        return published.typed(f"({published.select(self.scanned)})")

    def some(self, published: Published, condition: str) -> str:
        """SQL for the rows of a published table that meet a condition on its aliases."""
        return published.typed(self._asked(published.select(_plain, condition)))

    def first(self, statement: str) -> Row:
        """The first row of a statement that the operational database runs, as texts."""
        return one(self.duck, f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM {self._asked(statement)}")

    def number(self, statement: str) -> int:
        """The whole number that a statement answers; nothing counts as 0."""
        value = self.first(statement)[0]
        return int(str(value)) if value is not None else 0

    def scanned(self, name: str) -> str:
        """The qualified name of an attached operational table."""
        return f"op.public.{name}" if self.vendor == "postgresql" else f"op.{name}"

    def _asked(self, statement: str) -> str:
        function = "postgres_query" if self.vendor == "postgresql" else "sqlite_query"
        return f"{function}('op', {quoted(statement)})"


@contextmanager
def reading(spill: Path) -> Iterator[Source]:
    """Open the operational database for one refresh; everything read is of one moment."""
    with attached() as database:
        duck = database.duck
        spill.mkdir(parents=True, exist_ok=True)
        duck.execute(f"SET temp_directory = {quoted(str(spill))}")
        duck.execute("SET preserve_insertion_order = false")
        duck.execute("BEGIN TRANSACTION")
        try:
            yield Source(duck=duck, vendor=database.vendor)
        finally:
            duck.execute("ROLLBACK")


def one(duck: duckdb.DuckDBPyConnection, sql: str) -> Row:
    """The only row of an answer."""
    found = duck.execute(sql).fetchone()
    if found is None:
        raise AssertionError(f"no row from {sql}")
    return tuple(found)


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _plain(name: str) -> str:
    return name
