"""Prospects and how many of them became members (requirement A15)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from shuke.kernel.scope import Scope
from shuke.members.models import Prospect
from shuke.members.queries.cards import Card, visible_cards
from shuke.members.queries.reaching import among, reach, survivors

LIMIT_MAX = 200


@dataclass(frozen=True, slots=True)
class ProspectView:
    """One prospect: who, where from, who works on it, how far it has come."""

    card: Card
    source: str
    owner: str
    score: int
    stage: str
    added_at: datetime
    converted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Conversion:
    """The leads of one source and how many became members."""

    source: str
    leads: int
    converted: int

    @property
    def rate(self) -> float | None:
        """The share that converted, 0 to 1; 2 of 8 is 0.25. None without leads."""
        return self.converted / self.leads if self.leads else None


def prospects(
    scope: Scope, *, stage: str = "", source: str = "", after: int = 0, limit: int = 50
) -> tuple[ProspectView, ...]:
    """The prospects the scope reaches, as they were added; `after` is the last id seen."""
    scope.demand("members.browse")
    rows = Prospect.objects.filter(
        pk__in=survivors().filter(reach(scope)).values("pk"), pk__gt=after
    ).order_by("pk")
    if stage:
        rows = rows.filter(stage=stage)
    if source:
        rows = rows.filter(source=source)
    found = list(rows[: max(1, min(limit, LIMIT_MAX))])
    cards = visible_cards([row.pk for row in found], scope)
    return tuple(
        ProspectView(
            card=cards[row.pk],
            source=row.source,
            owner=row.owner,
            score=row.score,
            stage=row.stage,
            added_at=row.added_at,
            converted_at=row.converted_at,
        )
        for row in found
    )


def conversions(scope: Scope) -> tuple[Conversion, ...]:
    """Leads and conversions of every source, in order of its name."""
    scope.demand("members.browse")
    visible = survivors().filter(reach(scope)).values_list("pk", flat=True)
    rows = (
        Prospect.objects.filter(pk__in=visible if scope.stores is None else among(visible))
        .values("source")
        .annotate(leads=Count("pk"), converted=Count("pk", filter=Q(stage="converted")))
        .order_by("source")
    )
    return tuple(Conversion(row["source"], row["leads"], row["converted"]) for row in rows)
