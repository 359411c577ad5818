"""Who is reached under which phone, card, e-mail or id, and since when (C7, E07, E11, X24)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from shuke.events import actions as events
from shuke.kernel import ids
from shuke.kernel.scope import Actor, Scope
from shuke.members import records
from shuke.members.actions.reaching import reached
from shuke.members.identifying import UNIQUE_KINDS, IdentityKind, canonical, tail_of
from shuke.members.models import Identifier, Identity, Member
from shuke.members.refusals import IdentityTaken, NoSuchIdentity
from shuke.members.sealing import identity_context, identity_hash, tail_hash
from shuke.storage.secrets import seal
from shuke.storage.transactions import retrying, writing
from shuke.stores import queries as stores


def region() -> str:
    """The country whose phone numbers need no prefix."""
    return stores.chain().country


def owner_of(kind: IdentityKind, value: str) -> int | None:
    """The survivor who holds a canonical value of a unique kind now."""
    row = (
        Identifier.objects.filter(kind=kind, hash=identity_hash(kind, value))
        .values_list("member_id", "member__merged_into_id")
        .first()
    )
    return None if row is None else (row[1] or row[0])


def attach(
    member_id: int,
    identities: Mapping[IdentityKind, str],
    *,
    at: datetime,
    source: str,
    verified_at: datetime | None = None,
) -> None:
    """Write canonical identities of one member; part of the caller's transaction.

    Raises:
        IdentityTaken: the directory knows another owner.
    """
    for kind, value in identities.items():
        digest = identity_hash(kind, value)
        if kind in UNIQUE_KINDS:
            try:
                with transaction.atomic():
                    Identifier.objects.create(kind=kind, hash=digest, member_id=member_id)
            except IntegrityError:
                raise IdentityTaken(param=kind, kind=kind) from None
        identity = ids.new_id()
        Identity.objects.create(
            id=identity,
            member_id=member_id,
            kind=kind,
            hash=digest,
            tail=tail_hash(tail_of(kind, value)),
            sealed=seal(value, identity_context(identity)),
            source=source,
            starts_at=at,
            verified_at=verified_at,
        )


def add_identity(  # noqa: PLR0913 - what, whose, how it became known, and who says so
    *,
    member_id: int,
    kind: IdentityKind,
    value: str,
    scope: Scope,
    at: datetime,
    by: Actor,
    source: str = "staff",
    is_verified: bool = False,
) -> None:
    """Give a member one more phone, card, e-mail or id; the same one twice is once.

    Raises:
        BadIdentity: the value cannot be one of this kind.
        IdentityTaken: it belongs to another member.
    """
    text = canonical(kind, value, region=region())

    def run() -> None:
        with writing():
            member = reached(member_id, scope, "members.write")
            group = _group(member.pk)
            if Identity.objects.filter(
                member_id__in=group, kind=kind, hash=identity_hash(kind, text), ends_before=None
            ).exists():
                return
            attach(
                member.pk,
                {kind: text},
                at=at,
                source=source,
                verified_at=at if is_verified else None,
            )
            _record(records.IDENTITY_ADDED, member.pk, kind=kind, at=at, by=by)

    retrying(run)


def _group(survivor: int) -> list[int]:
    merged = Member.objects.filter(merged_into_id=survivor).values_list("pk", flat=True)
    return [survivor, *merged]


def _record(name: records.EventName, member_id: int, *, kind: str, at: datetime, by: Actor) -> None:
    events.record(
        name,
        at=at,
        by=by,
        subject=f"member/{member_id}",
        member_id=member_id,
        payload={"kind": kind},
    )


def release_identity(
    *, member_id: int, identity_id: int, scope: Scope, at: datetime, by: Actor
) -> None:
    """End a member's phone, card or id: lost, given up, or re-used by somebody else.

    The row keeps its period; the value is free, and its next owner is a new member who sees
    nothing of this one (requirement X24).

    Raises:
        NoSuchIdentity: the member has no such identity now.
    """

    def run() -> None:
        with writing():
            member = reached(member_id, scope, "members.write")
            row = _current(member.pk, identity_id)
            Identity.objects.filter(pk=row.pk).update(ends_before=at)
            Identifier.objects.filter(kind=row.kind, hash=row.hash).delete()
            _record(records.IDENTITY_RELEASED, member.pk, kind=row.kind, at=at, by=by)

    retrying(run)


def end_claim(kind: IdentityKind, value: str, owner: int, *, at: datetime, by: Actor) -> None:
    """End whoever's claim on a canonical value; part of the caller's transaction."""
    digest = identity_hash(kind, value)
    Identity.objects.filter(kind=kind, hash=digest, ends_before=None).update(ends_before=at)
    Identifier.objects.filter(kind=kind, hash=digest).delete()
    _record(records.IDENTITY_RELEASED, owner, kind=kind, at=at, by=by)


def _current(survivor: int, identity_id: int) -> Identity:
    row = (
        Identity.objects.select_for_update()
        .filter(pk=identity_id, member_id__in=_group(survivor), ends_before=None)
        .first()
    )
    if row is None:
        raise NoSuchIdentity(kind="identity")
    return row


def change_phone(
    *,
    member_id: int,
    to: str,
    scope: Scope,
    at: datetime,
    by: Actor,
    is_verified: bool = False,
) -> None:
    """Replace all of a member's phones by a new one, in one step.

    Raises:
        BadIdentity: not a phone number.
        IdentityTaken: the new phone belongs to another member; the old one stays.
    """
    text = canonical("phone", to, region=region())

    def run() -> None:
        with writing():
            member = reached(member_id, scope, "members.write")
            digest = identity_hash("phone", text)
            rows = Identity.objects.filter(
                member_id__in=_group(member.pk), kind="phone", ends_before=None
            )
            for row in rows.exclude(hash=digest):
                Identity.objects.filter(pk=row.pk).update(ends_before=at)
                Identifier.objects.filter(kind="phone", hash=row.hash).delete()
                _record(records.IDENTITY_RELEASED, member.pk, kind="phone", at=at, by=by)
            if rows.filter(hash=digest).exists():
                return
            verified_at = at if is_verified else None
            attach(member.pk, {"phone": text}, at=at, source="staff", verified_at=verified_at)
            _record(records.IDENTITY_ADDED, member.pk, kind="phone", at=at, by=by)

    retrying(run)


def verify_identity(
    *, member_id: int, identity_id: int, scope: Scope, at: datetime, by: Actor
) -> None:
    """Note that a phone or e-mail address was seen to reach the member (requirement E11)."""

    def run() -> None:
        with writing():
            member = reached(member_id, scope, "members.write")
            row = _current(member.pk, identity_id)
            Identity.objects.filter(pk=row.pk).update(verified_at=at, is_valid=True)
            _record(records.IDENTITY_VERIFIED, member.pk, kind=row.kind, at=at, by=by)

    retrying(run)


def doubt_identity(
    *, member_id: int, identity_id: int, scope: Scope, at: datetime, by: Actor
) -> None:
    """Note that a phone or e-mail address does not reach the member; it counts as invalid."""

    def run() -> None:
        with writing():
            member = reached(member_id, scope, "members.write")
            row = _current(member.pk, identity_id)
            Identity.objects.filter(pk=row.pk).update(is_valid=False)
            _record(records.IDENTITY_DOUBTED, member.pk, kind=row.kind, at=at, by=by)

    retrying(run)
