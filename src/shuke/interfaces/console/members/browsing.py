"""The list of members: search, filters, columns, export, save as segment."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from shuke.analytics.presets import EIGHT
from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.exporting import KINDS, Kind, file_of
from shuke.interfaces.console.members import columns
from shuke.interfaces.console.members.asking import (
    Asked,
    asked_of,
    chips_of,
    condition_of,
    query_of,
)
from shuke.interfaces.console.members.listing import exported, page_of, pager_of
from shuke.interfaces.console.members.rights import Rights
from shuke.interfaces.console.members.tabs import tabs_of
from shuke.interfaces.console.wording import name_of
from shuke.rules.conditions import Condition, leaves
from shuke.rules.sentence import Wording, sentence_of
from shuke.segments import actions as segments

STATES = ("registered", "new", "active", "silent", "sleeping", "lost", "reactivated")


@dataclass(frozen=True, slots=True)
class Choice:
    """A column to choose, and whether it is shown now."""

    name: str
    label: str
    is_chosen: bool


@page("members.read")
def members(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The members asked for: the whole page, or its rows for htmx."""
    asked = asked_of(request.GET.dict(), visit)
    found = page_of(visit, asked, request.GET.get("after", ""))
    condition = _saveable(asked)
    context: dict[str, object] = {
        "may": Rights(visit.scope),
        "asked": asked,
        "page": found,
        "pager": pager_of(visit, asked, found),
        "chips": chips_of(asked, visit),
        "query": query_of(asked),
        "condition_words": _words(condition, visit) if condition else "",
        "choosable": _choosable(visit),
    }
    if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        return show(visit, "members/rows.html", context)
    context |= {
        "tabs": tabs_of(visit, "list"),
        "segments": [(s.name, name_of(s.name)) for s in (*EIGHT.segments, EIGHT.without_sales)],
        "states": [(state, name_of(state)) for state in STATES],
    }
    return show(visit, "members/list.html", context)


def _choosable(visit: Visit) -> list[Choice]:
    shown = {column.name for column in columns.chosen(visit)}
    return [
        Choice(column.name, str(column.label), column.name in shown)
        for column in columns.allowed(visit)
    ]


def _saveable(asked: Asked) -> Condition | None:
    # Words look one person up; they are no group.
    condition = condition_of(replace(asked, words=""))
    return condition if any(True for _leaf in leaves(condition)) else None


def _words(condition: Condition, visit: Visit) -> str:
    return sentence_of(condition, Wording(visit.language, digits=visit.chain.digits))


@page("members.read", methods=("POST",))
def choose_columns(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Remember which columns the person wants, until he signs out."""
    wanted = [name for name in request.POST.getlist("column") if name in columns.NAMES]
    request.session[columns.CHOSEN] = wanted
    return redirect(f"{reverse('members:list')}?{_query(request, visit)}")


def _query(request: HttpRequest, visit: Visit) -> str:
    return query_of(asked_of(dict(parse_qsl(request.POST.get("query", "")[:2000])), visit))


@page("exports.read")
def export(request: HttpRequest, visit: Visit, kind: Kind) -> HttpResponseBase:
    """The whole list with the columns that are shown, as a file."""
    if kind not in KINDS:
        return redirect("members:list")
    asked = asked_of(request.GET.dict(), visit)
    heads = [
        _("Member number"),
        _("Name"),
        _("Phone"),
        *(str(column.label) for column in columns.chosen(visit)),
    ]
    return file_of("members", kind, heads, exported(visit, asked))


@page("segments.write", methods=("POST",))
def save_segment(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Keep the filters as a segment, which is asked again whenever it is refreshed."""
    query = _query(request, visit)
    condition = _saveable(asked_of(dict(parse_qsl(query)), visit))
    if condition is None:
        messages.error(request, _("Choose a filter first: a segment needs a condition."))
        return redirect("members:list")
    saved = segments.save(
        name="",
        title=request.POST.get("title", ""),
        condition=condition,
        kind="dynamic",
        at=visit.now,
        by=visit.actor,
    )
    segments.refresh(name=saved.name, at=visit.now, by=visit.actor, as_of=visit.today)
    messages.success(
        request, _("The segment “{title}” is saved.").replace("{title}", request.POST["title"])
    )
    return redirect(f"{reverse('members:list')}?{query}")
