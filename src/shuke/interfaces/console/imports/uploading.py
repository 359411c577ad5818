"""A file on its way in, what was imported before, and templates to fill in."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from shuke.intake import actions
from shuke.intake import queries as intake
from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.imports import wording
from shuke.interfaces.console.imports.wording import kind_label, may_of
from shuke.interfaces.console.saying import said
from shuke.kernel import ids
from shuke.kernel.refusal import Refusal

HISTORY_ROWS = 50


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file to choose."""

    value: str
    label: str
    about: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One import in the history."""

    name: str
    href: str
    kind: str
    state: str
    tone: str
    read: int
    new: int
    refused: int
    when: str


@dataclass(frozen=True, slots=True)
class File:
    """A template in one format."""

    ending: str
    href: str


@dataclass(frozen=True, slots=True)
class Template:
    """The files to download and fill in, of one kind."""

    label: str
    files: tuple[File, ...]


@page("imports.read")
def overview(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The form of a new import, what was imported, templates."""
    return _overview(visit)


def _overview(
    visit: Visit, *, kind: str = "members", refusal: Refusal | None = None
) -> HttpResponseBase:
    context: dict[str, object] = {
        "may": may_of(visit),
        "kinds": [
            Kind(
                one.name,
                kind_label(one.name, visit),
                str(wording.ABOUT[one.name]),
                one.name == kind,
            )
            for one in intake.kinds()
        ],
        "imports": [_line(one, visit) for one in intake.imports(visit.scope, HISTORY_ROWS)],
        "templates": _templates(visit),
    }
    if refusal is not None:
        context["refusal"] = said(refusal, visit)
    status = 200 if refusal is None else refusal.kind.value
    return show(visit, "imports/list.html", context, status=status)


def _templates(visit: Visit) -> list[Template]:
    found: dict[str, list[File]] = {}
    for one in intake.templates():
        href = reverse("imports:template", kwargs={"name": one.name})
        ending = one.name.rpartition(".")[2].upper()
        found.setdefault(one.kind, []).append(File(ending, href))
    return [Template(kind_label(kind, visit), tuple(files)) for kind, files in found.items()]


def _line(one: intake.ImportView, visit: Visit) -> Line:
    state, tone = wording.STATES[one.state]
    return Line(
        name=one.name,
        href=reverse("imports:one", kwargs={"reference": one.public_id}),
        kind=kind_label(one.kind, visit),
        state=str(state),
        tone=tone,
        read=one.counts.get("rows", 0),
        new=one.counts.get("accepted", 0),
        refused=one.counts.get("refused", 0),
        when=wording.when(one, visit),
    )


@page("imports.write", methods=("POST",))
def upload(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Keep a file; nothing of it is read yet."""
    file = request.FILES.get("file")
    kind = request.POST.get("kind", "")
    try:
        # A form without a file is a file without a byte: the same refusal says what to do.
        number = actions.receive(
            stream=file.chunks() if file else (),
            name=file.name or "" if file else "",
            kind=kind,
            at=visit.now,
            by=visit.actor,
        )
    except Refusal as refusal:
        return _overview(visit, kind=kind, refusal=refusal)
    return redirect("imports:match", reference=ids.public("imp", number))


@page("imports.read")
def template(request: HttpRequest, visit: Visit, name: str) -> HttpResponseBase:
    """An empty file in the format that needs no matching."""
    found = next((one for one in intake.templates() if one.name == name), None)
    if found is None:
        raise Http404
    answer = HttpResponse(found.content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return answer
