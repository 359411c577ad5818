"""The last days at a glance: who bought, who came for the first time, what was sold."""

from datetime import date, timedelta

import ibis

from shuke.analytics.moments import (
    before,
    between,
    count_purchases,
    is_purchase,
    of_members,
    purchases,
    surely,
    total,
)


def _within(sales: ibis.Table, as_of: date, days: int) -> ibis.Table:
    return between(sales, as_of - timedelta(days=days), as_of)


def period_members(sales: ibis.Table, *, as_of: date, days: int = 30) -> ibis.Table:
    """List who bought in the `days` days before as-of: (member, is_new), each once.

    is_new: the first observed purchase lies in these days.
    """
    bought = purchases(of_members(before(sales, as_of)))
    seen = bought.group_by("member").aggregate(first=bought["day"].min(), last=bought["day"].max())
    since = ibis.literal(as_of - timedelta(days=days))
    here = seen.filter(seen["last"] >= since)
    return here.select("member", is_new=surely(here["first"] >= since))


def period_sales(sales: ibis.Table, *, as_of: date, days: int = 30) -> ibis.Table:
    """List the sales (no returns) of the `days` days before as-of: (sale, is_of_member)."""
    rows = purchases(_within(sales, as_of, days))
    return rows.select("sale", is_of_member=rows["member"].notnull())


def period(sales: ibis.Table, *, as_of: date, days: int = 30) -> ibis.Table:
    """Sum up the `days` days before as-of: one row.

    Columns: members (with a purchase in these days), new_members (whose first observed purchase
    lies in them), sales and member_sales (returns not counted), amount and member_amount (net of
    returns, minor units).
    """
    rows = _within(sales, as_of, days)
    known = rows["member"].notnull()
    bought = is_purchase(rows)
    counted = rows.aggregate(
        sales=count_purchases(rows),
        member_sales=rows.count(where=known if bought is None else known & bought),
        amount=total(rows["amount"]).fill_null(0),
        member_amount=total(rows["amount"], where=known).fill_null(0),
    )
    people = period_members(sales, as_of=as_of, days=days)
    heads = people.aggregate(
        members=people.count(), new_members=people.count(where=people["is_new"])
    )
    return heads.cross_join(counted).select(
        "members", "new_members", "sales", "member_sales", "amount", "member_amount"
    )
