"""The segments as lists show them, their members, their sizes over time."""

from dataclasses import dataclass
from datetime import date, datetime

import ibis
import pyarrow as pa

from shuke.kernel.scope import Scope
from shuke.lake.access import open_lake
from shuke.rules.conditions import Condition
from shuke.segments import asking, stored
from shuke.segments.facts import facts
from shuke.segments.models import Membership, Segment, Size

LIMIT_MAX = 200
SPARK_SIZES = 30


@dataclass(frozen=True, slots=True)
class SizeView:
    """One refresh; member counts are of the whole chain."""

    at: datetime
    as_of: date
    members: int
    reachable: int
    entered: int
    left: int
    by: str


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A segment: `size` is how many of its members the reader's scope holds, None when unasked.

    `sizes` are the last counts of the whole chain, oldest first, empty for a store's reader.
    """

    name: str
    title: str
    kind: str
    condition: Condition | None
    version: int
    changed_at: datetime
    changed_by: str
    size: int | None
    as_of: date | None
    refreshed_at: datetime | None
    definition: dict[str, object]
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some members of a segment, in the order of their numbers, and where the next ones begin."""

    ids: tuple[int, ...]
    total: int
    next_after: int | None


def is_empty() -> bool:
    """Whether nobody has saved a segment."""
    return not Segment.objects.exists()


def names() -> dict[str, str]:
    """Return the title of every segment by its short name, for sentences."""
    return dict(Segment.objects.values_list("name", "title"))


def segments(scope: Scope) -> tuple[SegmentView, ...]:
    """Return every segment, the one changed last first.

    Raises:
        NotAllowed: the role may not read segments.
    """
    scope.demand("segments.read")
    rows = list(Segment.objects.order_by("-changed_at", "name"))
    counts = _counts_in(scope, rows)
    history = _recent_sizes() if scope.stores is None else {}
    known = facts()
    return tuple(
        _view(row, stored.condition_of(row, known), counts, history.get(row.pk, ())) for row in rows
    )


def segment_of(name: str, scope: Scope) -> SegmentView:
    """Return one segment.

    Raises:
        NotAllowed: the role may not read segments.
        UnknownSegment: there is none of that name.
    """
    scope.demand("segments.read")
    row = stored.segment(name)
    history = _recent_sizes(row.pk) if scope.stores is None else {}
    condition = stored.condition_of(row, facts())
    return _view(row, condition, _counts_in(scope, [row]), history.get(row.pk, ()))


def members_in(name: str, scope: Scope, after: int = 0, limit: int = 50) -> Page:
    """Return members of a segment as its last refresh found them, those of the scope only.

    `after` is the place (ordinal) behind which to begin, as `next_after` of the page before said.

    Raises:
        NotAllowed: the role may not read segments.
        UnknownSegment: there is none of that name.
    """
    scope.demand("segments.read")
    row = stored.segment(name)
    lake = open_lake(scope)
    members = asking.tables_of(lake).members
    kept = members.semi_join(asking.listed(stored.members_of(row)), "member")
    shown = min(max(limit, 1), LIMIT_MAX)
    later = kept.filter(kept.ordinal > after).order_by("ordinal").limit(shown + 1)
    rows = lake.backend.to_pyarrow(later.select("member", "ordinal")).to_pylist()
    total = int(lake.backend.to_pyarrow(kept.count()).as_py())
    next_after = rows[shown - 1]["ordinal"] if len(rows) > shown else None
    return Page(tuple(one["member"] for one in rows[:shown]), total, next_after)


def sizes(name: str, scope: Scope, *, limit: int = 400) -> tuple[SizeView, ...]:
    """Return the refreshes of a segment, oldest first; whole-chain counts, so none for a store.

    Raises:
        NotAllowed, UnknownSegment: as `segment_of`.
    """
    scope.demand("segments.read")
    row = stored.segment(name)
    if scope.stores is not None:
        return ()
    rows = Size.objects.filter(segment=row).order_by("-pk")[:limit]
    return tuple(
        SizeView(
            at=one.at,
            as_of=one.as_of,
            members=one.members,
            reachable=one.reachable,
            entered=one.entered,
            left=one.left,
            by=one.by,
        )
        for one in reversed(rows)
    )


def _view(
    row: Segment, condition: Condition | None, counts: dict[int, int], history: tuple[int, ...]
) -> SegmentView:
    return SegmentView(
        name=row.name,
        title=row.title,
        kind=row.kind,
        condition=condition,
        version=row.version,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        size=None if row.size is None else counts.get(row.pk, 0),
        as_of=row.as_of,
        refreshed_at=row.refreshed_at,
        definition=row.definition,
        sizes=history,
    )


def _counts_in(scope: Scope, rows: list[Segment]) -> dict[int, int]:
    if scope.stores is None:
        return {row.pk: row.size or 0 for row in rows}
    kept = Membership.objects.filter(segment_id__in=[row.pk for row in rows])
    pairs = list(kept.values_list("segment_id", "member_id").iterator(chunk_size=10_000))
    if not pairs:
        return {}
    columns = {
        "segment": pa.array([one for one, _ in pairs], pa.int64()),
        "member": pa.array([one for _, one in pairs], pa.int64()),
    }
    lake = open_lake(scope)
    among = ibis.memtable(pa.table(columns)).semi_join(asking.tables_of(lake).members, "member")
    counted = among.group_by("segment").aggregate(members=among.count())
    found = lake.backend.to_pyarrow(counted).to_pylist()
    return {one["segment"]: one["members"] for one in found}


def _recent_sizes(segment_id: int | None = None) -> dict[int, tuple[int, ...]]:
    rows = Size.objects.order_by("-pk")
    if segment_id is not None:
        rows = rows.filter(segment_id=segment_id)
    found: dict[int, list[int]] = {}
    for owner, members in rows.values_list("segment_id", "members")[:5_000]:
        kept = found.setdefault(owner, [])
        if len(kept) < SPARK_SIZES:
            kept.append(members)
    return {owner: tuple(reversed(kept)) for owner, kept in found.items()}
