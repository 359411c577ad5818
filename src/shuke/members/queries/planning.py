"""Recruitment by channel (A16), fit to the target group (A17), stale contacts (E11)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce

from shuke.kernel.scope import Scope
from shuke.members import identifying, recruiting, targeting
from shuke.members.models import Attribute, Identity, Member, RecruitmentCost, TargetGroup
from shuke.members.queries.cards import Card, cards_of
from shuke.members.queries.reaching import reach, survivors
from shuke.members.refusals import UnknownTarget
from shuke.members.sealing import identity_context
from shuke.members.targeting import Fit, Person, Target
from shuke.storage.secrets import open_sealed

STALE_DAYS = 365
LIMIT_MAX = 200

# (member ids) -> the days on which each bought; whoever knows the sales hands it in.
Purchases = Callable[[Collection[int]], Mapping[int, Sequence[date]]]


def recruitment(
    scope: Scope, *, starts_on: date, ends_before: date, as_of: date, purchases: Purchases
) -> tuple[recruiting.ChannelResult, ...]:
    """Joins, costs and first results per channel, over members who joined in the period.

    A cost whose period lies partly outside counts by its days inside, rounded down.
    """
    scope.demand("figures.read")
    rows = survivors().filter(
        reach(scope), stage="member", joined_on__gte=starts_on, joined_on__lt=ends_before
    )
    joins = [
        recruiting.Join(member, channel, day)
        for member, channel, day in rows.values_list("pk", "channel", "joined_on")
        if day is not None
    ]
    return recruiting.evaluate(
        joins=joins,
        costs=_costs(starts_on, ends_before) if scope.stores is None else {},
        purchase_days=purchases([join.member_id for join in joins]),
        as_of=as_of,
    )


def _costs(starts_on: date, ends_before: date) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in RecruitmentCost.objects.filter(starts_on__lt=ends_before, ends_before__gt=starts_on):
        inside = min(row.ends_before, ends_before) - max(row.starts_on, starts_on)
        share = row.amount * inside.days // (row.ends_before - row.starts_on).days
        found[row.channel] = found.get(row.channel, 0) + share
    return found


def targets() -> tuple[Target, ...]:
    """The target groups of the chain, by name."""
    return tuple(map(_target, TargetGroup.objects.order_by("name")))


def _target(row: TargetGroup) -> Target:
    return Target(
        name=row.name,
        age_from=row.age_from,
        age_to=row.age_to,
        regions=tuple(row.regions),
        occupations=tuple(row.occupations),
    )


def fit_of(name: str, *, as_of: date, scope: Scope) -> Fit:
    """How well the members match a target group; ages in completed years, by month of birth.

    Raises:
        UnknownTarget: no target group has that name.
    """
    scope.demand("figures.read")
    row = TargetGroup.objects.filter(name=name).first()
    if row is None:
        raise UnknownTarget(param="name", name=name[:60])
    known = _known_of_everybody(("birth_year", "birth_month", "region", "occupation"))
    members = survivors().filter(reach(scope), stage="member").values_list("pk", flat=True)
    return targeting.fit(
        _target(row),
        (_person(known.get(member, {}), as_of) for member in members.iterator(chunk_size=10_000)),
    )


def _known_of_everybody(names: Sequence[str]) -> dict[int, dict[str, str]]:
    # Inferred first and by moment, so that what was declared, and what came later, stands.
    rows = (
        Attribute.objects.filter(name__in=names, is_current=True)
        .exclude(value="")
        .annotate(survivor=Coalesce("member__merged_into_id", "member_id"))
        .order_by("-basis", "at", "pk")
        .values_list("survivor", "name", "value")
    )
    found: dict[int, dict[str, str]] = {}
    for survivor, name, value in rows.iterator(chunk_size=10_000):
        found.setdefault(survivor, {})[name] = value
    return found


def _person(known: Mapping[str, str], as_of: date) -> Person:
    age = None
    if "birth_year" in known:
        month = int(float(known.get("birth_month", "1")))
        age = as_of.year - int(float(known["birth_year"])) - int(as_of.month < month)
    return Person(age=age, region=known.get("region"), occupation=known.get("occupation"))


@dataclass(frozen=True, slots=True)
class StaleContact:
    """A phone or e-mail address that nobody has seen to work for too long; `shown` is masked."""

    identity_id: int
    card: Card
    kind: str
    shown: str
    last_seen_at: datetime
    days: int


def stale_contacts(
    scope: Scope, *, as_of: datetime, limit_days: int = STALE_DAYS, limit: int = 50
) -> tuple[StaleContact, ...]:
    """Contacts last verified (or else entered) more than `limit_days` ago, oldest first.

    Verified 400 days ago with a limit of 365: in the list; verified again: 0 days, out of it.
    """
    scope.demand("members.browse")
    oldest = as_of - timedelta(days=limit_days)
    rows = (
        Identity.objects.filter(
            Q(verified_at__lt=oldest) | Q(verified_at__isnull=True, starts_at__lt=oldest),
            kind__in=sorted(identifying.CONTACT_KINDS),
            ends_before__isnull=True,
        )
        .annotate(seen=Coalesce("verified_at", "starts_at"))
        .order_by("seen", "pk")
    )
    if scope.stores is not None:
        visible = survivors().filter(reach(scope)).values("pk")
        merged = Member.objects.filter(merged_into__in=visible).values("pk")
        rows = rows.filter(Q(member_id__in=visible) | Q(member_id__in=merged))
    found = list(rows[: max(1, min(limit, LIMIT_MAX))])
    cards = cards_of({row.member_id for row in found}, scope)
    return tuple(
        StaleContact(
            identity_id=row.pk,
            card=cards[row.member_id],
            kind=row.kind,
            shown="" if scope.is_pseudonymous else _shown(row),
            last_seen_at=row.verified_at or row.starts_at,
            days=(as_of - (row.verified_at or row.starts_at)).days,
        )
        for row in found
        if row.member_id in cards
    )


def _shown(row: Identity) -> str:
    value = open_sealed(row.sealed, identity_context(row.pk))
    return identifying.masked(row.kind, value)  # type: ignore[arg-type]  # CHECK in the table
