"""Every call to Ibis and DuckDB that the lake makes, alone: what a new version breaks shows here.

Pins that hold (pyproject): ibis-framework>=12, duckdb==1.5.5 with both extension wheels ==1.5.5
(another patch release refuses to load them), sqlglot>=28,<30. Ibis 12 breaks with DuckDB 2.0 and
with sqlglot 30.30, and no resolver notices.
"""

import importlib.util
import threading
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path

import duckdb
import ibis
import pyarrow as pa
import pytest

ROWS = pa.table(
    {
        "member": pa.array([1, 1, 2, None], pa.int64()),
        "at": pa.array(
            [datetime(2026, 1, d, 12) for d in (1, 2, 3, 4)],  # noqa: DTZ001 - store time
            pa.timestamp("us"),
        ),
        "day": pa.array([date(2026, 1, d) for d in (1, 2, 3, 4)]),
        "amount": pa.array([100, 200, 300, 400], pa.int64()),
    }
)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    duck = duckdb.connect()
    duck.register("given", ROWS)
    paths = [str(tmp_path / f"part-{n}.parquet") for n in range(2)]
    for n, path in enumerate(paths):
        written = duck.execute(
            f"COPY (FROM given WHERE amount % 200 = {n * 100}) TO '{path}'"
            " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
        ).fetchone()
        assert written == (2,)  # COPY answers the number of rows
    return paths


@pytest.fixture
def duck(files: list[str]) -> duckdb.DuckDBPyConnection:
    duck = duckdb.connect(config={"threads": 2, "memory_limit": "200MB"})
    duck.execute(f"CREATE VIEW sales AS FROM read_parquet({files})")
    return duck


def test_the_pins_hold() -> None:
    assert version("duckdb") == "1.5.5"
    assert version("duckdb-extension-postgres-scanner") == "1.5.5"
    assert version("duckdb-extension-sqlite-scanner") == "1.5.5"
    assert version("ibis-framework").split(".")[0] == "12"
    assert 28 <= int(version("sqlglot").split(".")[0]) < 30


@pytest.mark.parametrize("name", ["sqlite_scanner", "postgres_scanner"])
def test_the_extensions_load_from_their_wheels_without_a_network(name: str) -> None:
    spec = importlib.util.find_spec(f"duckdb_extension_{name}")
    assert spec is not None
    assert spec.origin is not None
    path = next(Path(spec.origin).parent.rglob(f"{name}.duckdb_extension"))
    duck = duckdb.connect()
    duck.execute("SET autoinstall_known_extensions = false")
    duck.execute(f"LOAD '{path}'")


def test_ibis_takes_a_cursor_and_sees_its_views(duck) -> None:
    backend = ibis.duckdb.from_connection(duck.cursor())
    table = backend.table("sales")
    assert dict(table.schema().items()) == {
        "member": ibis.dtype("int64"),
        "at": ibis.dtype("timestamp(6)"),
        "day": ibis.dtype("date"),
        "amount": ibis.dtype("int64"),
    }
    found = table.group_by("member").aggregate(n=table.count(), amount=table["amount"].sum())
    answer = backend.to_pyarrow(found.order_by("member"))
    assert answer["n"].to_pylist() == [2, 1, 1]
    assert backend.to_pyarrow(table["day"].max()).as_py() == date(2026, 1, 4)
    assert "GROUP BY" in str(backend.compile(found))


def test_a_table_in_memory_joins_a_table_of_files(duck) -> None:
    duck.execute("SET enable_external_access = false")
    backend = ibis.duckdb.from_connection(duck.cursor())
    given = ibis.memtable(pa.table({"member": pa.array([2], pa.int64())}))
    with pytest.raises(Exception, match=r"Permission|disabled"):
        backend.to_pyarrow(backend.table("sales").semi_join(given, "member"))


def test_allowed_folders_stay_readable_when_the_rest_is_closed(duck, files, tmp_path) -> None:
    duck.execute(f"SET allowed_directories = ['{tmp_path}']")
    duck.execute("SET enable_external_access = false")
    backend = ibis.duckdb.from_connection(duck.cursor())
    given = ibis.memtable(pa.table({"member": pa.array([2], pa.int64())}))
    found = backend.to_pyarrow(backend.table("sales").semi_join(given, "member"))
    assert found["amount"].to_pylist() == [300]
    with pytest.raises(duckdb.Error):
        duck.execute("SET enable_external_access = true")
    with pytest.raises(duckdb.Error):
        duck.execute("FROM read_text('/etc/hostname')")


def test_cursors_of_threads_work_side_by_side(duck) -> None:
    answers: list[int] = []

    def ask() -> None:
        backend = ibis.duckdb.from_connection(duck.cursor())
        table = backend.table("sales")
        answers.append(backend.to_pyarrow(table["amount"].sum()).as_py())

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [1_000] * 4


def test_what_the_refresh_says_in_sql_is_understood(duck, files) -> None:
    assert duck.execute("SELECT bit_xor(hash(t)), sum(hash(t)) FROM sales t").fetchone()
    assert duck.execute("SELECT count(*) FROM sales ANTI JOIN sales s USING (day)").fetchone() == (
        0,
    )
    assert duck.execute("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM sales LIMIT 1").fetchone()
    assert duck.execute("""SELECT '{"day": "2026-01-05"}'->>'day'""").fetchone() == ("2026-01-05",)
    local = "timezone('Asia/Shanghai', timezone('UTC', TIMESTAMP '2026-01-01 16:00:00'))"
    assert duck.execute(f"SELECT {local}").fetchone() == (
        datetime(2026, 1, 2),  # noqa: DTZ001 - store time
    )
    reader = duck.execute("SELECT member FROM sales").to_arrow_reader(2)
    assert sum(batch.num_rows for batch in reader) == 4
