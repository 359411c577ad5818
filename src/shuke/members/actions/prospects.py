"""People who are not members yet, and how they become it (requirement A15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shuke.events import actions as events
from shuke.kernel.refusal import Refusal
from shuke.kernel.scope import Actor, Scope
from shuke.members import records
from shuke.members.actions.enrolling import convert_row, create, owners_of
from shuke.members.actions.identities import attach, region
from shuke.members.actions.profile import write_profile
from shuke.members.actions.reaching import reached
from shuke.members.arriving import RefusedLine
from shuke.members.models import Member, Prospect
from shuke.members.newcomer import Newcomer
from shuke.members.prospecting import OPEN_STAGES, checked_score, checked_stage
from shuke.members.queries.reaching import demand_store
from shuke.members.refusals import AlreadyMember, AlreadyProspect, IdentityTaken, NotProspect
from shuke.storage.transactions import retrying, writing


@dataclass(frozen=True, slots=True)
class Listed:
    """What became of a list of leads: the prospect behind each line, None where refused."""

    ids: tuple[int | None, ...]
    refused: tuple[RefusedLine, ...]

    @property
    def added(self) -> int:
        """How many prospects were added."""
        return sum(one is not None for one in self.ids)


def add_prospect(
    *,
    newcomer: Newcomer,
    source: str,
    scope: Scope,
    at: datetime,
    by: Actor,
    owner: str = "",
    score: int = 0,
) -> int:
    """List somebody who may become a member, and return his id.

    Raises:
        AlreadyMember, AlreadyProspect: his phone, card or id is known.
        BadIdentity, BadValue, BadScore: a value is none.
        OtherStore: a store's own staff list for their store only.
    """
    demand_store(newcomer.store_id, scope, "members.write")
    checked_score(score)
    identities = newcomer.identities(region())

    def run() -> int:
        with writing():
            for known in Member.objects.filter(pk__in=owners_of(identities)):
                raise AlreadyMember if known.stage == "member" else AlreadyProspect
            member = create(newcomer, stage="prospect", joined_at=None)
            attach(member.pk, identities, at=at, source=source)
            write_profile(member.pk, newcomer.profile, source=source, at=at)
            Prospect.objects.create(
                pk=member.pk, source=source[:60], owner=owner[:60], score=score, added_at=at
            )
            _record(records.PROSPECT_ADDED, member.pk, {"source": source[:60]}, at=at, by=by)
            return int(member.pk)

    try:
        return retrying(run)
    except IdentityTaken:
        # Somebody listed or enrolled him between look-up and write.
        raise AlreadyProspect from None


def add_prospects(
    *, newcomers: Sequence[Newcomer], source: str, scope: Scope, at: datetime, by: Actor
) -> Listed:
    """List many leads; one who is known already, or is bad, is refused and stops no other.

    Raises:
        NotAllowed: the role may list nobody.
    """
    scope.demand("members.write")
    found: list[int | None] = []
    refused = []
    for place, newcomer in enumerate(newcomers):
        try:
            found.append(add_prospect(newcomer=newcomer, source=source, scope=scope, at=at, by=by))
        except Refusal as refusal:
            found.append(None)
            refused.append(RefusedLine(place=place, refusal=refusal))
    return Listed(ids=tuple(found), refused=tuple(refused))


def _record(
    name: records.EventName, member_id: int, payload: dict[str, object], *, at: datetime, by: Actor
) -> None:
    events.record(
        name, at=at, by=by, subject=f"member/{member_id}", member_id=member_id, payload=payload
    )


def move_prospect(
    *,
    member_id: int,
    stage: str,
    scope: Scope,
    at: datetime,
    by: Actor,
    owner: str | None = None,
    score: int | None = None,
) -> None:
    """Note how far the winning of a prospect has come, who works on it, how good he looks.

    Raises:
        NotProspect: he is a member already, or lost.
        BadStage: no such stage; a prospect is converted by `convert_prospect`.
    """
    checked_stage(stage)
    if score is not None:
        checked_score(score)

    def run() -> None:
        with writing():
            row = _open(reached(member_id, scope, "members.write"))
            row.stage = stage
            row.owner = row.owner if owner is None else owner[:60]
            row.score = row.score if score is None else score
            row.save(update_fields=["stage", "owner", "score"])
            _record(records.PROSPECT_MOVED, row.pk, {"stage": stage}, at=at, by=by)

    retrying(run)


def _open(member: Member) -> Prospect:
    row = Prospect.objects.select_for_update().filter(pk=member.pk, stage__in=OPEN_STAGES).first()
    if row is None or member.stage != "prospect":
        raise NotProspect
    return row


def convert_prospect(
    *,
    member_id: int,
    scope: Scope,
    at: datetime,
    by: Actor,
    newcomer: Newcomer | None = None,
) -> None:
    """Make a prospect a member; his row, and with it all history, stays.

    `newcomer` may carry where and through whom he joined.

    Raises:
        NotProspect: he is a member already.
    """

    def run() -> None:
        with writing():
            member = reached(member_id, scope, "members.write")
            _open(member)
            convert_row(member, newcomer or Newcomer(), at=at, by=by)

    retrying(run)
