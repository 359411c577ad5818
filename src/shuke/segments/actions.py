"""Saving, refreshing and removing segments."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from shuke.events import actions as events
from shuke.kernel import ids
from shuke.kernel.scope import Actor, Scope
from shuke.lake.access import open_lake
from shuke.lake.figures import figure_of
from shuke.members import bulk
from shuke.rules.conditions import Condition, InFigure, cells_in
from shuke.rules.writing import to_data
from shuke.segments import asking, naming, records, stored, traits
from shuke.segments.definition import AS_OF_RULE, demand_no_cycle
from shuke.segments.facts import facts
from shuke.segments.models import Membership, Segment, Size
from shuke.segments.refusals import BadSegmentKind, SegmentInUse
from shuke.storage.transactions import writing
from shuke.stores import queries as stores

Progress = Callable[[int, int, str], None]
MEMBERSHIPS = "segments_membership"


@dataclass(frozen=True, slots=True)
class Saved:
    """A segment as it was saved; `is_new` when no segment had the name before."""

    name: str
    version: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh found: members now, who came in, who left."""

    name: str
    as_of: date
    members: int
    reachable: int
    entered: int
    left: int


def save(
    *,
    name: str,
    title: str,
    condition: Condition | None,
    kind: str,
    at: datetime,
    by: Actor,
    members: Iterable[int] | None = None,
) -> Saved:
    """Save a segment under a short name, a new one or a new version of the one that has it.

    `kind` is dynamic (asked again at every refresh) or static (asked once, or a list given). An
    empty name is made of the title. Nothing is counted yet but a list that was given.

    Raises:
        BadSegmentName, BadSegmentTitle, BadSegmentKind: they are not such.
        UnknownSegment, SegmentCycle: the condition asks for nobody's or for this segment.
    """
    title = naming.checked_title(title)
    _demand_kind(kind, condition, members)
    with writing():
        # All rows are locked: two savings at once could close a circle that neither of them sees.
        taken = {row.name: row for row in Segment.objects.select_for_update().order_by("pk")}
        name = naming.checked_name(name or naming.name_of_title(title, taken))
        data = None if condition is None else to_data(condition)
        if condition is not None:
            _demand_answerable(name, condition)
        row, is_new = _saved(taken.get(name), name, data, at)
        row.title, row.kind = title, kind
        row.changed_at, row.changed_by = at, str(by)
        row.save()
        payload = {"name": name, "version": row.version, "kind": kind}
        events.record(records.SAVED, at=at, by=by, subject=_subject(row), payload=payload)
        if members is not None:
            _keep(row, tuple(dict.fromkeys(members)), _Found.of_list(row, at), at=at, by=by)
    return Saved(name=name, version=row.version, is_new=is_new)


def refresh(*, name: str, at: datetime, by: Actor, as_of: date | None = None) -> Refreshed:
    """Ask a segment again at the start of `as_of` (default: the business day) and keep the answer.

    The members get the trait `segment.<name>`; those who left lose it. A static segment that has
    its members is left alone: its answer stands.

    Raises:
        UnknownSegment: there is none of that name.
    """
    row = stored.segment(name)
    day = as_of or stores.chain().today(at)
    if row.kind == stored.STATIC and row.refreshed_at is not None:
        return Refreshed(name, row.as_of or day, row.size or 0, _reachable(row), 0, 0)
    condition = stored.condition_of(row, facts())
    if condition is None:
        raise BadSegmentKind(param="kind", kind=row.kind)
    found, members = _asked(row, condition, day)
    with writing():
        row = Segment.objects.select_for_update().get(pk=row.pk)
        return _keep(row, members, found, at=at, by=by)


def refresh_all(
    *, at: datetime, by: Actor, as_of: date | None = None, progress: Progress | None = None
) -> tuple[Refreshed, ...]:
    """Refresh every dynamic segment, and the static ones that were never asked."""
    names = list(Segment.objects.order_by("name").values_list("name", flat=True))
    found = []
    for done, name in enumerate(names):
        if progress is not None:
            progress(done, len(names), name)
        found.append(refresh(name=name, at=at, by=by, as_of=as_of))
    if progress is not None:
        progress(len(names), len(names), "")
    return tuple(found)


def remove(*, name: str, at: datetime, by: Actor) -> None:
    """Remove a segment with its history; its members lose the trait.

    Raises:
        UnknownSegment: there is none of that name.
        SegmentInUse: other segments ask for it.
    """
    with writing():
        Segment.objects.select_for_update().order_by("pk").first()
        row = stored.segment(name)
        users = stored.users_of(name, facts())
        if users:
            raise SegmentInUse(param="name", name=name, users=", ".join(users))
        traits.write(name, entered=(), left=stored.members_of(row), at=at, by=by)
        events.record(records.REMOVED, at=at, by=by, subject=_subject(row), payload={"name": name})
        row.delete()


@dataclass(frozen=True, slots=True)
class _Found:
    """What was asked and how many of the found can be reached."""

    as_of: date
    reachable: int
    definition: dict[str, object]

    @classmethod
    def of_list(cls, row: Segment, at: datetime) -> "_Found":
        day = stores.chain().today(at)
        definition = {"version": row.version, "as_of": day.isoformat(), "as_of_rule": AS_OF_RULE}
        return cls(day, 0, {**definition, "list": "given"})


def _demand_kind(kind: str, condition: Condition | None, members: object) -> None:
    if kind not in {stored.DYNAMIC, stored.STATIC}:
        raise BadSegmentKind(param="kind", kind=kind[:20])
    if kind == stored.DYNAMIC and (condition is None or members is not None):
        raise BadSegmentKind(param="kind", kind=kind)
    if condition is None and members is None:
        raise BadSegmentKind(param="kind", kind=kind)


def _demand_answerable(name: str, condition: Condition) -> None:
    for cell in cells_in(condition):
        if isinstance(cell, InFigure):
            figure_of(cell.figure)
    others = stored.conditions_behind(condition, facts(), saving=name)
    demand_no_cycle(name, condition, others)


def _saved(row: Segment | None, name: str, data: object, at: datetime) -> tuple[Segment, bool]:
    if row is None:
        return Segment(id=ids.new_id(), name=name, condition=data, created_at=at), True
    if row.condition != data:
        row.condition = data
        row.version += 1
        # The kept answer belongs to the former question; it stays until the next refresh.
        if row.kind == stored.STATIC:
            row.refreshed_at = None
    return row, False


def _asked(row: Segment, condition: Condition, day: date) -> tuple[_Found, tuple[int, ...]]:
    lake = open_lake(Scope.everything())
    asked = asking.question(condition, as_of=day, lake=lake)
    answers = asking.reach_column(asked.members())
    found = lake.backend.to_pyarrow(answers.order_by("member"))
    definition = asking.definition_of(asked, row.version, row.condition)
    members = tuple(found["member"].to_pylist())
    reachable = sum(found["is_reachable"].to_pylist())
    return _Found(day, reachable, definition), members


def _keep(
    row: Segment, members: tuple[int, ...], found: _Found, *, at: datetime, by: Actor
) -> Refreshed:
    before = frozenset(Membership.objects.filter(segment=row).values_list("member_id", flat=True))
    now = frozenset(members)
    entered, left = sorted(now - before), sorted(before - now)
    if left:
        _drop(row, left)
    columns = ("segment_id", "member_id", "since")
    bulk.insert(MEMBERSHIPS, columns, ((row.pk, member, found.as_of) for member in entered))
    source = f"segment {row.name}, version {row.version}, as of {found.as_of}"
    traits.write(row.name, entered=tuple(entered), left=tuple(left), at=at, by=by, source=source)
    row.size, row.as_of, row.refreshed_at = len(now), found.as_of, at
    row.definition = found.definition
    row.save(update_fields=["size", "as_of", "refreshed_at", "definition"])
    Size.objects.create(
        id=ids.new_id(),
        segment=row,
        at=at,
        as_of=found.as_of,
        members=len(now),
        reachable=found.reachable,
        entered=len(entered),
        left=len(left),
        by=str(by),
        definition=found.definition,
    )
    counts = {"members": len(now), "entered": len(entered), "left": len(left)}
    payload = {"name": row.name, "as_of": found.as_of.isoformat(), **counts}
    events.record(records.REFRESHED, at=at, by=by, subject=_subject(row), payload=payload)
    return Refreshed(row.name, found.as_of, len(now), found.reachable, len(entered), len(left))


def _drop(row: Segment, left: list[int]) -> None:
    bulk.stage("segments_left", "member_id bigint", ["member_id"], ((one,) for one in left))
    bulk.run(
        f"DELETE FROM {MEMBERSHIPS} WHERE segment_id = %s"  # noqa: S608 - names from the code
        " AND member_id IN (SELECT member_id FROM segments_left)",
        (row.pk,),
    )
    bulk.drop("segments_left")


def _reachable(row: Segment) -> int:
    newest = Size.objects.filter(segment=row).order_by("-pk").first()
    return 0 if newest is None else newest.reachable


def _subject(row: Segment) -> str:
    return f"segment/{row.name}"
