"""What the head office plans: costs of recruitment (A16) and the group it wants to reach (A17)."""

from datetime import date, datetime

from shuke.events import actions as events
from shuke.kernel import ids
from shuke.kernel.money import MINOR_UNITS_MAX
from shuke.kernel.scope import Actor, Scope
from shuke.members import records
from shuke.members.models import RecruitmentCost, TargetGroup
from shuke.members.refusals import BadPeriod, BadTarget
from shuke.members.targeting import Target
from shuke.storage.transactions import writing

AGE_MAX = 130
LIST_MAX = 200


def enter_cost(
    *,
    channel: str,
    starts_on: date,
    ends_before: date,
    amount: int,
    scope: Scope,
    at: datetime,
    by: Actor,
) -> int:
    """Enter what winning members through a channel cost in a period, in minor units.

    Raises:
        BadPeriod: the period has no day, or the amount is negative.
    """
    scope.demand("members.manage")
    if ends_before <= starts_on or not 0 <= amount <= MINOR_UNITS_MAX:
        raise BadPeriod(param="amount" if ends_before > starts_on else "ends_before")
    with writing():
        row = RecruitmentCost.objects.create(
            id=ids.new_id(),
            channel=channel[:20],
            starts_on=starts_on,
            ends_before=ends_before,
            amount=amount,
        )
        events.record(
            records.COST_ENTERED,
            at=at,
            by=by,
            subject=f"channel/{row.channel}",
            payload={
                "starts_on": starts_on.isoformat(),
                "ends_before": ends_before.isoformat(),
                "amount": amount,
            },
        )
        return int(row.pk)


def set_target(*, target: Target, scope: Scope, at: datetime, by: Actor) -> None:
    """Define or redefine a target group: ages from/to inclusive, regions, occupations.

    Raises:
        BadTarget: no name, ages that make no sense, or too long a list.
    """
    scope.demand("members.manage")
    low, high = target.age_from or 0, AGE_MAX if target.age_to is None else target.age_to
    too_long = max(len(target.regions), len(target.occupations)) > LIST_MAX
    if not target.name.strip() or not 0 <= low <= high <= AGE_MAX or too_long:
        raise BadTarget(param="target", most=AGE_MAX)
    with writing():
        TargetGroup.objects.update_or_create(
            name=target.name.strip()[:60],
            defaults={
                "age_from": target.age_from,
                "age_to": target.age_to,
                "regions": list(target.regions),
                "occupations": list(target.occupations),
            },
        )
        events.record(
            records.TARGET_SET, at=at, by=by, subject=f"target/{target.name.strip()[:60]}"
        )
