"""Two rows, one person: compare, merge, take back, or keep apart (requirement E07)."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.members.figures import known_of
from shuke.interfaces.console.members.people import Person, person_of
from shuke.interfaces.console.members.rights import Rights
from shuke.kernel import ids
from shuke.members import actions
from shuke.members import queries as members

PAIRS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Fact:
    """One line under a member, or of what will be."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, with what is known of him."""

    person: Person
    survives: bool
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two members who may be one person, and why."""

    first: Person
    second: Person
    why: str
    compare: str


@page("members.merge", methods=("GET", "POST"))
def merge(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Compare two members side by side, or make one of them."""
    given = request.POST if request.method == "POST" else request.GET
    first = members.member_of(given.get("first", ""), visit.scope)
    second = members.member_of(given.get("second", ""), visit.scope)
    if request.method == "POST":
        return _merge(request, visit, first, second)
    numbers = {"first": second.card.number, "second": first.card.number}
    return show(
        visit,
        "members/merge.html",
        {
            "may": Rights(visit.scope),
            "sides": (
                _side(first, visit, survives=True),
                _side(second, visit, survives=False),
            ),
            "after": _after(first, second, visit),
            "first": first.card.public_id,
            "second": second.card.public_id,
            "other_way": f"{reverse('members:merge')}?{urlencode(numbers)}",
        },
    )


def _merge(
    request: HttpRequest, visit: Visit, first: members.Detail, second: members.Detail
) -> HttpResponseBase:
    merged = actions.merge(
        survivor_id=first.card.id,
        merged_id=second.card.id,
        scope=visit.scope,
        at=visit.now,
        by=visit.actor,
        reason=request.POST.get("reason", "").strip(),
    )
    messages.success(request, _("Both are one member now. The merge can be undone on this page."))
    return redirect("members:one", reference=ids.public("mem", merged.survivor_id))


def _side(detail: members.Detail, visit: Visit, *, survives: bool) -> Side:
    card = detail.card
    known = known_of(visit, [card]).get(card.id)
    facts = [Fact(str(one.kind), one.shown) for one in detail.identities if one.ends_before is None]
    facts = [Fact(_identity_label(one.label), one.value) for one in facts]
    if card.joined_on:
        facts.append(Fact(_("Joined"), visit.formats.day(card.joined_on)))
    if known and known.row:
        facts.append(Fact(_("Sales"), visit.formats.count(known.value("frequency"))))
        facts.append(Fact(_("Spend"), visit.formats.money(known.value("monetary"))))
    facts.append(Fact(_("Notes"), visit.formats.count(len(detail.notes))))
    return Side(person_of(card), survives, tuple(facts))


def _identity_label(kind: str) -> str:
    labels = {"phone": _("Phone"), "card": _("Card"), "email": _("E-mail")}
    return labels.get(kind, _("Other id"))


def _after(first: members.Detail, second: members.Detail, visit: Visit) -> tuple[Fact, ...]:
    found = known_of(visit, [first.card, second.card])
    rows = [known for known in found.values() if known.row]
    facts = [Fact(_("Member number"), first.card.number)]
    if rows:
        times = sum(int(one.value("frequency")) for one in rows)
        amount = sum(int(one.value("monetary")) for one in rows)
        facts.append(Fact(_("Sales"), visit.formats.count(times)))
        facts.append(Fact(_("Spend"), visit.formats.money(amount)))
    facts.append(Fact(_("Notes"), visit.formats.count(len(first.notes) + len(second.notes))))
    return tuple(facts)


@page("members.merge", methods=("POST",))
def undo_merge(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Take a merge back."""
    try:
        number = int(request.POST.get("merge", ""))
    except ValueError:
        number = 0
    actions.undo_merge(merge_id=number, scope=visit.scope, at=visit.now, by=visit.actor)
    messages.success(request, _("The merge is undone: they are two members again."))
    return redirect("members:one", reference=reference)


@page("members.merge", methods=("POST",))
def keep_apart(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Note that two similar members are two people."""
    first, second = (
        members.member_of(request.POST.get(name, ""), visit.scope) for name in ("first", "second")
    )
    actions.keep_apart(
        first_id=first.card.id,
        second_id=second.card.id,
        scope=visit.scope,
        at=visit.now,
        by=visit.actor,
    )
    messages.success(request, _("Noted: they are two people."))
    return redirect("members:review")
