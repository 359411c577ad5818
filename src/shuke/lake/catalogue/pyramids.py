"""The customer pyramid and the migration between its layers."""

import ibis

from shuke.analytics import layers
from shuke.lake.catalogue.rules import bad, days, given
from shuke.lake.figures.definition import Asked, Entry, Figure, Listed, Parameter
from shuke.lake.figures.registry import register

CUTS = "5/15/80"
SHARES = Parameter("shares", "text", CUTS, "各层占比（%）", "Shares of the layers (%)", most=40)
VALUE = Parameter(
    "value", "choice", "amount", "排序依据", "Ranked by", choices=("amount", "frequency")
)
WINDOW = days("window_days", None, "只看最近天数", "Only the last days")
CUT_ZH = (
    "按净额（或购买次数）从高到低排序；第 k 层止于名次 = ⌈累计占比 × 人数⌉：100 人分为 5/15/80，"
    "20 人分为 1/3/16；同值按会员号先后。"
)
CUT_EN = (
    "Buyers in order of net amount (or purchases); a layer ends at place = ceil(cumulative share x "
    "buyers): 100 part as 5/15/80, 20 as 1/3/16; equal values in the order of member numbers. "
)


def _shares(asked: Asked) -> tuple[int, ...]:
    text = asked.text("shares")
    try:
        shares = tuple(int(part) for part in text.split("/"))
        layers.check(shares)
    except ValueError as error:
        raise bad("shares", text, "5/15/80, 1/4/15/80, 20/80 …") from error
    return shares


def _value(asked: Asked) -> layers.Value:
    return "frequency" if asked.text("value") == "frequency" else "amount"


def _layers(asked: Asked) -> ibis.Table:
    return layers.pyramid_members(
        asked.sales,
        asked.members,
        as_of=asked.as_of,
        shares=_shares(asked),
        value=_value(asked),
        window_days=asked.whole("window_days"),
    )


register(
    Entry(
        figure=Figure(
            name="pyramid",
            zh="客户金字塔",
            en="Customer pyramid",
            version=1,
            columns={
                "layer": "score",
                "members": "members",
                "member_share": "share",
                "sales": "count",
                "amount": "minor",
                "amount_share": "share",
            },
            about_zh=f"{CUT_ZH}第 1 层最高。金额占比 = 该层净额 ÷ 全部会员净额。",
            about_en=(
                f"{CUT_EN}Layer 1 is the best. amount_share = net amount of the layer ÷ of all."
            ),
            parameters=(SHARES, VALUE, WINDOW),
        ),
        rows=lambda asked: layers.pyramid(
            asked.sales,
            asked.members,
            as_of=asked.as_of,
            shares=_shares(asked),
            value=_value(asked),
            window_days=asked.whole("window_days"),
        ),
        lists={"members": Listed(_layers, keys=("layer",))},
    )
)


def _migrated(asked: Asked) -> ibis.Table:
    return layers.migration_members(
        asked.sales,
        asked.members,
        as_of=asked.as_of,
        days=given(asked, "days"),
        shares=_shares(asked),
        value=_value(asked),
    )


register(
    Entry(
        figure=Figure(
            name="migration",
            zh="金字塔迁移",
            en="Pyramid migration",
            version=1,
            columns={
                "before": "score",
                "after": "score",
                "move": "text",
                "members": "members",
                "net_upward": "share",
            },
            about_zh=(
                "最近 N 天与其前 N 天各排一次金字塔，按前后层级计会员数；0 = 该期无购买。"
                f"净上行率 =（上行 − 下行）÷ 两期都购买的会员。{CUT_ZH}"
            ),
            about_en=(
                "Two pyramids, of the last N days and of the N days before them: members by layer "
                "then and now; 0 = no purchase in that period. net_upward = (up - down) ÷ "
                f"members with a purchase in both. {CUT_EN}"
            ),
            parameters=(days("days", 180, "每期天数", "Days of a period"), SHARES, VALUE),
        ),
        rows=lambda asked: layers.migration(
            asked.sales,
            asked.members,
            as_of=asked.as_of,
            days=given(asked, "days"),
            shares=_shares(asked),
            value=_value(asked),
        ),
        lists={"members": Listed(_migrated, any_of=("before", "after", "move"))},
    )
)
