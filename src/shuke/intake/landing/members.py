"""Staged members to the package `members`, which knows who is who (E04, X24).

Numbers and phones are never written here: every line goes through `members.actions.load`.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from shuke.intake.counts import Counts
from shuke.intake.models import RefusedRow
from shuke.intake.sealing import refused_row
from shuke.kernel.scope import Actor
from shuke.members import actions as members
from shuke.members.newcomer import Newcomer

_ROWS = """
SELECT line, number, name, phone, card, email, open_id, store_id, channel, staff, campaign,
       joined_at, profile
FROM staged_members WHERE chunk = {chunk} ORDER BY line
"""


@dataclass(frozen=True, slots=True)
class MembersChunk:
    """What a chunk of members is landed with."""

    import_id: int
    source: str
    required: frozenset[str]
    at: datetime
    by: Actor


def land_members(duck: duckdb.DuckDBPyConnection, number: int, chunk: MembersChunk) -> Counts:
    """Land one chunk of `staged_members`, in the caller's transaction."""
    rows = duck.execute(_ROWS.format(chunk=int(number))).fetchall()
    loaded = members.load(
        list(_newcomers(rows)),
        at=chunk.at,
        by=chunk.by,
        source=chunk.source,
        required=chunk.required,
    )
    RefusedRow.objects.bulk_create(
        [
            refused_row(
                one.refusal, batch_id=chunk.import_id, part="members", line=rows[one.place][0]
            )
            for one in loaded.refused
        ],
        batch_size=1_000,
    )
    return Counts(
        accepted=loaded.new,
        merged=loaded.merged,
        refused=len(loaded.refused),
        made={"members": loaded.new},
    )


def _newcomers(rows: Sequence[tuple[object, ...]]) -> Iterator[Newcomer]:
    for row in rows:
        _, number, name, phone, card, email, open_id, store, channel, staff, campaign, *rest = row
        joined_at, profile = rest
        yield Newcomer(
            number=_text(number),
            name=_text(name),
            phone=_text(phone),
            card=_text(card),
            email=_text(email),
            open_id=_text(open_id),
            store_id=store if isinstance(store, int) else None,
            channel=_text(channel),
            staff=_text(staff),
            campaign=_text(campaign),
            joined_at=joined_at.replace(tzinfo=UTC) if isinstance(joined_at, datetime) else None,
            profile=json.loads(_text(profile) or "{}"),
        )


def _text(value: object) -> str:
    return "" if value is None else str(value)
