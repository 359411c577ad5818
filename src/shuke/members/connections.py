"""Who can be reached, and who brought whom: whole-base reads for the segments (A20)."""

from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Coalesce

from shuke.members.models import Identity, Member

WAYS = ("phone", "email")


@dataclass(frozen=True, slots=True)
class Reached:
    """A member (the survivor of merges) with a current, valid phone or e-mail address."""

    member: int
    phone: bool
    email: bool


@dataclass(frozen=True, slots=True)
class Referral:
    """A member and one whom he brought, with the day on which that one joined."""

    member: int
    referred: int
    day: date | None


def reach() -> tuple[Reached, ...]:
    """Return every member with a current, valid phone or e-mail identity, once each."""
    rows = (
        Identity.objects.filter(ends_before=None, is_valid=True, kind__in=WAYS)
        .annotate(survivor=Coalesce("member__merged_into_id", "member_id"))
        .values_list("survivor", "kind")
    )
    found: dict[int, set[str]] = {}
    for member, kind in rows.iterator(chunk_size=10_000):
        found.setdefault(member, set()).add(kind)
    return tuple(
        Reached(member, "phone" in kinds, "email" in kinds) for member, kinds in found.items()
    )


def referrals() -> tuple[Referral, ...]:
    """Return who brought whom, both as survivors of merges; nobody brings himself."""
    rows = (
        Member.objects.filter(referrer__isnull=False, stage="member")
        .annotate(
            giver=Coalesce("referrer__merged_into_id", "referrer_id"),
            receiver=Coalesce("merged_into_id", "id"),
        )
        .values_list("giver", "receiver", "joined_on")
    )
    found = {
        (giver, receiver): day
        for giver, receiver, day in rows.iterator(chunk_size=10_000)
        if giver != receiver
    }
    return tuple(Referral(giver, receiver, day) for (giver, receiver), day in found.items())


def fingerprint() -> tuple[int, int]:
    """Return a mark that changes with every identity added or ended, for callers that keep."""
    current = Identity.objects.filter(ends_before=None, is_valid=True, kind__in=WAYS)
    newest = current.order_by("-pk").values_list("pk", flat=True).first() or 0
    return current.count(), newest
