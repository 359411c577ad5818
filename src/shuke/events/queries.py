"""Reading the book."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from shuke.events.models import Event

LIMIT_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Recorded:
    """One event as it was written."""

    id: int
    name: str
    at: datetime
    actor: str
    subject: str
    member_id: int | None
    payload: Mapping[str, object]


def _recorded(event: Event) -> Recorded:
    return Recorded(
        id=event.pk,
        name=event.name,
        at=event.at,
        actor=event.actor,
        subject=event.subject,
        member_id=event.member_id,
        payload=event.payload,
    )


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """How far a reader has come: transaction number first, for ids alone do not commit in order."""

    transaction: int = 0
    event: int = 0


def after(
    cursor: Cursor, *, names: frozenset[str], limit: int = LIMIT_MAX
) -> tuple[tuple[Recorded, ...], Cursor]:
    """Events of these names behind the cursor, and the cursor behind the last of them.

    Rows of a transaction that is still running, or that could still be overtaken by one, wait for
    the next call: a plain cursor over ids loses events for ever.
    """
    rows = Event.objects.filter(
        Q(xid__gt=cursor.transaction) | Q(xid=cursor.transaction, pk__gt=cursor.event),
        name__in=names,
    )
    if connection.vendor == "postgresql":
        oldest = RawSQL("pg_snapshot_xmin(pg_current_snapshot())::text::bigint", ())
        rows = rows.filter(xid__lt=oldest)
    found = list(rows.order_by("xid", "pk")[:limit])
    if found:
        cursor = Cursor(transaction=found[-1].xid, event=found[-1].pk)
    return tuple(_recorded(event) for event in found), cursor


def of_member(
    member_id: int, *, names: frozenset[str] | None = None, before: int | None = None, limit: int
) -> tuple[Recorded, ...]:
    """A member's events, newest first, before the id `before`."""
    rows = Event.objects.filter(member_id=member_id).order_by("-pk")
    if names is not None:
        rows = rows.filter(name__in=names)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return tuple(_recorded(event) for event in rows[:limit])


def of_subject(subject: str, *, limit: int) -> tuple[Recorded, ...]:
    """The events of one subject, newest first."""
    rows = Event.objects.filter(subject=subject).order_by("-pk")
    return tuple(_recorded(event) for event in rows[:limit])


def end() -> Cursor:
    """The cursor behind everything that can be read now."""
    rows = Event.objects.order_by("-xid", "-pk")
    if connection.vendor == "postgresql":
        oldest = RawSQL("pg_snapshot_xmin(pg_current_snapshot())::text::bigint", ())
        rows = rows.filter(xid__lt=oldest)
    newest = rows.values_list("xid", "pk").first()
    return Cursor() if newest is None else Cursor(*newest)


def newest_id() -> int:
    """The id of the newest event, 0 in an empty book."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
