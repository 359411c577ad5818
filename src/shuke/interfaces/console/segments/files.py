"""Segments as documents, and their members as a file."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from shuke.interfaces.console import exporting
from shuke.interfaces.console.door import Visit, page
from shuke.interfaces.console.segments.shown import people_of
from shuke.members import queries as members_queries
from shuke.rules.limits import DOCUMENT_CHARACTERS_MAX
from shuke.segments import actions, queries
from shuke.segments import files as documents
from shuke.segments.refusals import BadSegmentFile

CHUNK = 200


@page("segments.read")
def download(request: HttpRequest, visit: Visit, name: str) -> HttpResponseBase:
    """The segment as YAML; a plain list carries its members' numbers, which needs members.read."""
    answer = HttpResponse(document_of(visit, name), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return answer


def document_of(visit: Visit, name: str) -> str:
    """The YAML of a segment."""
    segment = queries.segment_of(name, visit.scope)
    if segment.condition is not None:
        return documents.to_yaml(segment)
    visit.scope.demand("members.read")
    numbers: list[str] = []
    for ids in _chunks(visit, name):
        found = members_queries.numbers_of(ids, visit.scope)
        numbers += [found[one] for one in ids if one in found]
    return documents.to_yaml(segment, tuple(numbers))


@page("segments.write", methods=("POST",))
def upload(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Save the segment that a document, uploaded or pasted, describes."""
    given = documents.from_yaml(_document(request))
    saved = actions.save(**given.as_arguments(), at=visit.now, by=visit.actor)
    actions.refresh(name=saved.name, at=visit.now, by=visit.actor, as_of=visit.today)
    messages.success(request, _("The segment is saved."))
    return HttpResponseRedirect(reverse("segments:one", args=[saved.name]))


def _document(request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("document", "")
    try:
        # One byte more than is allowed is enough to be refused.
        text: str = file.read(DOCUMENT_CHARACTERS_MAX + 1).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadSegmentFile(param="file", problem="it is not UTF-8") from None
    return text


@page("exports.read")
def members(request: HttpRequest, visit: Visit, name: str, kind: str) -> HttpResponseBase:
    """Every member of the segment within the scope as CSV or XLSX, masked as on screen."""
    visit.scope.demand("members.read")
    written: exporting.Kind = "csv" if kind == "csv" else "xlsx"
    page_ = queries.members_in(name, visit.scope, 0, 1)
    exporting.remember(visit, f"segment/{name}", written, page_.total)
    heads = [_("Member number"), _("Name"), _("Phone"), _("Home store")]
    return exporting.file_of(f"shuke-{name}", written, heads, _rows(visit, name))


def _rows(visit: Visit, name: str) -> Iterator[tuple[str, str, str, str]]:
    for ids in _chunks(visit, name):
        people = people_of(visit, ids)
        for one in ids:
            if one in people:
                who = people[one]
                yield who.number, who.name, who.phone, who.store


def _chunks(visit: Visit, name: str) -> Iterator[tuple[int, ...]]:
    after: int | None = 0
    while after is not None:
        found = queries.members_in(name, visit.scope, after, CHUNK)
        yield found.ids
        after = found.next_after
