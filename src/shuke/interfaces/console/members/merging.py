"""Two rows, one person: compare, merge, take back, or keep apart (requirement E07)."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.members.figures import known_of
from shuke.interfaces.console.members.people import Person, person_of
from shuke.interfaces.console.members.rights import Rights
from shuke.interfaces.console.members.tabs import tabs_of
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


_REASONS: Mapping[str, str | Promise] = {
    "email": gettext_lazy("the same e-mail address"),
    "birthday": gettext_lazy("the same name and birthday"),
    "address": gettext_lazy("the same name and address"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field on which the two differ, and what will hold."""

    label: str
    survivor: str
    merged: str
    kept: str


@page("members.merge")
def review(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The pairs that a person should look at, those with more reasons first."""
    found = members.likely_duplicates(visit.scope, limit=PAIRS_SHOWN)
    pairs = [_pair(one, visit) for one in found]
    context = {"may": Rights(visit.scope), "tabs": tabs_of(visit, "review"), "pairs": pairs}
    return show(visit, "members/review.html", context)


def _pair(one: members.Candidate, visit: Visit) -> Pair:
    comma = "、" if visit.language == "zh" else ", "
    query = urlencode({"first": one.first.public_id, "second": one.second.public_id})
    return Pair(
        first=person_of(one.first),
        second=person_of(one.second),
        why=comma.join(str(_REASONS.get(reason, reason)) for reason in one.reasons),
        compare=f"{reverse('members:merge')}?{query}",
    )


@page("members.merge", methods=("GET", "POST"))
def merge(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """Compare two members side by side, or make one of them."""
    given = request.POST if request.method == "POST" else request.GET
    first = members.member_of(given.get("first", ""), visit.scope)
    second = members.member_of(given.get("second", ""), visit.scope)
    if request.method == "POST":
        return _merged(request, visit, first, second)
    preview = members.merge_preview(first.card.id, second.card.id, visit.scope)
    if preview.survivor.id == second.card.id:
        # A member always survives a prospect, whichever was named first.
        first, second = second, first
    other_way = {"first": second.card.public_id, "second": first.card.public_id}
    return show(
        visit,
        "members/merge.html",
        {
            "may": Rights(visit.scope),
            "sides": (
                _side(first, visit, survives=True),
                _side(second, visit, survives=False),
            ),
            "after": _after(first, second, visit, preview),
            "differences": [_difference(one, visit) for one in preview.differences],
            "first": first.card.public_id,
            "second": second.card.public_id,
            "other_way": f"{reverse('members:merge')}?{urlencode(other_way)}",
        },
    )


def _difference(one: members.Difference, visit: Visit) -> Difference:
    label = one.zh if visit.language == "zh" else one.en
    return Difference(label, one.survivor, one.merged, one.kept)


def _merged(
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
    facts = [
        Fact(_identity_label(one.kind), one.shown)
        for one in detail.identities
        if one.ends_before is None
    ]
    if card.joined_on:
        facts.append(Fact(_("Joined on"), visit.formats.day(card.joined_on)))
    if known and known.row:
        facts.append(Fact(_("Sales"), visit.formats.count(known.value("frequency"))))
        facts.append(Fact(_("Spend"), visit.formats.money(known.value("monetary"))))
    facts.append(Fact(_("Notes"), visit.formats.count(len(detail.notes))))
    return Side(person_of(card), survives, tuple(facts))


def _identity_label(kind: str) -> str:
    labels = {"phone": _("Phone"), "card": _("Card"), "email": _("E-mail")}
    return labels.get(kind, _("Other id"))


def _after(
    first: members.Detail,
    second: members.Detail,
    visit: Visit,
    preview: members.Preview,
) -> tuple[Fact, ...]:
    formats = visit.formats
    known = known_of(visit, [first.card, second.card]).values()
    rows = [one for one in known if one.row]
    facts = [
        Fact(_("Member number"), first.card.number),
        Fact(_("Phones, cards and addresses that come along"), formats.count(preview.identities)),
    ]
    if rows:
        times = sum(int(one.value("frequency")) for one in rows)
        amount = sum(int(one.value("monetary")) for one in rows)
        facts.append(Fact(_("Sales"), formats.count(times)))
        facts.append(Fact(_("Spend"), formats.money(amount)))
    facts.append(Fact(_("Notes"), formats.count(len(first.notes) + len(second.notes))))
    for _name, lines in preview.parts:
        facts += [Fact("", line.zh if visit.language == "zh" else line.en) for line in lines]
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
