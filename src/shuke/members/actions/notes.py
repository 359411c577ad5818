"""Notes, interactions and page views: what contacts leave behind (A11, A12, E18, E19)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from shuke.events import actions as events
from shuke.kernel import ids
from shuke.kernel.scope import Actor, Scope
from shuke.members import records
from shuke.members.actions.profile import write_profile
from shuke.members.actions.reaching import reached
from shuke.members.interacting import PER_MINUTE_MAX, VIEWS_PER_MINUTE_MAX, checked_kind
from shuke.members.models import Interaction, Note
from shuke.members.noting import NOTE_CHARACTERS_MAX, TOPICS
from shuke.members.refusals import EmptyNote, OtherStore, TooManyInteractions
from shuke.members.sealing import note_context, session_hash
from shuke.storage.secrets import seal
from shuke.storage.transactions import retrying, writing


def write_note(
    *,
    member_id: int,
    store_id: int | None,
    texts: Mapping[str, str],
    scope: Scope,
    at: datetime,
    by: Actor,
) -> tuple[int, ...]:
    """Write a structured note, one text per topic, and return the ids of its parts.

    Topics other than `other` are also profile fields: what the note says becomes their value,
    with the note as source, and counts towards completeness (requirement A11).

    Raises:
        EmptyNote: no text, an unknown topic, or a text that is too long.
        NotAllowed, UnknownMember, OtherStore: not for this writer, member or store.
    """
    scope.demand("members.write")
    for topic, text in texts.items():
        if topic not in TOPICS or not 1 <= len(text.strip()) <= NOTE_CHARACTERS_MAX:
            raise EmptyNote(param=topic, most=NOTE_CHARACTERS_MAX)
    if not texts:
        raise EmptyNote(most=NOTE_CHARACTERS_MAX)
    if store_id is not None and not scope.allows(store_id):
        raise OtherStore(param="store")

    def run() -> tuple[int, ...]:
        with writing():
            member = reached(member_id, scope, "members.write")
            first = ids.block(len(texts))
            for number, (topic, text) in enumerate(texts.items(), start=first):
                Note.objects.create(
                    id=number,
                    member_id=member.pk,
                    store_id=store_id,
                    author=by.name,
                    at=at,
                    topic=topic,
                    sealed=seal(text.strip(), note_context(number)),
                )
                if topic != "other":
                    write_profile(member.pk, {topic: text}, source=f"note/{number}", at=at)
            events.record(
                records.NOTED,
                at=at,
                by=by,
                subject=f"member/{member.pk}",
                member_id=member.pk,
                payload={"topics": sorted(texts), "store": store_id},
            )
            return tuple(range(first, first + len(texts)))

    return retrying(run)


def interact(  # noqa: PLR0913 - what, on what, where, how many points, when, by whom
    *,
    member_id: int,
    kind: str,
    scope: Scope,
    at: datetime,
    by: Actor,
    target: str = "",
    channel: str = "",
    points: int = 0,
) -> int:
    """Note a sign-in, comment, share, like, view or participation, and return its id (E19).

    Raises:
        UnknownInteraction: no such kind.
        TooManyInteractions: more than ten of a kind within a minute.
    """
    known = checked_kind(kind)

    def run() -> int:
        with writing():
            member = reached(member_id, scope, "members.write")
            recent = Interaction.objects.filter(
                member_id=member.pk, kind=known, at__gt=at - timedelta(minutes=1), at__lte=at
            ).count()
            if recent >= PER_MINUTE_MAX:
                raise TooManyInteractions(most=PER_MINUTE_MAX)
            row = Interaction.objects.create(
                id=ids.new_id(),
                member_id=member.pk,
                kind=known,
                target=target[:120],
                channel=channel[:20],
                points=points,
                at=at,
            )
            events.record(
                records.INTERACTED,
                at=at,
                by=by,
                subject=f"member/{member.pk}",
                member_id=member.pk,
                payload={"kind": known, "target": row.target, "channel": row.channel},
            )
            return int(row.pk)

    return retrying(run)


def see_page(*, session: str, target: str, channel: str, has_consent: bool, at: datetime) -> bool:
    """Note a page view before sign-in; True when it was stored.

    Without consent nothing is stored (E18). The session is kept as a keyed hash only. An
    anonymous view is no event: nobody acted whom the book could name.

    Raises:
        TooManyInteractions: more than sixty views of one browser within a minute.
    """
    if not has_consent or not session:
        return False
    with writing():
        recent = Interaction.objects.filter(
            member__isnull=True,
            session=session_hash(session),
            at__gt=at - timedelta(minutes=1),
            at__lte=at,
        ).count()
        if recent >= VIEWS_PER_MINUTE_MAX:
            raise TooManyInteractions(most=VIEWS_PER_MINUTE_MAX)
        Interaction.objects.create(
            id=ids.new_id(),
            kind="view",
            target=target[:120],
            channel=channel[:20],
            session=session_hash(session),
            at=at,
        )
    return True


def join_session(
    *,
    session: str,
    member_id: int,
    has_consent: bool,
    scope: Scope,
    at: datetime,
    by: Actor,
) -> int:
    """Give the views of a browser session to the member who signed in; return how many (E18)."""
    if not has_consent or not session:
        return 0

    def run() -> int:
        with writing():
            member = reached(member_id, scope, "members.write")
            count = Interaction.objects.filter(member=None, session=session_hash(session)).update(
                member_id=member.pk
            )
            if count:
                events.record(
                    records.SESSION_JOINED,
                    at=at,
                    by=by,
                    subject=f"member/{member.pk}",
                    member_id=member.pk,
                    payload={"views": count},
                )
            return count

    return retrying(run)
