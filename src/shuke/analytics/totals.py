"""Totals over sales: the summary, descriptive statistics, the calendar of sales."""

from datetime import date
from typing import Literal

import ibis

from shuke.analytics.moments import (
    before,
    count_purchases,
    is_purchase,
    month_number,
    month_text,
    of_members,
    purchases,
    share,
    sold,
    total,
)

Grouping = Literal["all", "month", "store", "group"]


def summary(sales: ibis.Table, lines: ibis.Table, *, as_of: date) -> ibis.Table:
    """Count what was sold before as-of: one row.

    Columns: lines, sales, members (with at least one sale), stores, products_sold, amount (net of
    returns, minor units, anonymous sales included). Returns are not counted as lines or sales.
    """
    headers = before(sales, as_of)
    bought = is_purchase(headers)
    counted = headers.aggregate(
        sales=count_purchases(headers),
        members=headers["member"].nunique(where=bought),
        stores=headers["store"].nunique(where=bought),
        amount=total(headers["amount"]).fill_null(0),
    )
    rows = sold(before(lines, as_of))
    items = rows.aggregate(lines=rows.count(), products_sold=rows["product"].nunique())
    both = items.cross_join(counted)
    return both.select("lines", "sales", "members", "stores", "products_sold", "amount")


def spending_members(
    sales: ibis.Table, *, as_of: date, by: Grouping = "all", groups: ibis.Table | None = None
) -> ibis.Table:
    """Add up each member's sales in each cell: the members behind `descriptive`.

    Columns: the cell's column (`month`, `store` or `group`; none for "all"), member, sales,
    amount. `groups` is (member, group): tiers, segments, any label; a member may have several.
    """
    rows = of_members(before(sales, as_of))
    if by == "month":
        rows = rows.mutate(month=month_number(rows["day"]))
    if by == "group":
        if groups is None:
            message = "by='group' needs groups=(member, group)"
            raise ValueError(message)
        rows = rows.join(groups.select("member", "group"), "member")
    keys = ["member"] if by == "all" else [by, "member"]
    spent = rows.group_by(keys).aggregate(sales=count_purchases(rows), amount=total(rows["amount"]))
    spent = spent.filter(spent["sales"] > 0)
    return spent.mutate(month=month_text(spent["month"])) if by == "month" else spent


def descriptive(
    sales: ibis.Table,
    members: ibis.Table | None = None,
    *,
    as_of: date,
    by: Grouping = "all",
    groups: ibis.Table | None = None,
) -> ibis.Table:
    """Describe spending (requirement F03): totals, average and median per buyer.

    Columns: the cell's column unless by="all"; members (all members known, only for by="all" with
    a members table; else the buyers), buyers (members with a sale there), sales, amount, average
    (amount / buyers), median of the buyers' amounts; minor units, ordered by cell.
    """
    spent = spending_members(sales, as_of=as_of, by=by, groups=groups)
    measures = {
        "buyers": spent.count(),
        "sales": total(spent["sales"]).fill_null(0),
        "amount": total(spent["amount"]).fill_null(0),
        "median": spent["amount"].median().cast("float64"),
    }
    if by == "all":
        made = spent.aggregate(**measures)
        known = (
            made if members is None else made.cross_join(members.aggregate(known=members.count()))
        )
        everybody = known["buyers"] if members is None else known["known"]
        made = known.mutate(members=everybody)
        columns = ["members"]
    else:
        made = spent.group_by(by).aggregate(**measures)
        made = made.mutate(members=made["buyers"])
        columns = [by, "members"]
    made = made.mutate(average=share(made["amount"], made["buyers"]))
    made = made.select(*columns, "buyers", "sales", "amount", "average", "median")
    return made if by == "all" else made.order_by(by)


def calendar(sales: ibis.Table, *, as_of: date) -> ibis.Table:
    """Count sales per business day, anonymous ones included.

    Columns: day, sales, members (distinct, with a sale that day), amount net, minor units.
    Days without any sale or return have no row.
    """
    rows = before(sales, as_of)
    made = rows.group_by("day").aggregate(
        sales=count_purchases(rows),
        members=rows["member"].nunique(where=is_purchase(rows)),
        amount=total(rows["amount"]),
    )
    return made.order_by("day")


def sales_by_day(sales: ibis.Table, *, as_of: date) -> ibis.Table:
    """Split each business day between members and anonymous buyers.

    Columns: day, member_sales, anonymous_sales, member_amount, anonymous_amount, member_share
    (of the day's sales; null where the day has returns only).
    """
    rows = before(sales, as_of)
    rows = rows.mutate(known=rows["member"].notnull())
    bought = is_purchase(rows)
    members_buy = rows["known"] if bought is None else rows["known"] & bought
    others_buy = ~rows["known"] if bought is None else ~rows["known"] & bought
    made = rows.group_by("day").aggregate(
        member_sales=rows.count(where=members_buy),
        anonymous_sales=rows.count(where=others_buy),
        member_amount=total(rows["amount"], where=rows["known"]).fill_null(0),
        anonymous_amount=total(rows["amount"], where=~rows["known"]).fill_null(0),
    )
    every = made["member_sales"] + made["anonymous_sales"]
    return made.mutate(member_share=share(made["member_sales"], every)).order_by("day")


def buyers_on(sales: ibis.Table, *, as_of: date) -> ibis.Table:
    """List who bought on which day, the members behind `calendar`: (day, member, sales)."""
    rows = purchases(of_members(before(sales, as_of)))
    return rows.group_by("day", "member").aggregate(sales=rows.count())
