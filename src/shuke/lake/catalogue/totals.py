"""Totals: the summary, descriptive statistics, the calendar of sales."""

import ibis

from shuke.analytics import totals
from shuke.analytics.behaviour import rfm
from shuke.analytics.moments import before, month_number, month_text, purchases
from shuke.lake.figures.definition import Asked, Entry, Figure, Listed, Parameter
from shuke.lake.figures.registry import register

BY = ("all", "month", "store", "group")


def _bought(asked: Asked) -> ibis.Table:
    """The sales before as-of that are no returns."""
    return purchases(before(asked.sales, asked.as_of))


register(
    Entry(
        figure=Figure(
            name="summary",
            zh="总览",
            en="Summary",
            version=1,
            columns={
                "lines": "lines",
                "sales": "sales",
                "members": "members",
                "stores": "stores",
                "products_sold": "products",
                "amount": "minor",
            },
            about_zh=(
                "截至日零点（连锁时区）之前：明细行数、销售单数、至少有一笔销售的会员数、有销售"
                "的门店数、售出的不同商品数；退货不计入这些数。金额为净额，扣除退货，含非会员销"
                "售。"
            ),
            about_en=(
                "Before the start of the as-of day (the chain's zone): sale lines, sales, "
                "members with at least one sale, stores with a sale, distinct products sold; "
                "returns do not count. The amount is net, returns taken off, sales of "
                "non-members included."
            ),
        ),
        rows=lambda asked: totals.summary(asked.sales, asked.lines, as_of=asked.as_of),
        lists={
            "members": Listed(lambda asked: _bought(asked).select("member")),
            "sales": Listed(lambda asked: _bought(asked).select("sale"), kind="sales"),
        },
    )
)


def _groups(asked: Asked) -> ibis.Table | None:
    if asked.text("by") != "group":
        return None
    named = rfm(asked.sales, asked.members, as_of=asked.as_of)
    return named.select("member", group=named["segment"])


def _cell(asked: Asked) -> tuple[str, ...]:
    return () if asked.text("by") == "all" else (asked.text("by"),)


def _by(asked: Asked) -> totals.Grouping:
    return asked.text("by")  # type: ignore[return-value]  # checked against BY


def _spending(asked: Asked) -> ibis.Table:
    return totals.spending_members(
        asked.sales, as_of=asked.as_of, by=_by(asked), groups=_groups(asked)
    )


def _members(asked: Asked) -> ibis.Table:
    return asked.members if asked.text("by") == "all" else _spending(asked)


def _sales_in_cell(asked: Asked) -> ibis.Table:
    bought = _bought(asked).filter(lambda table: table["member"].notnull())
    by = asked.text("by")
    if by == "month":
        return bought.select("sale", month=month_text(month_number(bought["day"])))
    if by == "store":
        return bought.select("sale", "store")
    groups = _groups(asked)
    if groups is None:
        return bought.select("sale")
    return bought.join(groups, "member").select("sale", "group")


register(
    Entry(
        figure=Figure(
            name="descriptive",
            zh="描述性统计",
            en="Descriptive statistics",
            version=1,
            columns={
                "month": "month",
                "store": "store",
                "group": "text",
                "members": "members",
                "buyers": "members",
                "sales": "sales",
                "amount": "minor",
                "average": "minor",
                "median": "minor",
            },
            about_zh=(
                "按全部、月份、门店或 RFM 分群：会员数（“全部”时为所有会员，否则为有购买的会员）、"
                "购买人数、会员销售单数、会员净额、人均净额 = 净额 ÷ 购买人数、购买会员净额的中"
                "位数。"
            ),
            about_en=(
                "For all, by month, store or RFM segment: members (all known ones for “all”, "
                "else those who bought), buyers, sales of members, net amount of members, "
                "average = amount / buyers, median of the buyers' amounts (requirement F03)."
            ),
            parameters=(Parameter("by", "choice", "all", "分组", "Split by", choices=BY),),
        ),
        rows=lambda asked: totals.descriptive(
            asked.sales, asked.members, as_of=asked.as_of, by=_by(asked), groups=_groups(asked)
        ),
        lists={
            "buyers": Listed(_spending, keys=_cell),
            "members": Listed(_members, keys=_cell),
            "sales": Listed(_sales_in_cell, keys=_cell, kind="sales"),
        },
        optional=frozenset({"month", "store", "group"}),
    )
)

register(
    Entry(
        figure=Figure(
            name="calendar",
            zh="销售日历",
            en="Calendar of sales",
            version=1,
            columns={"day": "day", "sales": "sales", "members": "members", "amount": "minor"},
            about_zh=(
                "每个营业日（门店时区，当地零点换日）的销售单数、购买会员数与净额，含非会员销售；"
                "没有销售也没有退货的日子不列出。"
            ),
            about_en=(
                "Sales, distinct members who bought, and net amount of each business day (the "
                "store's zone, turning at local midnight), anonymous sales included. A day "
                "without sale or return has no row."
            ),
        ),
        rows=lambda asked: totals.calendar(asked.sales, as_of=asked.as_of),
        lists={
            "sales": Listed(
                lambda asked: _bought(asked).select("sale", "day"), keys=("day",), kind="sales"
            ),
            "members": Listed(
                lambda asked: totals.buyers_on(asked.sales, as_of=asked.as_of), keys=("day",)
            ),
        },
    )
)


def _of_day(asked: Asked, *, is_member: bool) -> ibis.Table:
    bought = _bought(asked)
    known = bought["member"].notnull()
    return bought.filter(known if is_member else ~known).select("sale", "day")


register(
    Entry(
        figure=Figure(
            name="sales_by_day",
            zh="会员与非会员每日销售",
            en="Sales of members and others by day",
            version=1,
            columns={
                "day": "day",
                "member_sales": "sales",
                "anonymous_sales": "sales",
                "member_amount": "minor",
                "anonymous_amount": "minor",
                "member_share": "share",
            },
            about_zh="每个营业日会员与非会员的销售单数和净额；会员占比 = 会员单数 ÷ 全部单数。",
            about_en=(
                "Sales and net amount of members and of anonymous buyers on each business day; "
                "member share = member sales / all sales of the day."
            ),
        ),
        rows=lambda asked: totals.sales_by_day(asked.sales, as_of=asked.as_of),
        lists={
            "member_sales": Listed(
                lambda asked: _of_day(asked, is_member=True), keys=("day",), kind="sales"
            ),
            "anonymous_sales": Listed(
                lambda asked: _of_day(asked, is_member=False), keys=("day",), kind="sales"
            ),
        },
    )
)
