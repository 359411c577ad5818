"""Filling the lake from the operational database: one snapshot, only what is new.

Runs beside the books (see `storage.apart`); it writes parts and answers a manifest, which the
caller makes the current one. Parts that no manifest names are swept away later.
"""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shuke.lake import folder, growing, keeping
from shuke.lake.folder import Manifest, Part
from shuke.lake.growing import Grown, LakeIsAhead
from shuke.lake.source import Source, reading
from shuke.lake.writing import Writer
from shuke.members.lake import TABLES
from shuke.storage.apart import Payload, Told

_STEPS = ("sales", "contacts", "members", "attributes", "products")


@dataclass(frozen=True, slots=True)
class _Moment:
    """Where the sources stand in the transaction of this refresh."""

    database: str
    events: int
    zone: str


def fill(payload: Payload, told: Told) -> dict[str, Any]:
    """Write what is new since the manifest `before`; answer the new manifest and what it holds."""
    before = None if payload["before"] is None else Manifest.of(payload["before"])
    at = datetime.fromisoformat(payload["at"])
    began = time.process_time()
    manifest, fresh, whole = _made(before, at, payload["zone"], told)
    return {
        "manifest": manifest.as_dict(),
        "fresh": fresh,
        "whole": whole,
        "cpu_seconds": time.process_time() - began,
    }


def _made(
    before: Manifest | None, at: datetime, zone: str, told: Told
) -> tuple[Manifest, int, bool]:
    with reading(folder.spill_folder()) as source:
        moment = _moment(source, zone)
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


def _moment(source: Source, zone: str) -> _Moment:
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
        zone=zone,
    )


def _tables(
    source: Source, before: Manifest | None, moment: _Moment, told: Told
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
    told: Told,
) -> int:
    tables["survivors"] = keeping.survivors(source, writer, before)
    changed = dict.fromkeys(TABLES, keeping.Changed(None))
    if before is not None:
        changed = keeping.changed_members(source, since)
    tables["members"], placed = keeping.members(source, writer, before, changed["members"])
    told(3, len(_STEPS), _STEPS[3])
    tables["attributes"] = keeping.attributes(source, writer, before, changed["attributes"])
    tables["interactions"] = keeping.interactions(
        source, writer, before, changed["interactions"], zone
    )
    return placed
