"""Segments: saved questions about members, counted, explained, kept."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from shuke.interfaces.api.door import Answer, Call, as_file, operation
from shuke.interfaces.api.paging import Cursor, Limit, ListOf, cursor, parts_of
from shuke.interfaces.api.strict import Strict
from shuke.interfaces.api.times import iso, utc
from shuke.kernel import ids
from shuke.members import queries as members
from shuke.rules.conditions import Condition
from shuke.rules.reading import from_data
from shuke.rules.writing import to_data
from shuke.segments import actions, files
from shuke.segments import queries as segments
from shuke.segments.facts import facts

router = Router(tags=["segments"])

_YAML = "application/yaml"

ConditionDocument = Annotated[
    dict[str, Any], Field(description="A condition tree; see docs/reference for its words.")
]


class ConditionIn(Strict):
    """A condition, asked at the start of a day (default: the business day)."""

    condition: ConditionDocument
    as_of: date | None = None


class PreviewIn(ConditionIn):
    """The same, with how many members to explain."""

    limit: Annotated[int, Field(ge=1, le=50)] = 10


class SegmentIn(Strict):
    """A segment to save: a dynamic one is asked again at every refresh, a static one once."""

    name: Annotated[str, Field(max_length=60)] = ""
    title: Annotated[str, Field(min_length=1, max_length=120)]
    kind: Literal["dynamic", "static"] = "dynamic"
    condition: ConditionDocument


class SegmentOut(Schema):
    """A segment; `size` is within the key's reach, null until it was first asked."""

    object: Literal["segment"] = "segment"
    name: str
    title: str
    kind: str
    version: int
    condition: dict[str, Any] | None
    size: int | None
    as_of: str | None
    refreshed_at: str | None
    changed_at: str


class SavedOut(Schema):
    """What was saved."""

    object: Literal["segment.saved"] = "segment.saved"
    name: str
    version: int
    is_new: bool


class RefreshedOut(Schema):
    """What a refresh found."""

    object: Literal["segment.refreshed"] = "segment.refreshed"
    name: str
    as_of: str
    members: int
    reachable: int
    entered: int
    left: int


class CountedOut(Schema):
    """How many meet the condition, how many of them can be reached, how many there are."""

    object: Literal["count"] = "count"
    members: int
    reachable: int
    total: int
    seconds: float


class ReasonOut(Schema):
    """One leaf of the condition, in words."""

    path: str
    text: str
    holds: bool


class ExplainedOut(Schema):
    """One member, and why he meets the condition."""

    member: str | None
    id: str
    holds: bool
    reasons: list[ReasonOut]


class SegmentMemberOut(Schema):
    """One member of a segment."""

    object: Literal["member"] = "member"
    id: str
    number: str | None


class SegmentMembersOut(Schema):
    """Members of a segment as its last refresh found them."""

    object: Literal["list"] = "list"
    total: int
    data: list[SegmentMemberOut]
    has_more: bool
    next: str | None


class RemovedOut(Schema):
    """The segment is gone."""

    object: Literal["segment.removed"] = "segment.removed"
    name: str


def _condition(document: dict[str, Any]) -> Condition:
    return from_data(document, facts=facts())


def _segment_out(one: segments.SegmentView) -> SegmentOut:
    return SegmentOut(
        name=one.name,
        title=one.title,
        kind=one.kind,
        version=one.version,
        condition=None if one.condition is None else to_data(one.condition),
        size=one.size,
        as_of=None if one.as_of is None else one.as_of.isoformat(),
        refreshed_at=utc(one.refreshed_at),
        changed_at=iso(one.changed_at),
    )


@operation(
    router, "GET", "/segments", permission="segments.read", answers={200: ListOf[SegmentOut]}
)
def listed(call: Call) -> ListOf[SegmentOut]:
    """List the segments, the one changed last first."""
    return ListOf[SegmentOut](data=[_segment_out(one) for one in segments.segments(call.scope)])


@operation(router, "POST", "/segments/count", permission="segments.read", answers={200: CountedOut})
def counted(call: Call, asked: ConditionIn) -> CountedOut:
    """Count who meets a condition."""
    found = segments.counted(
        _condition(asked.condition), as_of=asked.as_of or call.today, scope=call.scope
    )
    return CountedOut(
        members=found.members,
        reachable=found.reachable,
        total=found.total,
        seconds=round(found.seconds, 3),
    )


@operation(
    router,
    "POST",
    "/segments/preview",
    permission="segments.read",
    answers={200: ListOf[ExplainedOut]},
)
def previewed(call: Call, asked: PreviewIn) -> ListOf[ExplainedOut]:
    """Explain the first members who meet a condition."""
    found = segments.preview(
        _condition(asked.condition),
        as_of=asked.as_of or call.today,
        scope=call.scope,
        limit=asked.limit,
    )
    numbers = members.numbers_of([one.member for one in found], call.scope)
    is_chinese = call.language == "zh"
    return ListOf[ExplainedOut](
        data=[
            ExplainedOut(
                member=numbers.get(one.member),
                id=ids.public("mem", one.member),
                holds=one.holds,
                reasons=[
                    ReasonOut(
                        path=reason.path,
                        text=reason.zh if is_chinese else reason.en,
                        holds=reason.holds,
                    )
                    for reason in one.reasons
                ],
            )
            for one in found
        ]
    )


@operation(
    router,
    "POST",
    "/segments",
    permission="segments.write",
    answers={200: SavedOut, 201: SavedOut},
    is_keyed=True,
)
def saved(call: Call, segment: SegmentIn) -> Answer:
    """Save a segment: 201 under a new name, 200 as a new version of the one that has it."""
    kept = actions.save(
        name=segment.name,
        title=segment.title,
        condition=_condition(segment.condition),
        kind=segment.kind,
        at=call.now,
        by=call.actor,
    )
    body = SavedOut(name=kept.name, version=kept.version, is_new=kept.is_new)
    return Answer(201 if kept.is_new else 200, body)


@operation(
    router, "GET", "/segments/{segment}", permission="segments.read", answers={200: SegmentOut}
)
def shown(call: Call, segment: str) -> SegmentOut:
    """Show one segment."""
    return _segment_out(segments.segment_of(segment, call.scope))


@operation(
    router,
    "DELETE",
    "/segments/{segment}",
    permission="segments.write",
    answers={200: RemovedOut},
)
def removed(call: Call, segment: str) -> RemovedOut:
    """Remove a segment with its history."""
    actions.remove(name=segment, at=call.now, by=call.actor)
    return RemovedOut(name=segment)


@operation(
    router,
    "POST",
    "/segments/{segment}/refresh",
    permission="segments.write",
    answers={200: RefreshedOut},
    is_keyed=True,
)
def refreshed(call: Call, segment: str) -> RefreshedOut:
    """Ask a segment again and keep the answer."""
    done = actions.refresh(name=segment, at=call.now, by=call.actor)
    return RefreshedOut(
        name=done.name,
        as_of=done.as_of.isoformat(),
        members=done.members,
        reachable=done.reachable,
        entered=done.entered,
        left=done.left,
    )


@operation(
    router,
    "GET",
    "/segments/{segment}/members",
    permission="segments.read",
    answers={200: SegmentMembersOut},
)
def listed_members(
    call: Call, segment: str, limit: Limit = 50, after: Cursor = None
) -> SegmentMembersOut:
    """List the members of a segment, in the order of their numbers."""
    place = 0 if after is None else parts_of(after, int)[0]
    page = segments.members_in(segment, call.scope, after=place, limit=limit)
    numbers = members.numbers_of(page.ids, call.scope)
    return SegmentMembersOut(
        total=page.total,
        data=[
            SegmentMemberOut(id=ids.public("mem", one), number=numbers.get(one)) for one in page.ids
        ],
        has_more=page.next_after is not None,
        next=None if page.next_after is None else cursor(page.next_after),
    )


@operation(
    router,
    "GET",
    "/segments/{segment}/export",
    permission="segments.read",
    answers={200: None},
    extra=as_file(_YAML, type="object"),
)
def exported(call: Call, segment: str) -> HttpResponse:
    """Export a segment as YAML, ready to be imported elsewhere."""
    document = files.to_yaml(segments.segment_of(segment, call.scope))
    return HttpResponse(document, content_type=f"{_YAML}; charset=utf-8")
