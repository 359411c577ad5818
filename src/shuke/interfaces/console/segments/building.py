"""The builder: facts, groups and purchases put together, counted while they are."""

from dataclasses import asdict

from django.contrib import messages
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.urls import reverse
from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.segments.asking import condition_of, text_of
from shuke.interfaces.console.segments.picking import offered
from shuke.interfaces.console.segments.shown import reasoned
from shuke.rules.conditions import EVERYONE, Condition
from shuke.rules.reading import from_json
from shuke.rules.writing import to_data
from shuke.segments import actions, queries, telling
from shuke.segments.definition import SETS, set_of
from shuke.segments.facts import facts

PREVIEWED = 8


@page("segments.write")
def new(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """An empty builder, or one that begins with a condition given in the address."""
    text = request.GET.get("condition", "")
    condition = from_json(text, facts=facts()) if text else EVERYONE
    return _builder(visit, condition, title=text_of(visit, "title"))


@page("segments.write")
def edit(request: HttpRequest, visit: Visit, name: str) -> HttpResponseBase:
    """The builder over a saved segment."""
    segment = queries.segment_of(name, visit.scope)
    condition = segment.condition or EVERYONE
    return _builder(visit, condition, title=segment.title, name=name, kind=segment.kind)


def _builder(
    visit: Visit, condition: Condition, *, title: str, name: str = "", kind: str = "dynamic"
) -> HttpResponseBase:
    return show(
        visit,
        "segments/builder.html",
        {
            "as_of": visit.today,
            "offer": offered(visit, queries.preferences(visit.scope), saved_as=name),
            "condition": to_data(condition),
            "title": title,
            "name": name,
            "kind": kind,
            "counted": queries.counted(condition, as_of=visit.today, scope=visit.scope),
            "sentences": _sentences(condition),
            "may_see": visit.scope.can("members.read"),
        },
    )


def _sentences(condition: Condition) -> list[tuple[str, str]]:
    return [
        ("zh-Hans", telling.sentence(condition, "zh")),
        ("en", telling.sentence(condition, "en")),
    ]


@page("segments.read", methods=("POST",))
def live(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """How many meet the condition as it stands in the form, and the sentence it makes."""
    condition = condition_of(visit)
    return show(
        visit,
        "segments/live.html",
        {
            "counted": queries.counted(condition, as_of=visit.today, scope=visit.scope),
            "sentences": _sentences(condition),
        },
    )


@page("segments.read", methods=("POST",))
def preview(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The first members who meet the condition, and why."""
    visit.scope.demand("members.read")
    condition = condition_of(visit)
    found = queries.preview(condition, as_of=visit.today, scope=visit.scope, limit=PREVIEWED)
    return show(
        visit,
        "segments/preview.html",
        {"people": reasoned(visit, found)},
    )


@page("segments.read")
def values(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Values that occur in the data, for a field that is being typed into."""
    found = queries.values_of(text_of(visit, "of", 200), text_of(visit, "q"), visit.scope)
    return JsonResponse({"values": [asdict(one) for one in found]})


@page("segments.write", methods=("POST",))
def save(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Keep what the builder holds, ask it once, and show the segment."""
    saved = actions.save(
        name=text_of(visit, "name"),
        title=text_of(visit, "title", 200),
        condition=condition_of(visit),
        kind=text_of(visit, "kind") or "dynamic",
        at=visit.now,
        by=visit.actor,
    )
    actions.refresh(name=saved.name, at=visit.now, by=visit.actor, as_of=visit.today)
    messages.success(request, _("The segment is saved."))
    address = reverse("segments:one", args=[saved.name])
    if request.headers.get("HX-Request"):
        # htmx follows this header with a whole page; a refusal stays beside the button instead.
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


@page("segments.write")
def combine(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The builder over a set made of segments: in both, in either, only in the first, in one."""
    names = tuple(dict.fromkeys(request.GET.getlist("segment")))
    how = visit.choice("how", SETS)
    titles = queries.names()
    title = " · ".join(titles.get(name, name) for name in names)
    return _builder(visit, set_of(how, names), title=title[:80])
