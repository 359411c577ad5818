"""Writing into the book: always inside the transaction of the action that it records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

from shuke.events.models import Event
from shuke.events.names import EventName
from shuke.kernel.scope import Actor

_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Happening:
    """One event to be written: `subject` like `member/42`, payload of plain JSON values."""

    name: EventName
    at: datetime
    by: Actor
    subject: str = ""
    member_id: int | None = None
    payload: Mapping[str, object] = field(default_factory=dict)


def record(
    name: EventName,
    *,
    at: datetime,
    by: Actor,
    subject: str = "",
    member_id: int | None = None,
    payload: Mapping[str, object] | None = None,
) -> None:
    """Write one event in the caller's transaction; no personal data in the payload."""
    record_many([Happening(name, at, by, subject, member_id, payload or {})])


def record_many(happenings: Iterable[Happening]) -> int:
    """Write several events in the order given; answer how many."""
    rows = [
        Event(
            name=str(one.name),
            at=one.at,
            actor=str(one.by),
            subject=one.subject,
            member_id=one.member_id,
            payload=dict(one.payload),
            xid=_transaction_id(),
        )
        for one in happenings
    ]
    Event.objects.bulk_create(rows, batch_size=_BATCH)
    return len(rows)


def _transaction_id() -> RawSQL | int:
    # Ids commit out of order on PostgreSQL; the transaction's own number lets a cursor stop below
    # the oldest one still running (seen in a trial: a plain cursor loses events for ever).
    if connection.vendor != "postgresql":
        return 0
    return RawSQL("pg_current_xact_id()::text::bigint", (), output_field=BigIntegerField())
