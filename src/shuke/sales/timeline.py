"""Sales in a member's timeline, and stores that know a member because they served him.

Sales lie above members, so they register here; `project` calls `register` at start.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Sum

from shuke.kernel.scope import Scope
from shuke.members import timeline, visibility
from shuke.sales.queries.cards import SaleCard, card_of, in_scope
from shuke.sales.queries.listing import served_by


def _items(
    rows: Sequence[int], scope: Scope, until: datetime | None, limit: int
) -> Sequence[timeline.Item]:
    if not scope.can("sales.read"):
        return ()
    found = in_scope(scope).filter(member_id__in=rows)
    if until is not None:
        found = found.filter(sold_at__lte=until)
    found = found.select_related("store", "till").order_by("-sold_at", "-pk")
    return tuple(_told(card_of(row)) for row in found[:limit])


def _told(card: SaleCard) -> timeline.Item:
    en, zh = ("Return", "退货") if card.is_return else ("Purchase", "消费")
    return timeline.Item(
        kind="sale",
        at=card.sold_at,
        key=f"{card.id:020}",
        en=en,
        zh=zh,
        detail=card.store,
        amount=card.amount,
        reference=card.public_id,
    )


def _total(rows: Sequence[int], scope: Scope) -> timeline.Total:
    if not scope.can("sales.read"):
        return timeline.Total(0, 0)
    found = in_scope(scope).filter(member_id__in=rows).order_by()
    sums = found.aggregate(count=Count("pk"), amount=Sum("amount"))
    return timeline.Total(count=sums["count"], amount=sums["amount"] or 0)


PART = timeline.Part("sale", "Purchases", "消费", _items, _total)


def register() -> None:
    """Make sales a part of timelines and of who may see whom; twice is once."""
    timeline.register(PART)
    visibility.register(served_by)
