"""Open a folder of lake tables in DuckDB, for Ibis and for hand-written SQL alike."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa

THREADS = 2
MEMORY_LIMIT = "1400MB"  # leaves room below 2 GB for what the engine does not count
SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Tables:
    """One connection seen twice: `backend` by Ibis, `raw` by SQL; views named as the tables."""

    home: Path
    backend: Any
    raw: duckdb.DuckDBPyConnection

    def __getitem__(self, name: str) -> ibis.Table:
        return self.backend.table(name)

    def __contains__(self, name: str) -> bool:
        return (self.home / name).is_dir()

    def sql(self, name: str, **values: object) -> str:
        return (SQL / f"{name}.sql").read_text(encoding="utf-8").format(**values)

    def ask(self, sql: str) -> pa.Table:
        return self.raw.execute(sql).to_arrow_table()

    def digest(self, sql: str, columns: list[str]) -> str:
        """Digest of an answer inside the engine, for answers too large to hold twice."""
        plain = ", ".join(f"CAST({name} AS VARCHAR)" for name in sorted(columns))
        found = self.raw.execute(
            f"SELECT count(*), bit_xor(h), sum(h) FROM (SELECT hash({plain}) AS h FROM ({sql}))"
        ).fetchone()
        return "-".join(str(value) for value in found or ())


def open_tables(home: Path, *, memory_limit: str = MEMORY_LIMIT) -> Tables:
    backend = ibis.duckdb.connect(threads=THREADS, memory_limit=memory_limit)
    raw = backend.con
    raw.execute(f"SET temp_directory = '{home / 'spill'}'")
    raw.execute("SET preserve_insertion_order = false")
    raw.execute("SET enable_progress_bar = false")
    for folder in sorted(home.iterdir()):
        if any(folder.glob("*.parquet")):
            raw.execute(f"CREATE VIEW {folder.name} AS FROM '{folder}/*.parquet'")
    return Tables(home=home, backend=backend, raw=raw)
