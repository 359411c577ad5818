"""Purchases as visits: tickets that were fully returned do not count, close ones are one visit."""

from datetime import date

import ibis

from shuke.analytics.moments import (
    before,
    is_purchase,
    of_members,
    purchases,
    start_of,
    surely,
    total,
)

VISIT_MINUTES = 10


def kept_purchases(sales: ibis.Table, *, as_of: date) -> ibis.Table:
    """Leave out purchases of members that were wholly taken back before as-of.

    Wholly: a return names the sale, and the amounts of sale and returns add up to nothing or less.
    """
    known = of_members(before(sales, as_of))
    bought = purchases(known)
    if is_purchase(known) is None:
        return bought
    back = known.filter(known["returns_sale"].notnull())
    back = back.group_by("returns_sale").aggregate(taken=total(back["amount"]))
    both = bought.left_join(back.select("taken", sale=back["returns_sale"]), "sale")
    gone = surely(both["amount"] + both["taken"] <= 0)
    return both.filter(~gone).select(*bought.columns)


def visits(
    sales: ibis.Table, *, as_of: date, since: date | None = None, minutes: int = VISIT_MINUTES
) -> ibis.Table:
    """List visits of members: (member, store, at, day), the first ticket of each.

    A ticket at most `minutes` after the member's ticket before it in the same store belongs to
    the same visit; 0 makes every instant its own. Wholly returned tickets do not count.
    """
    bought = kept_purchases(sales, as_of=as_of)
    if since is not None:
        bought = bought.filter(bought["at"] >= start_of(since))
    ordered = ibis.window(
        group_by=[bought["member"], bought["store"]], order_by=[bought["at"], bought["sale"]]
    )
    seen = bought.select("member", "store", "at", "day", last_at=bought["at"].lag().over(ordered))
    same = surely(seen["at"] <= seen["last_at"] + ibis.interval(minutes=minutes))
    return seen.filter(~same).drop("last_at")
