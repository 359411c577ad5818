"""The lake's folder: immutable parts, and one manifest that is switched by a rename.

    current.json                  the manifest of the newest snapshot
    snapshots/000007.json         the manifests of the last snapshots, whose parts are kept
    parts/sales/000007-0.parquet  one part; never changed after it was named in a manifest

A reader takes the manifest once and then sees one whole snapshot, whatever a refresh does.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

FORMAT = 1
SNAPSHOTS_KEPT = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file of a table, relative to the folder of parts."""

    path: str
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """One snapshot: which parts make which table, and how far each source had been read."""

    number: int
    refreshed_at: datetime
    tables: Mapping[str, tuple[Part, ...]]
    marks: Mapping[str, Any] = field(default_factory=dict)

    @property
    def snapshot(self) -> str:
        """The snapshot's name."""
        return f"{self.number:06d}"

    def rows(self) -> dict[str, int]:
        """Rows of each table."""
        return {name: sum(part.rows for part in parts) for name, parts in self.tables.items()}

    def paths(self, table: str) -> list[str]:
        """The files of a table."""
        return [str(parts_folder() / part.path) for part in self.tables[table]]

    def as_dict(self) -> dict[str, Any]:
        """The manifest in JSON values."""
        return {
            "format": FORMAT,
            "number": self.number,
            "refreshed_at": self.refreshed_at.isoformat(),
            "tables": {
                name: [[part.path, part.rows] for part in parts]
                for name, parts in self.tables.items()
            },
            "marks": dict(self.marks),
        }

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Manifest":
        """The manifest that these JSON values describe."""
        return cls(
            number=told["number"],
            refreshed_at=datetime.fromisoformat(told["refreshed_at"]),
            tables={
                name: tuple(Part(path, rows) for path, rows in parts)
                for name, parts in told["tables"].items()
            },
            marks=told["marks"],
        )


def folder() -> Path:
    """Where the lake lies."""
    return Path(settings.SHUKE_LAKE)


def parts_folder() -> Path:
    """Where the parts lie."""
    return folder() / "parts"


def spill_folder() -> Path:
    """Where an engine may spill what does not fit into memory."""
    return folder() / "spill"


def _current() -> Path:
    return folder() / "current.json"


def stamp() -> tuple[int, int] | None:
    """What changes when the snapshot changes; None before the first refresh. One stat call."""
    try:
        status = _current().stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_ino


def current() -> Manifest | None:
    """The newest snapshot, None before the first refresh or after a change of the format."""
    try:
        return _read(_current())
    except FileNotFoundError:
        return None


def greatest_number() -> int:
    """The greatest number that any snapshot of this folder had, 0 in an empty one."""
    return max((int(path.stem) for path in (folder() / "snapshots").glob("*.json")), default=0)


def _read(path: Path) -> Manifest | None:
    told = json.loads(path.read_text(encoding="utf-8"))
    return Manifest.of(told) if told["format"] == FORMAT else None


@contextmanager
def refreshing() -> Iterator[None]:
    """Let one refresh at a time into the folder; a second one waits. A killed one lets go."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "refresh.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def switch(manifest: Manifest) -> None:
    """Make the snapshot the current one: parts first on disk, then one rename; then tidy up."""
    kept = folder() / "snapshots" / f"{manifest.snapshot}.json"
    kept.parent.mkdir(exist_ok=True)
    for parts in manifest.tables.values():
        for part in parts:
            _sync(parts_folder() / part.path)
    text = json.dumps(manifest.as_dict(), indent=1)
    _write(kept, text)
    _write(_current(), text)
    _forget(manifest)


def _write(path: Path, text: str) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    _sync(fresh)
    fresh.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _forget(newest: Manifest) -> None:
    """Drop old manifests, and parts that none of the kept ones names (of killed refreshes too)."""
    manifests = sorted((folder() / "snapshots").glob("*.json"), reverse=True)
    for path in manifests[SNAPSHOTS_KEPT:]:
        path.unlink()
    named = {part.path for parts in newest.tables.values() for part in parts}
    for path in manifests[:SNAPSHOTS_KEPT]:
        kept = _read(path)
        if kept is not None:
            named |= {part.path for parts in kept.tables.values() for part in parts}
    for path in parts_folder().glob("*/*.parquet"):
        if str(path.relative_to(parts_folder())) not in named:
            path.unlink()
