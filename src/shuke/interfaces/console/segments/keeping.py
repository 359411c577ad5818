"""Keeping a list behind a number as a segment; asking segments again; removing one."""

import json
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit, page
from shuke.interfaces.console.segments.asking import text_of
from shuke.rules.conditions import Condition
from shuke.rules.reading import from_data
from shuke.segments import actions
from shuke.segments.facts import facts


@page("segments.write", methods=("POST",))
def save_behind(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Save the list behind a number (figure, where, parameters) and show the segment."""
    saved = actions.save(
        name="",
        title=text_of(visit, "title", 200),
        condition=behind(request),
        kind=text_of(visit, "kind") or "dynamic",
        at=visit.now,
        by=visit.actor,
    )
    actions.refresh(name=saved.name, at=visit.now, by=visit.actor, as_of=_day(request, visit))
    messages.success(request, _("The segment is saved."))
    return HttpResponseRedirect(reverse("segments:one", args=[saved.name]))


def _day(request: HttpRequest, visit: Visit) -> date:
    """The day of the list that is kept, so that the segment begins with the members shown."""
    try:
        return date.fromisoformat(request.POST.get("as_of", ""))
    except ValueError:
        return visit.today


def behind(request: HttpRequest) -> Condition:
    """The condition "stands behind that number" that a list's form posts.

    Raises:
        Refusal: the fields are not a figure, its columns and its parameters.
    """
    data = {
        "figure": request.POST.get("figure", ""),
        "where": _named(request.POST.get("where", "")),
        "parameters": _named(request.POST.get("parameters", "")),
    }
    return from_data(data, facts=facts())


def _named(text: str) -> object:
    try:
        return json.loads(text) if text else {}
    except (ValueError, RecursionError):
        # Whatever it is, it is not a mapping: reading the condition says so.
        return text


@page("segments.write", methods=("POST",))
def refresh(request: HttpRequest, visit: Visit, name: str) -> HttpResponseBase:
    """Ask a segment again at the business day."""
    found = actions.refresh(name=name, at=visit.now, by=visit.actor, as_of=visit.today)
    text = _("Asked again: {members} members, {entered} came in, {left} left.")
    counts = {"members": found.members, "entered": found.entered, "left": found.left}
    shown = {name: visit.formats.count(count) for name, count in counts.items()}
    messages.success(request, text.format(**shown))
    return HttpResponseRedirect(reverse("segments:one", args=[name]))


@page("segments.write", methods=("POST",))
def refresh_all(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Ask every dynamic segment again at the business day."""
    found = actions.refresh_all(at=visit.now, by=visit.actor, as_of=visit.today)
    text = _("{count} segments were asked again.").format(count=visit.formats.count(len(found)))
    messages.success(request, text)
    return HttpResponseRedirect(reverse("segments:list"))


@page("segments.write", methods=("POST",))
def remove(request: HttpRequest, visit: Visit, name: str) -> HttpResponseBase:
    """Remove a segment with its history."""
    actions.remove(name=name, at=visit.now, by=visit.actor)
    messages.success(request, _("The segment is removed."))
    return HttpResponseRedirect(reverse("segments:list"))
