"""Bringing the lake up to date."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from shuke.events import actions as events
from shuke.kernel.scope import Actor
from shuke.lake import filling, folder, queries, records
from shuke.lake.folder import Manifest
from shuke.storage import apart
from shuke.storage.transactions import writing
from shuke.stores import queries as stores

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: rows of each table now, and how many sales were new to the lake.

    `cpu_seconds` is the work itself, without starting a process for it.
    """

    snapshot: str
    refreshed_at: datetime
    is_rebuild: bool
    new_sales: int
    seconds: float
    cpu_seconds: float
    rows: Mapping[str, int]


def refresh(
    *,
    at: datetime,
    by: Actor,
    progress: Progress | None = None,
    is_rebuild: bool = False,
) -> Refreshed:
    """Read what is new since the last snapshot and switch to a new one; readers never wait.

    One snapshot of all tables; late, corrected and merged rows included. A lake that does not
    belong to this database (restored, started anew) is rebuilt. `at` becomes the freshness stamp.
    """
    began = time.monotonic()
    told = progress or _silent
    with folder.refreshing():
        before = None if is_rebuild else folder.current()
        made = apart.run(filling.fill, _payload(before, at), told)
        manifest, fresh, whole = Manifest.of(made["manifest"]), made["fresh"], made["whole"]
        folder.switch(manifest)
    with writing():
        events.record(
            records.REFRESHED,
            at=at,
            by=by,
            subject="lake/1",
            payload={"snapshot": manifest.snapshot, "new_sales": fresh, "is_rebuild": whole},
        )
    return Refreshed(
        snapshot=manifest.snapshot,
        refreshed_at=at,
        is_rebuild=whole,
        new_sales=fresh,
        seconds=round(time.monotonic() - began, 3),
        cpu_seconds=round(made["cpu_seconds"], 3),
        rows=queries.rows_of(manifest),
    )


def _silent(_done: int, _total: int, _note: str) -> None:
    """Nobody watches."""


def _payload(before: Manifest | None, at: datetime) -> dict[str, object]:
    return {
        "before": None if before is None else before.as_dict(),
        "at": at.isoformat(),
        "zone": stores.chain().zone if stores.is_set_up() else "UTC",
    }
