"""Adding a member by hand: one phone is one member, however it is spelled (promise C7)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.saying import said
from shuke.kernel import ids
from shuke.kernel.refusal import Refusal
from shuke.members import actions
from shuke.members.newcomer import Newcomer
from shuke.stores import queries as stores

_FIELDS = ("phone", "name", "card", "email", "store", "birthday")
_CHANNEL = "console"
_LENGTH_MAX = 120


@page("members.write", methods=("GET", "POST"))
def add(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The form of a new member, or the member that was typed into it."""
    given = {name: request.POST.get(name, "").strip()[:_LENGTH_MAX] for name in _FIELDS}
    if request.method != "POST":
        given["store"] = _usual_store(visit)
        return _form(request, visit, given)
    try:
        enrolled = actions.enrol(
            newcomer=_newcomer(given, visit),
            scope=visit.scope,
            at=visit.now,
            by=visit.actor,
        )
    except Refusal as refusal:
        return _form(request, visit, given, refusal=refusal)
    if enrolled.is_new:
        messages.success(request, _("The member is enrolled."))
    else:
        messages.info(request, _("This person is a member already: here is the file."))
    reference = ids.public("mem", enrolled.member_id)
    target = reverse("members:one", kwargs={"reference": reference})
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = target
        return answer
    return redirect(target)


def _usual_store(visit: Visit) -> str:
    if visit.store is not None:
        return visit.store.number
    return visit.stores[0].number if len(visit.stores) == 1 else ""


def _newcomer(given: dict[str, str], visit: Visit) -> Newcomer:
    store = stores.store_of(given["store"], visit.reach) if given["store"] else None
    return Newcomer(
        phone=given["phone"],
        name=given["name"],
        card=given["card"],
        email=given["email"],
        store_id=store.id if store else None,
        channel=_CHANNEL,
        staff=visit.actor.name,
        profile={"birthday": given["birthday"]} if given["birthday"] else {},
    )


def _form(
    request: HttpRequest,
    visit: Visit,
    given: dict[str, str],
    *,
    refusal: Refusal | None = None,
) -> HttpResponseBase:
    template = "add_form" if request.headers.get("HX-Request") else "add"
    context: dict[str, object] = {"given": given}
    if refusal is not None:
        context["refusal"] = said(refusal, visit)
    status = 200 if refusal is None else refusal.kind.value
    return show(visit, f"members/{template}.html", context, status=status)
