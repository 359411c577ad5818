"""What the tables keep of segments, as other modules of the package read it."""

from functools import lru_cache

from shuke.rules.conditions import Condition
from shuke.rules.facts import Registry
from shuke.rules.reading import from_data
from shuke.segments.definition import segments_in
from shuke.segments.models import Membership, Segment, Size
from shuke.segments.refusals import UnknownSegment

DYNAMIC = "dynamic"
STATIC = "static"


def segment(name: str) -> Segment:
    """Return the row of that name.

    Raises:
        UnknownSegment: there is none.
    """
    row = Segment.objects.filter(name=name).first()
    if row is None:
        raise UnknownSegment(param="segment", name=name[:60])
    return row


def condition_of(row: Segment, facts: Registry) -> Condition | None:
    """Return what a segment asks, None for a plain list of members."""
    return None if row.condition is None else from_data(row.condition, facts=facts)


def conditions_behind(
    condition: Condition, facts: Registry, *, saving: str = ""
) -> dict[str, Condition]:
    """Return the dynamic segments that a condition asks for, and those that these ask for.

    The segment that is being saved need not exist yet: whether it asks for itself is said later.

    Raises:
        UnknownSegment: one of them does not exist.
    """
    found: dict[str, Condition] = {}
    waiting = list(segments_in(condition))
    while waiting:
        name = waiting.pop()
        if name in found or name == saving:
            continue
        row = segment(name)
        asked = condition_of(row, facts)
        if row.kind == DYNAMIC and asked is not None:
            found[name] = asked
            waiting += segments_in(asked)
    return found


def users_of(name: str, facts: Registry) -> tuple[str, ...]:
    """Return the names of the dynamic segments that ask for a segment."""
    rows = Segment.objects.filter(kind=DYNAMIC).exclude(name=name).order_by("name")
    asked = {row.name: condition_of(row, facts) for row in rows}
    return tuple(user for user, what in asked.items() if what and name in segments_in(what))


def members_of(row: Segment) -> tuple[int, ...]:
    """Return the members that the last refresh found, in the order of their ids."""
    # Not by the moment of the refresh: the business clock of a demo stands still.
    newest = Size.objects.filter(segment=row).order_by("-pk").values_list("pk", flat=True).first()
    return _members(row.pk, newest or 0)


# A list page is turned over and over: the members of one refresh never change.
@lru_cache(maxsize=16)
def _members(segment_id: int, _refresh: int) -> tuple[int, ...]:
    rows = Membership.objects.filter(segment_id=segment_id).order_by("member_id")
    return tuple(rows.values_list("member_id", flat=True).iterator(chunk_size=10_000))
