"""What a member does besides buying, and what he is worth (requirements A20, E19)."""

from collections.abc import Callable, Collection, Mapping

from django.db.models import Count

from shuke.kernel.scope import Scope
from shuke.members.interacting import KINDS, InteractionKind
from shuke.members.models import Interaction, Member
from shuke.members.queries.reaching import among, demand, groups_of
from shuke.members.worth import Bought, Participation, Worth, worth

# (member ids) -> what each bought, under the ids asked for; whoever knows the sales hands it in.
Purchased = Callable[[Collection[int]], Mapping[int, Bought]]


def interactions_of(member_id: int, scope: Scope) -> dict[InteractionKind, int]:
    """How often the member did each kind of thing: every kind is named, 0 included."""
    survivor = demand(member_id, scope, "members.read")
    rows = (
        Interaction.objects.filter(member_id__in=sorted(groups_of([survivor])))
        .order_by()
        .values_list("kind")
        .annotate(count=Count("pk"))
    )
    counted: dict[str, int] = dict(rows)
    return {kind: counted.get(kind, 0) for kind in KINDS}


def worth_of(member_id: int, scope: Scope, *, purchased: Purchased) -> Worth:
    """The nine counters of a member: bought, referred, took part."""
    survivor = demand(member_id, scope, "members.read")
    group = groups_of([survivor])
    brought = Member.objects.filter(referrer_id__in=among(group), stage="member")
    friends = {
        merged_into or row for row, merged_into in brought.values_list("pk", "merged_into_id")
    } - {survivor}
    owners = groups_of([survivor, *friends])
    bought: dict[int, Bought] = {}
    for row, one in purchased(list(owners)).items():
        held = bought.get(owners[row], Bought())
        bought[owners[row]] = Bought(
            amount=held.amount + one.amount,
            quantity=held.quantity + one.quantity,
            times=held.times + one.times,
        )
    took_part = Interaction.objects.filter(member_id__in=among(group), kind="participate")
    return worth(
        own=bought.get(survivor, Bought()),
        referred=sorted(friends),
        bought=bought,
        participations=[
            Participation(target, points)
            for target, points in took_part.values_list("target", "points")
        ],
    )
