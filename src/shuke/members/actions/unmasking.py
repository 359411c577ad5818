"""Showing personal data in full: for a reason, and never without a trace (promise D9)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from shuke.events import actions as events
from shuke.events.names import EventName
from shuke.kernel.scope import Actor, Scope
from shuke.members import records
from shuke.members.actions.reaching import reached
from shuke.members.identifying import IdentityKind
from shuke.members.models import Attribute, Identity, Member
from shuke.members.profile import effective
from shuke.members.queries.files import known_of
from shuke.members.queries.reaching import groups_of
from shuke.members.queries.timelines import visible_notes
from shuke.members.refusals import ReasonMissing
from shuke.members.sealing import attribute_context, identity_context, note_context
from shuke.storage.secrets import open_sealed
from shuke.storage.transactions import retrying, writing

REASON_CHARACTERS_MIN = 5
REASON_CHARACTERS_MAX = 200
_IDENTITY_KINDS = ("phone", "card", "email", "open_id", "external")


@dataclass(frozen=True, slots=True)
class Shown:
    """Personal data in full; only what was asked for and is there."""

    name: str
    identities: Mapping[int, tuple[IdentityKind, str]]
    fields: Mapping[str, str]


def unmask(
    *,
    member_id: int,
    reason: str,
    scope: Scope,
    at: datetime,
    by: Actor,
    what: Collection[str] = (),
) -> Shown:
    """Show a member's name, identities and personal fields in full, and record who asked and why.

    `what` narrows it to `name`, kinds of identity and names of fields; empty means everything.

    Raises:
        ReasonMissing: no reason, or one too short to be one.
        NotAllowed, UnknownMember, OtherStore: not for this reader.
    """
    text = stated(reason)

    def run() -> Shown:
        with writing():
            member = reached(member_id, scope, "members.unmask")
            shown = _shown(member, what)
            _record(records.UNMASKED, member, shown, reason=text, at=at, by=by)
            return shown

    return retrying(run)


def stated(reason: str) -> str:
    """Return the reason as it is recorded.

    Raises:
        ReasonMissing: none was given, or one too short to be one.
    """
    text = " ".join(reason.split())[:REASON_CHARACTERS_MAX]
    if len(text) < REASON_CHARACTERS_MIN:
        raise ReasonMissing(param="reason", least=REASON_CHARACTERS_MIN)
    return text


def _shown(member: Member, what: Collection[str]) -> Shown:
    group = sorted(groups_of([member.pk]))
    kinds = [kind for kind in _IDENTITY_KINDS if not what or kind in what]
    identities = Identity.objects.filter(
        member_id__in=group, kind__in=kinds, ends_before__isnull=True
    ).order_by("kind", "starts_at", "pk")
    rows = Attribute.objects.filter(member_id__in=group, is_current=True, is_personal=True)
    holding = effective((known_of(row) for row in rows), survivor=member.pk)
    return Shown(
        name=member.name if not what or "name" in what else "",
        identities={
            row.pk: (
                row.kind,  # type: ignore[misc]  # CHECK in the table
                open_sealed(row.sealed, identity_context(row.pk)),
            )
            for row in identities
        },
        fields={
            name: open_sealed(one.value, attribute_context(one.id))
            for name, one in sorted(holding.items())
            if one.value and (not what or name in what)
        },
    )


def _record(
    name: EventName,
    member: Member,
    shown: Shown,
    *,
    reason: str,
    at: datetime,
    by: Actor,
) -> None:
    kinds = sorted({kind for kind, _ in shown.identities.values()})
    events.record(
        name,
        at=at,
        by=by,
        subject=f"member/{member.pk}",
        member_id=member.pk,
        payload={
            "shown": [*(["name"] if shown.name else []), *kinds, *shown.fields],
            "reason": reason,
        },
    )


def hand_out_file(
    *, member_id: int, reason: str, scope: Scope, at: datetime, by: Actor
) -> dict[str, object]:
    """Everything written down about a member, in full, to be handed to him (requirement A11).

    Raises:
        ReasonMissing, NotAllowed, UnknownMember, OtherStore: as when unmasking.
    """
    text = stated(reason)

    def run() -> dict[str, object]:
        with writing():
            member = reached(member_id, scope, "members.unmask")
            shown = _shown(member, ())
            group = sorted(groups_of([member.pk]))
            plain = Attribute.objects.filter(
                member_id__in=group, is_current=True, is_personal=False
            ).order_by("name", "pk")
            notes = visible_notes(group, scope).order_by("at", "pk")
            _record(records.HANDED_OUT, member, shown, reason=text, at=at, by=by)
            return {
                "number": member.number,
                "name": member.name,
                "joined_at": member.joined_at.isoformat() if member.joined_at else None,
                "identities": [
                    {"kind": kind, "value": value} for kind, value in shown.identities.values()
                ],
                "fields": {
                    **{row.name: row.value for row in plain if row.value},
                    **shown.fields,
                },
                "notes": [
                    {
                        "at": row.at.isoformat(),
                        "author": row.author,
                        "topic": row.topic,
                        "text": open_sealed(row.sealed, note_context(row.pk)),
                    }
                    for row in notes
                ],
            }

    return retrying(run)
