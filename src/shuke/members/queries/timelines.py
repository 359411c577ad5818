"""One member's timeline, merged from every registered kind of record, newest first (A10)."""

import base64
import binascii
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from shuke.events import queries as events
from shuke.events.names import EventName, label_of
from shuke.kernel.scope import Scope
from shuke.members import records, timeline
from shuke.members.interacting import LABELS
from shuke.members.models import Interaction, Member, Note
from shuke.members.noting import TOPICS
from shuke.members.queries.reaching import demand, groups_of
from shuke.members.refusals import BadCursor
from shuke.members.timeline import Item, Part, Total, register

LIMIT_MAX = 200
_EVENTS_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One record with the running total of its kind up to and including it."""

    item: Item
    running: Total


@dataclass(frozen=True, slots=True)
class Timeline:
    """A stretch of the timeline; `totals` cover the whole of each kind, not the stretch alone."""

    items: tuple[Entry, ...]
    totals: Mapping[str, Total]
    next_before: str


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where a stretch ended: its last moment, how many of that moment were shown, sums shown."""

    at: datetime | None = None
    tied: int = 0
    shown: Mapping[str, tuple[int, int]] | None = None


def timeline_of(
    member_id: int,
    scope: Scope,
    *,
    kinds: Collection[str] | None = None,
    before: str | None = None,
    limit: int = 50,
) -> Timeline:
    """A member's records, newest first, of all kinds or of those named.

    Raises:
        UnknownMember, OtherStore: not a member the scope may see.
        BadCursor: `before` is no marker of a timeline.
    """
    survivor = demand(member_id, scope, "members.read")
    rows = sorted(groups_of([survivor]))
    limit = max(1, min(limit, LIMIT_MAX))
    mark = _read(before) if before else _Mark()
    parts = [part for part in timeline.parts() if kinds is None or part.kind in kinds]
    totals = {part.kind: part.total(rows, scope) for part in timeline.parts()}
    wanted = limit + 1 + mark.tied
    found = [item for part in parts for item in part.items(rows, scope, mark.at, wanted)[:wanted]]
    found.sort(key=lambda item: (item.at, item.kind, item.key), reverse=True)
    found = found[mark.tied :]
    return _stretch(found[:limit], totals, mark, has_more=len(found) > limit)


def _stretch(
    items: Sequence[Item], totals: Mapping[str, Total], mark: _Mark, *, has_more: bool
) -> Timeline:
    shown = dict(mark.shown or {})
    entries = []
    for item in items:
        total = totals[item.kind]
        count, amount = shown.get(item.kind, (0, 0))
        running = Total(
            count=total.count - count,
            amount=None if total.amount is None else total.amount - amount,
        )
        entries.append(Entry(item=item, running=running))
        shown[item.kind] = (count + 1, amount + (item.amount or 0))
    if not has_more:
        return Timeline(items=tuple(entries), totals=totals, next_before="")
    last = items[-1].at
    tied = sum(item.at == last for item in items) + (mark.tied if mark.at == last else 0)
    marker = json.dumps([last.isoformat(), tied, shown])
    return Timeline(
        items=tuple(entries),
        totals=totals,
        next_before=base64.urlsafe_b64encode(marker.encode()).decode(),
    )


def _read(before: str) -> _Mark:
    try:
        at, tied, shown = json.loads(base64.urlsafe_b64decode(before.encode()))
        return _Mark(
            at=datetime.fromisoformat(at),
            tied=min(max(int(tied), 0), _EVENTS_MAX),
            shown={str(kind): (int(count), int(amount)) for kind, (count, amount) in shown.items()},
        )
    except (binascii.Error, ValueError, TypeError, AttributeError, UnicodeError):
        raise BadCursor(param="before") from None


def event_part(kind: str, en: str, zh: str, names: Sequence[EventName]) -> Part:
    """A kind of record that is told from the book of events, for packages that keep no rows."""
    wanted = frozenset(map(str, names))

    def items(rows: Sequence[int], _: Scope, until: datetime | None, limit: int) -> Sequence[Item]:
        found = [
            one
            for row in rows
            for one in events.of_member(row, names=wanted, limit=_EVENTS_MAX)
            if until is None or one.at <= until
        ]
        found.sort(key=lambda one: (one.at, one.id), reverse=True)
        return [_told(kind, one) for one in found[:limit]]

    def total(rows: Sequence[int], _: Scope) -> Total:
        return Total(
            sum(len(events.of_member(row, names=wanted, limit=_EVENTS_MAX)) for row in rows)
        )

    return Part(kind=kind, en=en, zh=zh, items=items, total=total)


def _told(kind: str, one: events.Recorded) -> Item:
    name = label_of(one.name)
    shown = one.payload.get("fields") or one.payload.get("kind") or one.payload.get("campaign")
    detail = ", ".join(map(str, shown)) if isinstance(shown, list) else str(shown or "")
    return Item(kind, one.at, f"{one.id:020}", name.en, name.zh, detail=detail)


def _joined(rows: Sequence[int], _: Scope, until: datetime | None, limit: int) -> Sequence[Item]:
    members = Member.objects.filter(pk__in=rows, joined_at__isnull=False)
    if until is not None:
        members = members.filter(joined_at__lte=until)
    return [
        Item("joined", row.joined_at, f"{row.pk:020}", "Joined", "入会", detail=row.channel)
        for row in members.order_by("-joined_at", "-pk")[:limit]
        if row.joined_at is not None
    ]


def _joined_total(rows: Sequence[int], _: Scope) -> Total:
    return Total(Member.objects.filter(pk__in=rows, joined_at__isnull=False).count())


def visible_notes(rows: Sequence[int], scope: Scope) -> "QuerySet[Note]":
    """The notes a reader may see: of his stores, and of none in particular (requirement A11)."""
    notes = Note.objects.filter(member_id__in=rows)
    if not scope.can("members.write"):
        return notes.none()
    if scope.stores is not None:
        return notes.filter(store_id__in=sorted(scope.stores)) | notes.filter(store_id__isnull=True)
    return notes


def _noted(rows: Sequence[int], scope: Scope, until: datetime | None, limit: int) -> Sequence[Item]:
    notes = visible_notes(rows, scope)
    if until is not None:
        notes = notes.filter(at__lte=until)
    return [
        Item("note", row.at, f"{row.pk:020}", *TOPICS[row.topic], detail=row.author)
        for row in notes.order_by("-at", "-pk")[:limit]
    ]


def _noted_total(rows: Sequence[int], scope: Scope) -> Total:
    return Total(visible_notes(rows, scope).count())


def _interacted(
    rows: Sequence[int], _: Scope, until: datetime | None, limit: int
) -> Sequence[Item]:
    found = Interaction.objects.filter(member_id__in=rows)
    if until is not None:
        found = found.filter(at__lte=until)
    return [
        Item("interaction", row.at, f"{row.pk:020}", *LABELS[row.kind], detail=row.target)
        for row in found.order_by("-at", "-pk")[:limit]
    ]


def _interacted_total(rows: Sequence[int], _: Scope) -> Total:
    return Total(Interaction.objects.filter(member_id__in=rows).count())


register(Part("joined", "Joined", "入会", _joined, _joined_total))
register(Part("note", "Notes", "笔记", _noted, _noted_total))
register(Part("interaction", "Interactions", "互动", _interacted, _interacted_total))
register(
    event_part(
        "change",
        "Changes to the file",
        "资料变更",
        (
            records.PROFILE_CHANGED,
            records.IDENTITY_ADDED,
            records.IDENTITY_RELEASED,
            records.IDENTITY_VERIFIED,
            records.IDENTITY_DOUBTED,
            records.HOUSEHOLD_CHANGED,
            records.CONVERTED,
            records.MERGED,
            records.UNMERGED,
        ),
    )
)
