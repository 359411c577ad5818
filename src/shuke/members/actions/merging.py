"""Two rows become one member, and apart again (requirement E07, promise C5)."""

from dataclasses import dataclass
from datetime import datetime

from shuke.events import actions as events
from shuke.kernel import ids
from shuke.kernel.scope import Actor, Scope
from shuke.members import merging, records
from shuke.members.models import Member, Merge, Verdict
from shuke.members.queries.reaching import visible_among
from shuke.members.refusals import (
    LaterMergeFirst,
    NothingToUndo,
    OtherStore,
    SameMember,
    UnknownMember,
)
from shuke.storage.transactions import retrying, writing

_LOCK_ROUNDS_MAX = 5


@dataclass(frozen=True, slots=True)
class Merged:
    """The merge, and who stands for both from now on."""

    merge_id: int
    survivor_id: int
    merged_id: int


def merge(
    *,
    survivor_id: int,
    merged_id: int,
    scope: Scope,
    at: datetime,
    by: Actor,
    reason: str = "",
) -> Merged:
    """Make one member of two; each id may itself be merged already, its survivor is meant.

    A member always survives a prospect. Nothing is rewritten but the redirect, and what the
    registered parts move.

    Raises:
        SameMember: both are one member already, so that chains end and cycles cannot arise.
        UnknownMember: one of them does not exist.
    """

    def run() -> Merged:
        with writing():
            survivor, merged = _locked(survivor_id, merged_id)
            _demand((survivor.pk, merged.pk), scope)
            if survivor.stage == "prospect" and merged.stage == "member":
                survivor, merged = merged, survivor
            moved = {
                part.name: dict(part.merge(survivor.pk, merged.pk)) for part in merging.parts()
            }
            edge = Merge.objects.create(
                id=ids.new_id(),
                survivor_id=survivor.pk,
                merged_id=merged.pk,
                at=at,
                by=str(by),
                reason=reason[:200],
                parts=moved,
            )
            # The redirect is kept flat: every row of the merged group points at the survivor.
            Member.objects.filter(merged_into_id=merged.pk).update(merged_into_id=survivor.pk)
            Member.objects.filter(pk=merged.pk).update(merged_into_id=survivor.pk)
            _record(records.MERGED, edge, at=at, by=by)
            return Merged(merge_id=edge.pk, survivor_id=survivor.pk, merged_id=merged.pk)

    return retrying(run)


def _demand(survivors: tuple[int, ...], scope: Scope) -> None:
    scope.demand("members.merge")
    if visible_among(survivors, scope) != set(survivors):
        raise OtherStore


def _locked(first: int, second: int) -> tuple[Member, Member]:
    # Both survivors are locked in the order of their ids, then looked at again: a parallel merge
    # may have moved one of them while we waited for its lock.
    for _ in range(_LOCK_ROUNDS_MAX):
        wanted = (_survivor(first), _survivor(second))
        if wanted[0] == wanted[1]:
            raise SameMember
        rows = {
            row.pk: row
            for row in Member.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
        }
        if all(row.merged_into_id is None for row in rows.values()):
            return rows[wanted[0]], rows[wanted[1]]
    raise SameMember


def _survivor(member_id: int) -> int:
    row = Member.objects.filter(pk=member_id).values_list("merged_into_id", flat=True).first()
    if row is None and not Member.objects.filter(pk=member_id).exists():
        raise UnknownMember(text=ids.public("mem", member_id))
    return row or member_id


def _record(name: records.EventName, edge: Merge, *, at: datetime, by: Actor) -> None:
    events.record(
        name,
        at=at,
        by=by,
        subject=f"member/{edge.survivor_id}",
        member_id=edge.survivor_id,
        payload={"merge": edge.pk, "merged": edge.merged_id, "reason": edge.reason},
    )


def undo_merge(*, merge_id: int, scope: Scope, at: datetime, by: Actor) -> None:
    """Take a merge back: the merged member, with those merged into him before, is on his own again.

    What was written under the survivor since then stays with the survivor. Merges of one chain are
    undone in the reverse of their order, so that every part hands back exactly what it took.

    Raises:
        NothingToUndo: no such merge is in force.
        LaterMergeFirst: the survivor was himself merged into another member since.
    """

    def run() -> None:
        with writing():
            edge = Merge.objects.select_for_update().filter(pk=merge_id, undone_at=None).first()
            if edge is None:
                raise NothingToUndo
            if not Member.objects.select_for_update().filter(pk=edge.survivor_id, merged_into=None):
                raise LaterMergeFirst
            _demand((edge.survivor_id,), scope)
            moved = dict(edge.parts)
            for part in reversed(merging.parts()):
                if part.name in moved:
                    part.undo(edge.survivor_id, edge.merged_id, moved[part.name])
            edge.undone_at, edge.undone_by = at, str(by)
            edge.save(update_fields=["undone_at", "undone_by"])
            below = _below(edge.merged_id)
            Member.objects.filter(pk__in=below).update(merged_into_id=edge.merged_id)
            Member.objects.filter(pk=edge.merged_id).update(merged_into_id=None)
            _record(records.UNMERGED, edge, at=at, by=by)

    retrying(run)


def _below(member_id: int) -> list[int]:
    """Everybody who was merged, directly or through others, into this member."""
    found: list[int] = []
    waiting = [member_id]
    while waiting:
        below = Merge.objects.filter(survivor_id__in=waiting, undone_at=None)
        waiting = list(below.values_list("merged_id", flat=True))
        found.extend(waiting)
    return found


def keep_apart(*, first_id: int, second_id: int, scope: Scope, at: datetime, by: Actor) -> None:
    """Note that two similar members are two people; the review queue forgets the pair.

    Raises:
        SameMember: the pair is one member.
    """
    if first_id == second_id:
        raise SameMember
    low, high = sorted((first_id, second_id))
    with writing():
        _demand((low, high), scope)
        _, is_new = Verdict.objects.get_or_create(
            first_id=low, second_id=high, defaults={"at": at, "by": str(by)}
        )
        if is_new:
            events.record(
                records.KEPT_APART,
                at=at,
                by=by,
                subject=f"member/{low}",
                member_id=low,
                payload={"other": high},
            )
