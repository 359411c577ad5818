"""What members like and how they buy: preferences, rhythm, groups, cross-selling."""

from typing import cast, get_args

import ibis

from shuke.analytics import chances, habits, layers, states, tastes
from shuke.analytics.behaviour import rfm
from shuke.lake.catalogue.rules import days, given
from shuke.lake.figures.definition import Asked, Entry, Figure, Listed, Parameter
from shuke.lake.figures.registry import register

BY = ("all", "rfm", "lifecycle", "pyramid", "store")
WINDOW = days("window_days", None, "只看最近天数", "Only the last days")
LEVEL = Parameter("level", "choice", "category", "层级", "Level", choices=get_args(chances.Level))


def _groups(asked: Asked) -> ibis.Table | None:
    by, sales, members, day = asked.text("by"), asked.sales, asked.members, asked.as_of
    if by == "rfm":
        found = rfm(sales, as_of=day)
        return found.select("member", group="segment")
    if by == "lifecycle":
        found = states.lifecycle_members(sales, members, as_of=day)
        return found.select("member", group="state")
    if by == "pyramid":
        found = layers.pyramid_members(sales, members, as_of=day)
        return found.select("member", group=found["layer"].cast("string"))
    if by == "store":
        named = members.join(asked.tables.given("stores").select("store", "number"), "store")
        return named.select("member", group="number")
    return None


def _dimension(asked: Asked) -> tastes.Dimension:
    return cast(tastes.Dimension, asked.text("dimension"))


register(
    Entry(
        figure=Figure(
            name="preferences",
            zh="消费偏好",
            en="Preferences",
            version=1,
            columns={
                "group": "text",
                "value": "text",
                "members": "members",
                "amount": "minor",
                "share": "share",
                "base_share": "share",
                "index": "number",
            },
            about_zh=(
                "偏好指数 = 100 × 该群在此项的消费占比 ÷ 全体会员的占比，100 为与全体相同；60% "
                "对 20% 为 300。价格带按品类内商品单价三分；时段为门店当地时间。"
            ),
            about_en=(
                "index = 100 x the group's share of spending on the value ÷ everybody's share; "
                "100 = like everybody, 60 % against 20 % is 300. Price bands are thirds of a "
                "category's products by unit price; times are the store's local time."
            ),
            parameters=(
                Parameter(
                    "dimension",
                    "choice",
                    "category",
                    "维度",
                    "Dimension",
                    choices=tastes.DIMENSIONS,
                ),
                Parameter("by", "choice", "all", "分群", "Groups", choices=BY),
                WINDOW,
            ),
        ),
        rows=lambda asked: tastes.preferences(
            asked.sales,
            asked.lines,
            asked.products,
            as_of=asked.as_of,
            dimension=_dimension(asked),
            groups=_groups(asked),
            window_days=asked.whole("window_days"),
        ),
        lists={
            "members": Listed(
                lambda asked: tastes.preferences_groups_members(
                    asked.sales,
                    asked.lines,
                    asked.products,
                    as_of=asked.as_of,
                    dimension=_dimension(asked),
                    groups=_groups(asked),
                    window_days=asked.whole("window_days"),
                ),
                keys=("group", "value"),
            )
        },
    )
)


def _rhythms(asked: Asked) -> ibis.Table:
    return habits.rhythm_members(
        asked.sales, as_of=asked.as_of, window_days=asked.whole("window_days")
    )


register(
    Entry(
        figure=Figure(
            name="rhythm",
            zh="购物节奏与渠道",
            en="Shopping rhythm and channels",
            version=1,
            columns={
                "channel": "text",
                "members": "members",
                "several_channels": "members",
                "sales": "count",
                "interval_days": "days",
                "basket": "minor",
            },
            about_zh=(
                "按会员最常用渠道：会员数、使用多个渠道的会员数、销售单数、购买间隔（会员各自购买"
                "日间隔中位数的中位数）、客单价（会员净额 ÷ 单数的中位数）。"
            ),
            about_en=(
                "By the channel a member buys in most: members, those who use several channels, "
                "sales, interval (median of the members' own median days between purchase days), "
                "basket (median of the members' net amount ÷ purchases)."
            ),
            parameters=(WINDOW,),
        ),
        rows=lambda asked: habits.rhythm(
            asked.sales, as_of=asked.as_of, window_days=asked.whole("window_days")
        ),
        lists={
            "members": Listed(_rhythms, keys=("channel",)),
            "several_channels": Listed(
                lambda asked: _rhythms(asked).filter(ibis._["channels"] > 1),
                keys=("channel",),
            ),
        },
    )
)

register(
    Entry(
        figure=Figure(
            name="groups",
            zh="忠诚、潜力与风险客户",
            en="Loyal, potential and risk",
            version=1,
            columns={"group": "text", "members": "members", "orders": "count"},
            about_zh=(
                "依次判定：风险 = 至少 2 单且沉默超过自身购买周期的 3 倍；忠诚 = 至少 10 单；潜力 "
                "= 首购不超过 90 天且后半段订单多于前半段；其余为其他。"
            ),
            about_en=(
                "Asked in this order: risk = at least 2 orders and silent for more than 3 of the "
                "own purchase cycles; loyal = at least 10 orders; potential = first purchase at "
                "most 90 days ago and more orders in the later half of that time; else other."
            ),
        ),
        rows=lambda asked: habits.groups(asked.sales, as_of=asked.as_of),
        lists={
            "members": Listed(
                lambda asked: habits.groups_members(asked.sales, as_of=asked.as_of),
                keys=("group",),
            )
        },
    )
)


def _chances(asked: Asked, part: chances.Part) -> ibis.Table:
    return chances.cross_sell_members(
        asked.lines,
        asked.products,
        as_of=asked.as_of,
        days=given(asked, "days"),
        level=cast(chances.Level, asked.text("level")),
        part=part,
    )


register(
    Entry(
        figure=Figure(
            name="cross_sell",
            zh="交叉销售机会",
            en="Cross-selling chances",
            version=1,
            columns={
                "a": "text",
                "b": "text",
                "buyers": "members",
                "both": "members",
                "members": "members",
                "confidence": "share",
                "lift": "number",
            },
            about_zh=(
                "最近 N 天买过 a 的会员（buyers）中，也买 b 的（both）与没买 b 的（members，即可推"
                "荐名单）。置信度 = both ÷ buyers；提升度 = both × n ÷（a 买家 × b 买家），n "
                "为期内购买会员。"
            ),
            about_en=(
                "Of the members who bought a in the last N days (buyers): who bought b too "
                "(both), and who did not (members: the list to offer b to). confidence = both ÷ "
                "buyers; lift = both x n ÷ (buyers of a x buyers of b), n = members who bought "
                "anything."
            ),
            parameters=(
                days("days", 60, "天数", "Days"),
                LEVEL,
                Parameter(
                    "min_support", "number", 0.1, "最低支持度", "Least support", least=0.01, most=1
                ),
                Parameter("min_lift", "number", 1.5, "最低提升度", "Least lift", most=1000),
            ),
        ),
        rows=lambda asked: chances.cross_sell(
            asked.lines,
            asked.products,
            as_of=asked.as_of,
            days=given(asked, "days"),
            level=cast(chances.Level, asked.text("level")),
            min_support=asked.number("min_support"),
            min_lift=asked.number("min_lift"),
        ),
        lists={
            "members": Listed(lambda asked: _chances(asked, "members"), keys=("a", "b")),
            "both": Listed(lambda asked: _chances(asked, "both"), keys=("a", "b")),
            "buyers": Listed(lambda asked: _chances(asked, "buyers"), keys=("a", "b")),
        },
    )
)
