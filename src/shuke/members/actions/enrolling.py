"""Enrolling: one phone is one member, however it is spelled and whoever comes first (C7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from shuke.events import actions as events
from shuke.kernel import ids
from shuke.kernel.day import local_time
from shuke.kernel.scope import Actor, Scope
from shuke.members import naming, records
from shuke.members.actions.identities import attach, end_claim, owner_of, region
from shuke.members.actions.profile import write_profile
from shuke.members.identifying import UNIQUE_KINDS, IdentityKind
from shuke.members.models import Identity, Member, Prospect
from shuke.members.newcomer import Newcomer
from shuke.members.queries.reaching import demand_store
from shuke.members.refusals import (
    IdentitiesDiffer,
    IdentityTaken,
    NumberTaken,
    PhoneNotProven,
)
from shuke.storage.transactions import retrying, writing
from shuke.stores import queries as stores

_RACES_MAX = 5


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Who it is now, and whether this call made the member."""

    member_id: int
    number: str
    is_new: bool


def enrol(
    *,
    newcomer: Newcomer,
    scope: Scope,
    at: datetime,
    by: Actor,
    source: str = "enrolment",
) -> Enrolled:
    """Enrol somebody, or return the member whom a given phone, card or id already names.

    A listed prospect becomes a member and keeps his history. An existing member is returned
    unchanged; only when the phone was just verified do new identities join him, for a spoken
    number alone proves nothing (requirement X24).

    Raises:
        BadIdentity: a phone, card or e-mail address is none.
        BadValue: a profile value does not fit its field.
        IdentitiesDiffer: the identities name several members.
        NumberTaken: the wanted member number is in use.
        OtherStore: a store's own staff enrol for their store only.
    """
    demand_store(newcomer.store_id, scope, "members.write")
    identities = newcomer.identities(region())
    for _ in range(_RACES_MAX):
        try:
            return retrying(lambda: _enrol(newcomer, identities, at=at, by=by, source=source))
        except IdentityTaken:
            # Another till enrolled the same identity between look-up and write: now it is known.
            continue
    raise IdentityTaken(param="phone", kind="phone")


def _enrol(
    newcomer: Newcomer,
    identities: Mapping[IdentityKind, str],
    *,
    at: datetime,
    by: Actor,
    source: str,
) -> Enrolled:
    with writing():
        owners = owners_of(identities)
        if len(owners) > 1:
            raise IdentitiesDiffer(count=len(owners))
        if owners:
            return _returning(owners.pop(), newcomer, identities, at=at, by=by)
        member = create(newcomer, stage="member", joined_at=newcomer.joined_at or at)
        attach(
            member.pk,
            identities,
            at=at,
            source=source,
            verified_at=at if newcomer.is_phone_verified else None,
        )
        write_profile(member.pk, newcomer.profile, source=source, at=at)
        record_enrolment(member, at=at, by=by)
        return Enrolled(member_id=member.pk, number=member.number, is_new=True)


def enrol_new_owner(*, newcomer: Newcomer, scope: Scope, at: datetime, by: Actor) -> Enrolled:
    """Enrol somebody whose phone number belonged to another member before (requirement X24).

    The number was handed on by the telephone company and its new owner has just proved that he
    holds it: the former owner's claim ends now, and the new member begins with an empty history.

    Raises:
        PhoneNotProven: the phone was not verified in this moment; nothing changes.
        NotAllowed, OtherStore, BadIdentity: as when enrolling.
    """
    demand_store(newcomer.store_id, scope, "members.write")
    if not newcomer.is_phone_verified or not newcomer.phone:
        raise PhoneNotProven(param="phone")
    phone = newcomer.identities(region())["phone"]

    def run() -> Enrolled:
        with writing():
            former = owner_of("phone", phone)
            if former is not None:
                end_claim("phone", phone, former, at=at, by=by)
            return enrol(newcomer=newcomer, scope=scope, at=at, by=by)

    return retrying(run)


def owners_of(identities: Mapping[IdentityKind, str]) -> set[int]:
    """The members whom these canonical identities name."""
    owners = {owner_of(kind, value) for kind, value in identities.items() if kind in UNIQUE_KINDS}
    return {owner for owner in owners if owner is not None}


def create(newcomer: Newcomer, *, stage: str, joined_at: datetime | None) -> Member:
    """Write the member row; part of the caller's transaction.

    Raises:
        NumberTaken: the wanted member number is in use.
    """
    name = naming.tidy(newcomer.name)
    try:
        with transaction.atomic():
            return Member.objects.create(
                id=ids.new_id(),
                number=newcomer.number.strip() or naming.fresh_number(),
                name=name,
                initials=naming.initials_of(name),
                stage=stage,
                joined_at=joined_at,
                joined_on=local_time(joined_at, stores.chain().zone).date() if joined_at else None,
                store_id=newcomer.store_id,
                channel=newcomer.channel,
                staff=newcomer.staff,
                campaign=newcomer.campaign,
                referrer_id=newcomer.referrer_id,
                is_name_made=newcomer.is_name_made,
            )
    except IntegrityError:
        raise NumberTaken(param="number", number=newcomer.number[:40]) from None


def record_enrolment(member: Member, *, at: datetime, by: Actor) -> None:
    """Write the event of an enrolment: where from, never who."""
    events.record(
        records.ENROLLED,
        at=at,
        by=by,
        subject=f"member/{member.pk}",
        member_id=member.pk,
        payload={
            "channel": member.channel,
            "store": member.store_id,
            "campaign": member.campaign,
            "staff": member.staff,
        },
    )


def _returning(
    member_id: int,
    newcomer: Newcomer,
    identities: Mapping[IdentityKind, str],
    *,
    at: datetime,
    by: Actor,
) -> Enrolled:
    member = Member.objects.select_for_update().get(pk=member_id)
    if newcomer.is_phone_verified:
        _add_new(member.pk, identities, at=at)
    if member.stage == "prospect":
        convert_row(member, newcomer, at=at, by=by)
    return Enrolled(member_id=member.pk, number=member.number, is_new=False)


def _add_new(member_id: int, identities: Mapping[IdentityKind, str], *, at: datetime) -> None:
    known = set(
        Identity.objects.filter(member_id=member_id, ends_before=None).values_list(
            "kind", flat=True
        )
    )
    Identity.objects.filter(member_id=member_id, kind="phone", ends_before=None).update(
        verified_at=at
    )
    fresh = {kind: value for kind, value in identities.items() if kind not in known}
    attach(member_id, fresh, at=at, source="enrolment", verified_at=None)


def convert_row(member: Member, newcomer: Newcomer, *, at: datetime, by: Actor) -> None:
    """Turn a prospect's row into a member's; history and identities stay."""
    member.stage = "member"
    member.joined_at = at
    member.joined_on = local_time(at, stores.chain().zone).date()
    for origin in ("store_id", "channel", "staff", "campaign", "referrer_id"):
        given = getattr(newcomer, origin)
        if given:
            setattr(member, origin, given)
    if newcomer.name and not member.name:
        member.name = naming.tidy(newcomer.name)
        member.initials = naming.initials_of(member.name)
    member.save()
    Prospect.objects.filter(pk=member.pk).update(stage="converted", converted_at=at)
    events.record(
        records.CONVERTED, at=at, by=by, subject=f"member/{member.pk}", member_id=member.pk
    )
    record_enrolment(member, at=at, by=by)
