"""Bringing the lake up to date."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shuke.events import actions as events
from shuke.kernel.scope import Actor
from shuke.lake import folder, growing, keeping, records
from shuke.lake.folder import Manifest, Part
from shuke.lake.growing import Grown, LakeIsAhead
from shuke.lake.source import Source, reading
from shuke.lake.writing import Writer
from shuke.members.lake import TABLES
from shuke.storage.transactions import writing
from shuke.stores import queries as stores

Progress = Callable[[int, int, str], None]

_STEPS = ("sales", "contacts", "members", "attributes", "products")


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: rows of each table now, and how many sales were new to the lake."""

    snapshot: str
    refreshed_at: datetime
    is_rebuild: bool
    new_sales: int
    seconds: float
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Moment:
    """Where the sources stand in the transaction of this refresh."""

    database: str
    events: int
    zone: str


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
        manifest, fresh, whole = _made(before, at, told)
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
        rows=manifest.rows(),
    )


def _silent(_done: int, _total: int, _note: str) -> None:
    """Nobody watches."""


def _made(before: Manifest | None, at: datetime, told: Progress) -> tuple[Manifest, int, bool]:
    with reading(folder.spill_folder()) as source:
        moment = _moment(source)
        if before is not None and before.marks["database"] != moment.database:
            before = None
        try:
            made, fresh = _tables(source, before, moment, told)
        except LakeIsAhead:
            before = None
            made, fresh = _tables(source, None, moment, told)
        tables, marks = made
    told(len(_STEPS), len(_STEPS), "")
    number = folder.greatest_number() + 1
    if before is not None and tables == dict(before.tables):
        number = before.number  # nothing changed: the same snapshot, known to be fresh
    return Manifest(number, at, tables, marks), fresh, before is None


def _moment(source: Source) -> _Moment:
    first = source.first(
        "SELECT max(id) AS first, max(at) AS since"
        " FROM (SELECT id, at FROM events_event ORDER BY id LIMIT 1) e"
    )
    if source.vendor == "postgresql":
        mark = source.number("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    else:
        mark = source.number("SELECT max(id) FROM events_event")
    return _Moment(
        database=f"{source.vendor} {first[0]} {first[1]}",
        events=mark,
        zone=stores.chain().zone if stores.is_set_up() else "UTC",
    )


def _tables(
    source: Source, before: Manifest | None, moment: _Moment, told: Progress
) -> tuple[tuple[dict[str, tuple[Part, ...]], dict[str, Any]], int]:
    writer = Writer(source.duck, folder.greatest_number() + 1)
    tables: dict[str, tuple[Part, ...]] = {}
    told(0, len(_STEPS), _STEPS[0])
    grown = _sales(source, writer, before)
    tables["sales"], tables["lines"] = grown.sales, grown.lines
    told(1, len(_STEPS), _STEPS[1])
    since = _since(source, before)
    tables["contacts"] = (
        growing.all_contacts(source, writer)
        if before is None
        else growing.new_contacts(source, writer, before, since)
    )
    told(2, len(_STEPS), _STEPS[2])
    placed = _people(source, writer, before, since, moment.zone, tables, told)
    told(4, len(_STEPS), _STEPS[4])
    tables.update(keeping.small(source, writer, before))
    marks = {
        "database": moment.database,
        "events": moment.events,
        "sales": grown.last,
        "members": placed,
    }
    return (tables, marks), grown.fresh


def _sales(source: Source, writer: Writer, before: Manifest | None) -> Grown:
    if before is None:
        return growing.all_sales(source, writer)
    return growing.new_sales(source, writer, before)


def _since(source: Source, before: Manifest | None) -> str:
    """Which events are new; on PostgreSQL those of transactions that ran then come again."""
    if before is None:
        return "TRUE"
    mark = int(before.marks["events"])
    return f"e.xid >= {mark}" if source.vendor == "postgresql" else f"e.id > {mark}"


def _people(
    source: Source,
    writer: Writer,
    before: Manifest | None,
    since: str,
    zone: str,
    tables: dict[str, tuple[Part, ...]],
    told: Progress,
) -> int:
    tables["survivors"], moved = keeping.survivors(source, writer, before)
    changed = dict.fromkeys(TABLES, keeping.Changed(None))
    if before is not None:
        changed = keeping.changed_members(source, since)
    of_members = changed["members"].with_(moved)
    tables["members"], placed = keeping.members(source, writer, before, of_members)
    told(3, len(_STEPS), _STEPS[3])
    tables["attributes"] = keeping.attributes(source, writer, before, changed["attributes"])
    tables["interactions"] = keeping.interactions(
        source, writer, before, changed["interactions"], zone
    )
    return placed
