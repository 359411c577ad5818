"""How many there are, and how good what is known about them is."""

from dataclasses import dataclass

from django.db.models import Count, Q

from shuke.kernel.scope import Scope
from shuke.members.models import Member
from shuke.members.queries.reaching import reach, survivors


@dataclass(frozen=True, slots=True)
class Counts:
    """Members and prospects the scope reaches; merged rows count once."""

    members: int
    prospects: int
    named: int
    made_names: int


def is_empty() -> bool:
    """Whether nobody is known yet."""
    return not Member.objects.exists()


def counts(scope: Scope) -> Counts:
    """How many members and prospects the scope reaches, and how many have a (made-up) name."""
    scope.demand("members.read")
    found = (
        survivors()
        .filter(reach(scope))
        .aggregate(
            members=Count("pk", filter=Q(stage="member")),
            prospects=Count("pk", filter=Q(stage="prospect")),
            named=Count("pk", filter=Q(stage="member") & ~Q(name="")),
            made=Count("pk", filter=Q(stage="member", is_name_made=True)),
        )
    )
    return Counts(
        members=found["members"],
        prospects=found["prospects"],
        named=found["named"],
        made_names=found["made"],
    )
