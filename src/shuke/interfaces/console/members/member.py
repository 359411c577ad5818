"""One member: drawer, page, timeline, and personal data shown for a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.members.head import key_figures, who_of
from shuke.interfaces.console.members.liking import liked_by, rhythm_of
from shuke.interfaces.console.members.rights import Rights
from shuke.interfaces.console.members.telling import ROWS_SHORT, told
from shuke.interfaces.console.members.whole import (
    field_types,
    file_of,
    household_of,
    merges_of,
    notes_of,
    secrets_of,
    topics,
)
from shuke.members import actions
from shuke.members import queries as members
from shuke.members.refusals import ReasonMissing


@page("members.read")
def one(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """A member whole."""
    detail = members.member_of(reference, visit.scope)
    may = Rights(visit.scope)
    context = _head(detail, visit, may, place="page")
    if may.browse:
        found = told(visit, detail.card)
        context |= {"timeline": found, "more": found.more} | parts_of(detail, visit)
    return show(visit, "members/one.html", context)


@page("members.read")
def drawer(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """A member in short, beside the list."""
    detail = members.member_of(reference, visit.scope)
    may = Rights(visit.scope)
    context = _head(detail, visit, may, place="drawer") | {"short": True}
    if may.browse:
        context |= {"timeline": told(visit, detail.card, rows=ROWS_SHORT)}
        context |= parts_of(detail, visit)
    return show(visit, "members/drawer.html", context)


def _head(detail: members.Detail, visit: Visit, may: Rights, *, place: str) -> dict[str, object]:
    context: dict[str, object] = {"may": may, "who": who_of(detail, visit, place=place)}
    if may.figures or (may.sales and may.browse):
        strip, badges = key_figures(detail.card, visit)
        context |= {"strip": strip, "figures": badges}
    return context


def parts_of(detail: members.Detail, visit: Visit) -> dict[str, object]:
    """The panels beside the timeline."""
    return {
        **file_of(detail, visit),
        "notes": notes_of(detail, visit),
        "topics": topics(visit),
        "types": field_types(),
        "household": household_of(detail),
        "merges": merges_of(detail, visit),
    }


@page("figures.read")
def habits(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """How the member buys and what he likes: a part that comes after the page."""
    card = members.member_of(reference, visit.scope).card
    context = {"rhythm": rhythm_of(card.id, visit), "taste": liked_by(card.id, visit)}
    return show(visit, "members/habits.html", context)


@page("members.browse")
def timeline(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """A stretch of the timeline, of one kind or of all."""
    detail = members.member_of(reference, visit.scope)
    found = told(
        visit,
        detail.card,
        kind=request.GET.get("kind", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "timeline": found,
        "more": found.more,
        "who": who_of(detail, visit, place="page"),
        "may": Rights(visit.scope),
    }
    is_part = request.headers.get("HX-Request")
    return show(visit, f"members/{'timeline' if is_part else 'timeline_page'}.html", context)


@page("members.unmask", methods=("POST",))
def unmask(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Name, phone and address in full, for a reason that is recorded (promise D9)."""
    detail = members.member_of(reference, visit.scope)
    try:
        shown = actions.unmask(
            member_id=detail.card.id,
            reason=request.POST.get("reason", ""),
            scope=visit.scope,
            at=visit.now,
            by=visit.actor,
        )
    except ReasonMissing as refusal:
        if request.headers.get("HX-Request"):
            raise
        messages.error(request, refusal.message(visit.language))
        return redirect("members:one", reference=reference)
    context = {"secrets": secrets_of(shown, visit), "who": who_of(detail, visit, place="page")}
    is_part = request.headers.get("HX-Request")
    return show(visit, f"members/{'secrets' if is_part else 'secrets_page'}.html", context)
