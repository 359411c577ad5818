"""People who live and buy together."""

from collections.abc import Sequence
from datetime import datetime

from shuke.events import actions as events
from shuke.kernel import ids
from shuke.kernel.scope import Actor, Scope
from shuke.members import naming, records
from shuke.members.actions.reaching import reached
from shuke.members.models import Household, HouseholdMember, Member
from shuke.members.queries.reaching import groups_of, survivors_of, visible_among
from shuke.members.refusals import AlreadyInHousehold, OtherStore, UnknownHousehold
from shuke.storage.transactions import retrying, writing

ROLE_CHARACTERS_MAX = 20


def found_household(
    *, member_ids: Sequence[int], name: str, scope: Scope, at: datetime, by: Actor
) -> int:
    """Note that these members live together, and return the household's id.

    Raises:
        AlreadyInHousehold: one of them lives in another household.
    """

    def run() -> int:
        with writing():
            people = [reached(member, scope, "members.write") for member in sorted(member_ids)]
            household = Household.objects.create(id=ids.new_id(), name=naming.tidy(name))
            for person in people:
                _place(household.pk, person, role="", at=at, by=by)
            return int(household.pk)

    return retrying(run)


def join_household(
    *,
    household_id: int,
    member_id: int,
    scope: Scope,
    at: datetime,
    by: Actor,
    role: str = "",
) -> None:
    """Add a member to a household; the same one twice is once.

    Raises:
        UnknownHousehold: there is none.
        OtherStore: nobody in it is a member the scope reaches.
        AlreadyInHousehold: the member lives in another one.
    """

    def run() -> None:
        with writing():
            person = reached(member_id, scope, "members.write")
            people = HouseholdMember.objects.filter(household_id=household_id)
            known = survivors_of(list(people.values_list("member_id", flat=True)))
            if not known:
                raise UnknownHousehold
            if not visible_among(set(known.values()), scope):
                raise OtherStore
            if person.pk not in known.values():
                _place(household_id, person, role=role, at=at, by=by)

    retrying(run)


def _place(household_id: int, person: Member, *, role: str, at: datetime, by: Actor) -> None:
    if HouseholdMember.objects.filter(member_id__in=sorted(groups_of([person.pk]))).exists():
        raise AlreadyInHousehold
    HouseholdMember.objects.create(
        household_id=household_id, member_id=person.pk, role=role[:ROLE_CHARACTERS_MAX], at=at
    )
    _record(person.pk, household_id, is_in=True, at=at, by=by)


def leave_household(*, member_id: int, scope: Scope, at: datetime, by: Actor) -> bool:
    """Take a member out of his household; True when he was in one."""

    def run() -> bool:
        with writing():
            person = reached(member_id, scope, "members.write")
            places = HouseholdMember.objects.filter(member_id__in=sorted(groups_of([person.pk])))
            household = places.values_list("household_id", flat=True).first()
            if household is None:
                return False
            places.delete()
            _record(person.pk, household, is_in=False, at=at, by=by)
            return True

    return retrying(run)


def _record(member_id: int, household_id: int, *, is_in: bool, at: datetime, by: Actor) -> None:
    events.record(
        records.HOUSEHOLD_CHANGED,
        at=at,
        by=by,
        subject=f"member/{member_id}",
        member_id=member_id,
        payload={"household": str(household_id), "is_in": is_in},
    )
