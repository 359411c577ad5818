"""Writing into a member's file: profile, notes, preferences, household, phone."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.members.head import who_of
from shuke.interfaces.console.members.member import parts_of
from shuke.interfaces.console.members.rights import Rights
from shuke.interfaces.console.saying import said
from shuke.kernel.refusal import Kind, Refusal
from shuke.members import actions
from shuke.members import queries as members
from shuke.members.fields import Field, FieldType

_SOURCE = "staff"
# What the system works out itself is shown, not typed.
_DERIVED = frozenset({"birth_year", "birth_month", "nearest_store", "distance_band"})
_PLACES = frozenset({"home_latitude", "home_longitude"})
_INPUTS = {FieldType.DATE: "date", FieldType.NUMBER: "number"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One field of the form; a secret one is empty and keeps its value unless typed anew."""

    name: str
    label: str
    value: str
    input: str
    choices: tuple[tuple[str, str], ...]
    is_custom: bool
    is_secret: bool = False
    masked: str = ""


def _form(detail: members.Detail, visit: Visit) -> list[Asked]:
    holding = {one.name: one for one in detail.fields}
    found = [_name(detail)]
    for field in members.field_definitions():
        if field.name in _DERIVED or field.name in _PLACES:
            continue
        one = holding.get(field.name)
        is_secret = field.is_personal and one is not None
        found.append(
            Asked(
                name=field.name,
                label=field.label(visit.language),
                value="" if one is None or is_secret else one.value,
                input=_INPUTS.get(field.type, "text"),
                choices=_choices(field, visit),
                is_custom=field.is_custom,
                is_secret=is_secret,
                masked=one.value if one is not None and is_secret else "",
            )
        )
    return found


def _name(detail: members.Detail) -> Asked:
    return Asked(
        name="name",
        label=_("Name"),
        value="",
        input="text",
        choices=(),
        is_custom=False,
        is_secret=True,
        masked=detail.card.name,
    )


def _choices(field: Field, visit: Visit) -> tuple[tuple[str, str], ...]:
    if field.type is FieldType.BOOLEAN:
        return (("true", _("yes")), ("false", _("no")))
    return tuple((one.value, one.zh if visit.language == "zh" else one.en) for one in field.choices)


def _given(request: HttpRequest, detail: members.Detail, visit: Visit) -> dict[str, str]:
    """What was changed: an emptied secret stays, everything else is taken as typed."""
    changed = {}
    for field in _form(detail, visit):
        typed = request.POST.get(field.name)
        # A secret field comes out empty, so an empty answer to it changes nothing.
        if typed is None or typed.strip() == field.value:
            continue
        changed[field.name] = typed.strip()
    return changed


@page("members.write", methods=("GET", "POST"))
def profile(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Edit the profile: the form, or what was typed into it."""
    detail = members.member_of(reference, visit.scope)
    context: dict[str, object] = {
        "may": Rights(visit.scope),
        "who": who_of(detail, visit, place="page"),
        "form": _form(detail, visit),
    }
    if request.method != "POST":
        return _profile_form(request, visit, context)
    try:
        changed = _given(request, detail, visit)
        if changed:
            actions.set_profile(
                member_id=detail.card.id,
                values=changed,
                source=_SOURCE,
                scope=visit.scope,
                at=visit.now,
                by=visit.actor,
            )
    except Refusal as refusal:
        context["refusal"] = said(refusal, visit)
        return _profile_form(request, visit, context, status=refusal.kind.value)
    return _panel(request, visit, reference, "profile")


def _profile_form(
    request: HttpRequest, visit: Visit, context: dict[str, object], *, status: int = 200
) -> HttpResponseBase:
    is_part = request.headers.get("HX-Request")
    template = "profile_form" if is_part else "profile_page"
    return show(visit, f"members/{template}.html", context, status=status)


@page("members.browse")
def profile_shown(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """The profile as it is, after the form was closed."""
    return _panel(request, visit, reference, "profile")


@page("members.write", methods=("POST",))
def note(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Write a note (A11)."""

    def write(detail: members.Detail) -> None:
        actions.write_note(
            member_id=detail.card.id,
            store_id=_own_store(visit),
            texts={request.POST.get("topic", ""): request.POST.get("text", "")},
            scope=visit.scope,
            at=visit.now,
            by=visit.actor,
        )

    return _written(request, visit, reference, "notes", write)


def _own_store(visit: Visit) -> int | None:
    if visit.store is not None:
        return visit.store.id
    stores = sorted(visit.scope.stores or ())
    return stores[0] if stores else None


@page("members.write", methods=("POST",))
def preference(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Write down what the member said he likes or dislikes (A12, A18)."""

    def write(detail: members.Detail) -> None:
        actions.prefer(
            member_id=detail.card.id,
            subject="_".join(request.POST.get("subject", "").split())[:60],
            value=request.POST.get("value", ""),
            source=_SOURCE,
            scope=visit.scope,
            at=visit.now,
            by=visit.actor,
        )

    return _written(request, visit, reference, "traits", write)


@page("members.write", methods=("POST",))
def household(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Note that another member lives in the same household; the first pair founds it."""

    def write(detail: members.Detail) -> None:
        other = members.member_of(request.POST.get("number", ""), visit.scope)
        role = request.POST.get("role", "").strip()
        if detail.household is None and other.household is not None:
            # He moves in with the other: the household is there already.
            _join(other.household.id, detail.card.id, "", visit)
            return
        house = detail.household.id if detail.household else _founded(detail.card.id, visit)
        _join(house, other.card.id, role, visit)

    return _written(request, visit, reference, "family", write)


def _founded(member_id: int, visit: Visit) -> int:
    return actions.found_household(
        member_ids=[member_id], name="", scope=visit.scope, at=visit.now, by=visit.actor
    )


def _join(household_id: int, member_id: int, role: str, visit: Visit) -> None:
    actions.join_household(
        household_id=household_id,
        member_id=member_id,
        scope=visit.scope,
        at=visit.now,
        by=visit.actor,
        role=role,
    )


@page("members.write", methods=("POST",))
def change_phone(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Give a member a new phone; the old one is free for its next owner, who sees nothing (X24)."""
    detail = members.member_of(reference, visit.scope)
    try:
        actions.change_phone(
            member_id=detail.card.id,
            to=request.POST.get("phone", ""),
            scope=visit.scope,
            at=visit.now,
            by=visit.actor,
        )
    except Refusal as refusal:
        if refusal.kind is Kind.FORBIDDEN:
            raise
        words = said(refusal, visit)
        messages.error(request, f"{words.message} {words.step}")
    else:
        messages.success(request, _("The phone is changed."))
    return redirect("members:one", reference=reference)


@page("members.write", methods=("POST",))
def check_contact(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Note whether a phone or address still reaches the member (E11)."""
    detail = members.member_of(reference, visit.scope)
    identity = request.POST.get("identity", "")
    known = next((one.id for one in detail.identities if str(one.id) == identity), 0)
    note_of = (
        actions.doubt_identity
        if request.POST.get("verdict") == "doubt"
        else actions.verify_identity
    )
    note_of(
        member_id=detail.card.id,
        identity_id=known,
        scope=visit.scope,
        at=visit.now,
        by=visit.actor,
    )
    messages.success(request, _("Noted."))
    return redirect("members:contacts")


def _written(
    request: HttpRequest,
    visit: Visit,
    reference: str,
    panel: str,
    write: Callable[[members.Detail], None],
) -> HttpResponseBase:
    detail = members.member_of(reference, visit.scope)
    try:
        write(detail)
    except Refusal as refusal:
        if refusal.kind is Kind.FORBIDDEN:
            raise
        return _panel(request, visit, reference, panel, refusal=refusal)
    return _panel(request, visit, reference, panel)


def _panel(
    request: HttpRequest,
    visit: Visit,
    reference: str,
    panel: str,
    *,
    refusal: Refusal | None = None,
) -> HttpResponseBase:
    """The panel as it is now; without htmx the whole page, with what was refused above it."""
    if not request.headers.get("HX-Request"):
        if refusal is not None:
            messages.error(request, refusal.message(visit.language))
        return redirect("members:one", reference=reference)
    detail = members.member_of(reference, visit.scope)
    context: dict[str, object] = {
        "may": Rights(visit.scope),
        "who": who_of(detail, visit, place="page"),
        **parts_of(detail, visit),
    }
    if refusal is not None:
        context["refusal"] = said(refusal, visit)
    status = 200 if refusal is None else refusal.kind.value
    return show(visit, f"members/{panel}.html", context, status=status)
