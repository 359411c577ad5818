"""The list of segments, and one segment: who is in it, how it grew, how it differs."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.segments.asking import text_of
from shuke.interfaces.console.segments.comparing import shown_comparison
from shuke.interfaces.console.segments.files import document_of
from shuke.interfaces.console.segments.shown import (
    people_of,
    reasoned,
    rows_of,
    total_of,
)
from shuke.interfaces.ui.charts import Cell, Chart, Head, Series, Table
from shuke.members import queries as members
from shuke.rules.conditions import InSegment
from shuke.segments import queries, telling
from shuke.segments.queries import SegmentView, SizeView

PAGE_ROWS = 50
LONG_NUMBER = 20


@page("segments.read")
def every(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Every segment with its size, its share, how it grew and when it was asked last."""
    words = text_of(visit, "q").lower()
    found = queries.segments(visit.scope)
    fitting = [one for one in found if words in f"{one.title} {one.name}".lower()]
    context: dict[str, object] = {
        "rows": rows_of(visit, fitting, total_of(visit)),
        "words": words,
        "is_empty": not found,
        "may_write": visit.scope.can("segments.write"),
    }
    partial = request.headers.get("HX-Request")
    return show(visit, "segments/rows.html" if partial else "segments/list.html", context)


@page("segments.read")
def one(request: HttpRequest, visit: Visit, name: str) -> HttpResponseBase:
    """One segment: its sentence, its size over time, its members, its document."""
    segment = queries.segment_of(name, visit.scope)
    after = _after(request)
    context: dict[str, object] = {
        "segment": segment,
        "people": [],
        "may_see": visit.scope.can("members.read"),
        "may_write": visit.scope.can("segments.write"),
        "after": after,
        "total": segment.size or 0,
    }
    if visit.scope.can("members.read") and segment.refreshed_at is not None:
        found = queries.members_in(name, visit.scope, after, PAGE_ROWS)
        people = people_of(visit, found.ids)
        context |= {
            "people": [people[one] for one in found.ids if one in people],
            "total": found.total,
            "next": found.next_after,
        }
    if request.headers.get("HX-Request"):
        return show(visit, "segments/members.html", context)
    return show(visit, "segments/one.html", context | _about(visit, segment))


def _about(visit: Visit, segment: SegmentView) -> dict[str, object]:
    total = total_of(visit)
    history = queries.sizes(segment.name, visit.scope)
    newest = history[-1] if history else None
    return {
        "sentences": []
        if segment.condition is None
        else [
            ("zh-Hans", telling.sentence(segment.condition, "zh")),
            ("en", telling.sentence(segment.condition, "en")),
        ],
        "share": (segment.size or 0) / total if total else None,
        "newest": newest,
        "reachable_share": newest.reachable / newest.members if newest and newest.members else None,
        "sizes": size_chart(visit, history) if history else None,
        "yaml": document_of(visit, segment.name) if segment.condition is not None else "",
        "others": [other for other in queries.names().items() if other[0] != segment.name],
        "files": _files(visit),
    }


def _files(visit: Visit) -> tuple[str, ...]:
    may = visit.scope.can("exports.read") and visit.scope.can("members.read")
    return ("xlsx", "csv") if may else ()


def _after(request: HttpRequest) -> int:
    text = request.GET.get("after", "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < LONG_NUMBER else 0


def size_chart(visit: Visit, history: tuple[SizeView, ...]) -> Chart:
    """Members and reachable members at each refresh, and who came and left."""
    label = _("Members at each refresh")
    formats = visit.formats
    names = [formats.day_short(size.as_of) for size in history]
    series = (
        Series(_("Members"), [size.members for size in history]),
        Series(_("Reachable"), [size.reachable for size in history], dashed=True),
    )
    heads = (
        Head(_("At the start of")),
        Head(_("Members"), is_number=True),
        Head(_("Reachable"), is_number=True),
        Head(_("Came in"), is_number=True),
        Head(_("Left"), is_number=True),
    )
    rows = tuple(
        (
            Cell(formats.day(size.as_of)),
            *(
                Cell(formats.count(value), is_number=True)
                for value in (size.members, size.reachable, size.entered, size.left)
            ),
        )
        for size in reversed(history)
    )
    spec = {
        "kind": "lines",
        "unit": "count",
        "names": names,
        "series": [shown.spec() for shown in series],
    }
    return Chart("sizes", label, spec, Table(label, heads, rows))


@page("segments.read")
def compare(request: HttpRequest, visit: Visit, name: str) -> HttpResponseBase:
    """A segment beside another, or beside everybody who is not in it."""
    segment = queries.segment_of(name, visit.scope)
    other = text_of(visit, "with")
    beside = queries.segment_of(other, visit.scope) if other else None
    day = segment.as_of or visit.today
    found = queries.compared(name, other or None, visit.scope, as_of=day)
    return show(
        visit,
        "segments/compare.html",
        {
            "segment": segment,
            "other": beside,
            "found": found,
            "shown": shown_comparison(visit, found, segment, beside),
        },
    )


@page("segments.read")
def check(request: HttpRequest, visit: Visit, name: str) -> HttpResponseBase:
    """Why a member is in the segment, or why not."""
    visit.scope.demand("members.read")
    segment = queries.segment_of(name, visit.scope)
    words = text_of(visit, "member")
    found = members.find(words, visit.scope, 1) if words else ()
    condition = segment.condition or InSegment(name)
    day = segment.as_of or visit.today
    explained = queries.explained(
        condition, [card.id for card in found], as_of=day, scope=visit.scope
    )
    return show(
        visit,
        "segments/checked.html",
        {"people": reasoned(visit, explained), "words": words, "segment": segment},
    )
