"""People who are not members yet: the list, a new one, and how far each has come (A15)."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.members.people import Person, person_of
from shuke.interfaces.console.members.rights import Rights
from shuke.interfaces.console.members.tabs import tabs_of
from shuke.interfaces.console.saying import said
from shuke.kernel.day import local_time
from shuke.kernel.refusal import Refusal
from shuke.members import actions
from shuke.members import queries as members
from shuke.members.prospecting import OPEN_STAGES, STAGES

ROWS = 50
_TONES = {"new": "blue", "contacted": "amber", "interested": "green", "converted": "green"}
_CONVERTED = "converted"


@dataclass(frozen=True, slots=True)
class Shown:
    """One prospect in the list."""

    person: Person
    source: str
    owner: str
    score: int
    stage: str
    stage_label: str
    tone: str
    added_at: date
    is_open: bool


@page("members.browse", methods=("GET", "POST"))
def prospects(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The prospects, and the form of a new one."""
    if request.method != "POST":
        return _listed(request, visit)
    try:
        _add(request, visit)
    except Refusal as refusal:
        return _listed(request, visit, refusal=refusal)
    messages.success(request, _("The prospect is listed."))
    return redirect("members:prospects")


def _add(request: HttpRequest, visit: Visit) -> None:
    given = {name: request.POST.get(name, "").strip() for name in ("name", "phone", "source")}
    actions.add_prospect(
        newcomer=actions.Newcomer(
            name=given["name"], phone=given["phone"], store_id=_own_store(visit), channel="console"
        ),
        source=given["source"],
        owner=request.POST.get("owner", "").strip(),
        scope=visit.scope,
        at=visit.now,
        by=visit.actor,
    )


def _own_store(visit: Visit) -> int | None:
    if visit.store is not None:
        return visit.store.id
    return visit.stores[0].id if len(visit.stores) == 1 else None


def _listed(
    request: HttpRequest, visit: Visit, *, refusal: Refusal | None = None
) -> HttpResponseBase:
    after = request.GET.get("after", "")
    last = int(after) if after.isascii() and after.isdigit() and len(after) < ROWS else 0
    found = members.prospects(visit.scope, after=last, limit=ROWS)
    sources = members.conversions(visit.scope)
    context: dict[str, object] = {
        "may": Rights(visit.scope),
        "tabs": tabs_of(visit, "prospects"),
        "people": [_shown(one, visit) for one in found],
        "total": sum(one.leads for one in sources),
        "sources": sources,
        "stages": [
            (name, both[1 if visit.language == "zh" else 0])
            for name, both in STAGES.items()
            if name != _CONVERTED
        ],
        "more": f"?after={found[-1].card.id}" if len(found) == ROWS else "",
    }
    if refusal is not None:
        context["refusal"] = said(refusal, visit)
    status = 200 if refusal is None else refusal.kind.value
    return show(visit, "members/prospects.html", context, status=status)


def _shown(one: members.ProspectView, visit: Visit) -> Shown:
    return Shown(
        person=person_of(one.card),
        source=one.source,
        owner=one.owner,
        score=one.score,
        stage=one.stage,
        stage_label=STAGES[one.stage][1 if visit.language == "zh" else 0],
        tone=_TONES.get(one.stage, ""),
        added_at=local_time(one.added_at, visit.chain.zone).date(),
        is_open=one.stage in OPEN_STAGES,
    )


@page("members.write", methods=("POST",))
def move(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Note how far the winning of a prospect has come."""
    detail = members.member_of(reference, visit.scope)
    actions.move_prospect(
        member_id=detail.card.id,
        stage=request.POST.get("stage", ""),
        scope=visit.scope,
        at=visit.now,
        by=visit.actor,
    )
    messages.success(request, _("Noted."))
    return redirect("members:prospects")


@page("members.write", methods=("POST",))
def convert(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Make a prospect a member; his history stays."""
    detail = members.member_of(reference, visit.scope)
    actions.convert_prospect(
        member_id=detail.card.id, scope=visit.scope, at=visit.now, by=visit.actor
    )
    messages.success(request, _("The member is enrolled."))
    return redirect("members:one", reference=reference)
