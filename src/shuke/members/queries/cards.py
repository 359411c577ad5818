"""Members as lists show them: masked, or under a pseudonym, by the reader's scope."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from shuke.kernel import ids
from shuke.kernel.scope import Scope
from shuke.members import identifying, naming
from shuke.members.models import Identity, Member
from shuke.members.queries.reaching import (
    among,
    among_texts,
    groups_of,
    survivors_of,
    visible_among,
)
from shuke.members.sealing import identity_context
from shuke.storage.secrets import open_sealed

_WHOLE_TABLE_FROM = 20_000


@dataclass(frozen=True, slots=True)
class Card:
    """One member in a list. `name` and `phone` are masked; an analyst sees a pseudonym only.

    A made-up name (`is_name_made`, the demo's) belongs to nobody and is shown whole.
    """

    id: int
    public_id: str
    number: str
    name: str
    is_name_made: bool
    phone: str
    store_id: int | None
    channel: str
    joined_on: date | None
    stage: str


def shown_name(name: str, *, is_made: bool, scope: Scope) -> str:
    """The name as this reader sees it; a cashier sees no more than the initial, even in a demo."""
    if is_made and scope.role != "cashier":
        return name
    return naming.masked(name)


def shown_number(member_id: int, number: str, scope: Scope) -> str:
    """The member number, or the pseudonym for a reader who must not know it."""
    return naming.pseudonym_of(member_id) if scope.is_pseudonymous else number


def cards_of(wanted: Iterable[int], scope: Scope) -> dict[int, Card]:
    """The cards of these ids that the scope may see: asked id -> card of its survivor."""
    scope.demand("members.read")
    asked = list(wanted)
    survivors = survivors_of(asked)
    seen = visible_among(set(survivors.values()), scope)
    cards = visible_cards(seen, scope)
    return {one: cards[survivors[one]] for one in asked if survivors.get(one) in seen}


def visible_cards(seen: Collection[int], scope: Scope) -> dict[int, Card]:
    """The cards of survivors that were found visible already: id -> card."""
    if not seen:
        return {}
    rows = Member.objects.filter(pk__in=among(seen))
    phones = {} if scope.is_pseudonymous else phones_of(seen)
    return {row.pk: _card(row, phones.get(row.pk, ""), scope) for row in rows}


def _card(row: Member, phone: str, scope: Scope) -> Card:
    number = shown_number(row.pk, row.number, scope)
    name = shown_name(row.name, is_made=row.is_name_made, scope=scope)
    return Card(
        id=row.pk,
        public_id=ids.public("mem", row.pk),
        number=number,
        name=number if scope.is_pseudonymous else name,
        is_name_made=row.is_name_made,
        phone=phone,
        store_id=row.store_id,
        channel=row.channel,
        joined_on=row.joined_on,
        stage=row.stage,
    )


def phones_of(survivors: Collection[int]) -> dict[int, str]:
    """The masked phone of each survivor who has one; of several, the one that came last."""
    groups = groups_of(survivors)
    rows = Identity.objects.filter(
        member_id__in=among(groups), kind="phone", ends_before__isnull=True
    ).order_by("starts_at", "pk")
    return {
        groups[row.member_id]: identifying.masked(
            "phone", open_sealed(row.sealed, identity_context(row.pk))
        )
        for row in rows
    }


def numbers_of(wanted: Collection[int], scope: Scope) -> dict[int, str]:
    """The member number (or pseudonym) of each of these ids that the scope may see."""
    scope.demand("figures.read" if scope.can("figures.read") else "members.read")
    rows = Member.objects.order_by()
    if len(wanted) < _WHOLE_TABLE_FROM:
        rows = rows.filter(pk__in=among(wanted))
    survivors = {
        row: merged_into or row for row, merged_into in rows.values_list("pk", "merged_into_id")
    }
    asked = {one: survivors[one] for one in wanted if one in survivors}
    seen = visible_among(set(asked.values()), scope)
    if scope.is_pseudonymous:
        return {one: naming.pseudonym_of(kept) for one, kept in asked.items() if kept in seen}
    names = Member.objects.order_by()
    if len(seen) < _WHOLE_TABLE_FROM:
        names = names.filter(pk__in=among(seen))
    numbers = dict(names.values_list("pk", "number"))
    return {one: numbers[kept] for one, kept in asked.items() if kept in seen}


def ids_of_numbers(numbers: Iterable[str]) -> dict[str, int]:
    """The survivor behind each known member number; for imports and pushes, not for readers."""
    rows = Member.objects.filter(number__in=among_texts(numbers))
    return {
        number: merged_into or row
        for number, row, merged_into in rows.values_list("number", "pk", "merged_into_id")
    }
