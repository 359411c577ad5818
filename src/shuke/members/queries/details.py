"""One member whole: identity masked, origin, fields and sources, notes, household, merges."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shuke.kernel import ids
from shuke.kernel.scope import Scope
from shuke.members import identifying
from shuke.members.completeness import Score
from shuke.members.identifying import IdentityKind
from shuke.members.models import HouseholdMember, Identity, Member, Merge
from shuke.members.queries.cards import (
    Card,
    cards_of,
    ids_of_numbers,
    shown_number,
    visible_cards,
)
from shuke.members.queries.files import FieldView, file_of
from shuke.members.queries.reaching import demand, groups_of
from shuke.members.queries.timelines import visible_notes
from shuke.members.refusals import UnknownMember
from shuke.members.sealing import identity_context, note_context
from shuke.storage.secrets import open_sealed

NOTES_MAX = 200


@dataclass(frozen=True, slots=True)
class IdentityView:
    """A phone, card, e-mail or id, masked; `ends_before` is set when it is his no more."""

    id: int
    kind: IdentityKind
    shown: str
    source: str
    starts_at: datetime
    ends_before: datetime | None
    verified_at: datetime | None
    is_valid: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """How the member came: moment, store, channel, staff, campaign, who brought him."""

    joined_at: datetime | None
    joined_on: date | None
    store_id: int | None
    channel: str
    staff: str
    campaign: str
    referrer: Card | None


@dataclass(frozen=True, slots=True)
class NoteView:
    """One part of a structured note."""

    id: int
    topic: str
    text: str
    author: str
    store_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class HouseholdView:
    """The people a member lives with, as far as the reader may see them."""

    id: int
    name: str
    members: tuple[tuple[Card, str], ...]


@dataclass(frozen=True, slots=True)
class MergeView:
    """One merge into this member, in force or undone."""

    id: int
    merged_number: str
    at: datetime
    by: str
    reason: str
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything a page about one member shows."""

    card: Card
    identities: tuple[IdentityView, ...]
    origin: Origin
    fields: tuple[FieldView, ...]
    notes: tuple[NoteView, ...]
    household: HouseholdView | None
    completeness: Score
    missing: tuple[str, ...]
    merges: tuple[MergeView, ...]


def member_of(reference: int | str, scope: Scope) -> Detail:
    """A member by internal id, public id (`mem_…`) or member number, as the scope may see him.

    Raises:
        UnknownMember: nobody is called that.
        OtherStore: he belongs to other stores.
    """
    survivor = demand(_named(reference, scope), scope, "members.read")
    group = sorted(groups_of([survivor]))
    row = Member.objects.get(pk=survivor)
    identities = _identities(group, scope)
    file = file_of(group, survivor, scope)
    return Detail(
        card=visible_cards([survivor], scope)[survivor],
        identities=identities,
        origin=_origin(row, scope),
        fields=file.fields,
        notes=_notes(group, scope),
        household=household_of(survivor, scope),
        completeness=file.score,
        missing=file.missing,
        merges=_merges(survivor, scope),
    )


def _named(reference: int | str, scope: Scope) -> int:
    if isinstance(reference, int):
        return reference
    text = reference.strip()[:80]
    if text.startswith("mem_"):
        return ids.private("mem", text)
    # A pseudonymous reader who could ask by number would learn whose the pseudonym is.
    found = {} if scope.is_pseudonymous else ids_of_numbers([text])
    if text not in found:
        raise UnknownMember(param="member", text=text[:40])
    return found[text]


def _identities(group: Sequence[int], scope: Scope) -> tuple[IdentityView, ...]:
    if scope.is_pseudonymous:
        return ()
    rows = Identity.objects.filter(member_id__in=group).order_by("kind", "starts_at", "pk")
    return tuple(
        IdentityView(
            id=row.pk,
            kind=row.kind,  # type: ignore[arg-type]  # CHECK in the table
            shown=identifying.masked(
                row.kind,  # type: ignore[arg-type]  # CHECK in the table
                open_sealed(row.sealed, identity_context(row.pk)),
            ),
            source=row.source,
            starts_at=row.starts_at,
            ends_before=row.ends_before,
            verified_at=row.verified_at,
            is_valid=row.is_valid,
        )
        for row in rows
    )


def _origin(row: Member, scope: Scope) -> Origin:
    referrer = None
    if row.referrer_id is not None and not scope.is_pseudonymous:
        referrer = cards_of([row.referrer_id], scope).get(row.referrer_id)
    return Origin(
        joined_at=row.joined_at,
        joined_on=row.joined_on,
        store_id=row.store_id,
        channel=row.channel,
        staff=row.staff,
        campaign=row.campaign,
        referrer=referrer,
    )


def _notes(group: Sequence[int], scope: Scope) -> tuple[NoteView, ...]:
    rows = visible_notes(group, scope).order_by("-at", "-pk")[:NOTES_MAX]
    return tuple(
        NoteView(
            id=row.pk,
            topic=row.topic,
            text=open_sealed(row.sealed, note_context(row.pk)),
            author=row.author,
            store_id=row.store_id,
            at=row.at,
        )
        for row in rows
    )


def household_of(member_id: int, scope: Scope) -> HouseholdView | None:
    """The household of a member, with those of its people whom the scope may see."""
    survivor = demand(member_id, scope, "members.read")
    group = groups_of([survivor])
    place = (
        HouseholdMember.objects.filter(member_id__in=sorted(group))
        .select_related("household")
        .order_by("at", "pk")
        .first()
    )
    if place is None:
        return None
    places = HouseholdMember.objects.filter(household_id=place.household_id).order_by("at", "pk")
    roles = dict(places.values_list("member_id", "role"))
    cards = cards_of(roles, scope)
    people = {card.id: (card, roles[asked]) for asked, card in cards.items()}
    name = "" if scope.is_pseudonymous else place.household.name
    return HouseholdView(id=place.household_id, name=name, members=tuple(people.values()))


def _merges(survivor: int, scope: Scope) -> tuple[MergeView, ...]:
    rows = Merge.objects.filter(survivor_id=survivor).select_related("merged").order_by("at", "pk")
    return tuple(
        MergeView(
            id=row.pk,
            merged_number=shown_number(row.merged_id, row.merged.number, scope),
            at=row.at,
            by=row.by,
            reason=row.reason,
            undone_at=row.undone_at,
        )
        for row in rows
    )
