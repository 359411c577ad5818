"""The nine counters of a member's worth: buying, referring, taking part (requirement A20)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bought:
    """What one member bought: net minor units, items, sales."""

    amount: int = 0
    quantity: int = 0
    times: int = 0


@dataclass(frozen=True, slots=True)
class Participation:
    """One occasion the member took part in."""

    kind: str
    points: int = 0


@dataclass(frozen=True, slots=True)
class Worth:
    """Nine counters; `referral_quality` is the share of the referred who bought, 0 to 1."""

    amount: int
    quantity: int
    times: int
    referrals: int
    referral_quality: float
    referred_amount: int
    participations: int
    participation_kinds: int
    participation_points: int


def worth(
    *,
    own: Bought,
    referred: Iterable[int],
    bought: Mapping[int, Bought],
    participations: Iterable[Participation],
) -> Worth:
    """Return the counters of one member; `bought` holds what the referred members bought."""
    friends = [bought.get(member, Bought()) for member in referred]
    parts = tuple(participations)
    buyers = sum(friend.times > 0 for friend in friends)
    return Worth(
        amount=own.amount,
        quantity=own.quantity,
        times=own.times,
        referrals=len(friends),
        referral_quality=buyers / len(friends) if friends else 0.0,
        referred_amount=sum(friend.amount for friend in friends),
        participations=len(parts),
        participation_kinds=len({part.kind for part in parts}),
        participation_points=sum(part.points for part in parts),
    )
