"""Writing parts: Parquet files under the number of the snapshot being made."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

import duckdb

from shuke.lake.folder import Part, parts_folder
from shuke.lake.source import one, quoted

# Small parts at the end of a table are joined so that a year of refreshes leaves few files: each
# part holds at least twice the rows of the next. Beyond this size parts stay as they are, so that
# no refresh rewrites much more than it brings.
JOINED_ROWS_MAX = 1_000_000
ROW_GROUP_ROWS = 122_880


@dataclass(slots=True)
class Writer:
    """Writes the parts of one new snapshot."""

    duck: duckdb.DuckDBPyConnection
    number: int
    # A killed refresh may leave a child that still writes: its names are never ours.
    token: str = field(default_factory=lambda: secrets.token_hex(3))
    _written: dict[str, int] = field(default_factory=dict)

    def write(self, table: str, sql: str) -> Part:
        """Write the answer of a statement as one part of a table."""
        place = self._written.get(table, 0)
        self._written[table] = place + 1
        name = f"{table}/{self.number:06d}-{self.token}-{place}.parquet"
        path = parts_folder() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        (rows,) = one(
            self.duck,
            f"COPY ({sql}) TO {quoted(str(path))}"
            f" (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP_ROWS})",
        )
        return Part(path=name, rows=int(str(rows)))

    def appended(self, table: str, parts: tuple[Part, ...], sql: str) -> tuple[Part, ...]:
        """The parts with the answer of a statement behind them; the same parts if it is empty."""
        fresh = self.write(table, sql)
        if not fresh.rows:
            return parts
        return self._joined(table, (*parts, fresh))

    def _joined(self, table: str, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        *front, last = parts
        tail = [last]
        rows = last.rows
        while front and front[-1].rows < 2 * rows and front[-1].rows + rows <= JOINED_ROWS_MAX:
            tail.insert(0, front.pop())
            rows += tail[0].rows
        if len(tail) == 1:
            return parts
        return (*front, self.write(table, f"FROM {files(tail)}"))


def files(parts: Iterable[Part]) -> str:
    """The parts of a table as a DuckDB relation."""
    paths = ", ".join(quoted(str(parts_folder() / part.path)) for part in parts)
    return f"read_parquet([{paths}])"
