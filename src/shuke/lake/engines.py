"""The engines that compute over the parts: DuckDB in this process, or Spark (`SHUKE_ENGINE`).

Both read the same files and get the same views, so a figure needs no word about its engine.
"""

import threading
from datetime import date
from functools import cached_property
from typing import Any, Protocol

import duckdb
import ibis
from django.conf import settings

from shuke.kernel.refusal import Kind, Refusal
from shuke.lake import views
from shuke.lake.folder import Manifest, parts_folder, spill_folder
from shuke.lake.source import quoted
from shuke.lake.writing import files

MEMORY_LIMIT = "1400MB"  # below 2 GB with what the engine does not count


class UnknownEngine(Refusal):
    """The setting names no engine."""

    code = "lake.unknown_engine"
    kind = Kind.CONFLICT
    en = "SHUKE_ENGINE is “{engine}”; no such engine."
    zh = "SHUKE_ENGINE 的值“{engine}”不是可用的计算引擎。"
    next_en = "Set it to duckdb or pyspark://local[2] (needs the extra [spark] and Java 17)."
    next_zh = "请设为 duckdb 或 pyspark://local[2]（需安装 [spark] 组件与 Java 17）。"


class Opened(Protocol):
    """One snapshot open in an engine, for every thread of the process."""

    manifest: Manifest

    @property
    def last_day(self) -> date | None:
        """The last business day with a sale, None without any."""

    def backend(self) -> Any:
        """The Ibis backend of the calling thread."""

    def table(self, name: str) -> ibis.Table:
        """A table of the lake, unfiltered, bound to the calling thread's backend."""

    def close(self) -> None:
        """Let go of memory and files."""


class OnDuckDB:
    """A snapshot in an in-process DuckDB: views over the parts, and nothing else within reach."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self._local = threading.local()
        self._duck = duckdb.connect(
            config={"threads": settings.SHUKE_THREADS, "memory_limit": MEMORY_LIMIT}
        )
        spill_folder().mkdir(parents=True, exist_ok=True)
        self._duck.execute("SET autoinstall_known_extensions = false")
        self._duck.execute(f"SET temp_directory = {quoted(str(spill_folder()))}")
        self._duck.execute("SET preserve_insertion_order = false")
        for name, parts in manifest.tables.items():
            self._duck.execute(f"CREATE VIEW {views.parts_view(name)} AS FROM {files(parts)}")
        merged = bool(manifest.rows()["survivors"])
        for name, select in views.views(with_redirects=merged, mark='"'):
            self._duck.execute(f"CREATE VIEW {name} AS {select}")
        # Whatever a question says from here on, it reads these parts and no other file.
        allowed = f"[{quoted(str(parts_folder()))}, {quoted(str(spill_folder()))}]"
        self._duck.execute(f"SET allowed_directories = {allowed}")
        self._duck.execute("SET enable_external_access = false")

    @cached_property
    def last_day(self) -> date | None:
        """The last business day with a sale; the files' own statistics know it."""
        return _last_day(self)

    def backend(self) -> Any:
        """An Ibis backend over a cursor of this thread's own: cursors are not shared."""
        if not hasattr(self._local, "backend"):
            self._local.backend = ibis.duckdb.from_connection(self._duck.cursor())
            self._local.tables = {}
        return self._local.backend

    def table(self, name: str) -> ibis.Table:
        """A table of the lake; its schema is asked for once per thread."""
        backend = self.backend()
        if name not in self._local.tables:
            self._local.tables[name] = backend.table(name)
        found: ibis.Table = self._local.tables[name]
        return found

    def close(self) -> None:
        """Close the database; cursors of other threads end with it."""
        self._duck.close()


class OnSpark:
    """A snapshot in a Spark session of this process; one session serves all snapshots."""

    def __init__(self, manifest: Manifest, master: str) -> None:
        self.manifest = manifest
        self._session = _session(master)
        self._backend = ibis.pyspark.connect(self._session)
        self._tables: dict[str, ibis.Table] = {}
        for name in manifest.tables:
            frame = self._session.read.parquet(*manifest.paths(name))
            frame.createOrReplaceTempView(views.parts_view(name))
        merged = bool(manifest.rows()["survivors"])
        for name, select in views.views(with_redirects=merged, mark="`"):
            self._session.sql(select).createOrReplaceTempView(name)

    @cached_property
    def last_day(self) -> date | None:
        """The last business day with a sale."""
        return _last_day(self)

    def backend(self) -> Any:
        """The Ibis backend; Spark's session may be used by all threads."""
        return self._backend

    def table(self, name: str) -> ibis.Table:
        """A table of the lake."""
        if name not in self._tables:
            self._tables[name] = self._backend.table(name)
        return self._tables[name]

    def close(self) -> None:
        """Leave the session to the next snapshot."""


def _last_day(opened: Opened) -> date | None:
    found = opened.backend().to_pyarrow(opened.table("sales")["day"].max()).as_py()
    return found if isinstance(found, date) else None


def _session(master: str) -> Any:
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra, and a second to import

    builder = SparkSession.builder.master(master).appName("shuke")
    for key, value in {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "4",
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.warehouse.dir": str(spill_folder() / "spark"),
    }.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def open_snapshot(manifest: Manifest) -> Opened:
    """Open a snapshot in the engine that `SHUKE_ENGINE` names.

    Raises:
        UnknownEngine: neither `duckdb` nor `pyspark://<master>`.
    """
    named = str(settings.SHUKE_ENGINE)
    if named == "duckdb":
        return OnDuckDB(manifest)
    kind, _, master = named.partition("://")
    if kind == "pyspark" and master:
        return OnSpark(manifest, master)
    raise UnknownEngine(engine=named[:40])
