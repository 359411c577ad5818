"""How unevenly spending is spread over the members."""

import ibis

from shuke.analytics import shares
from shuke.analytics.moments import constants
from shuke.lake.figures.definition import Asked, Entry, Figure, Listed
from shuke.lake.figures.registry import register


def _ranked(asked: Asked) -> ibis.Table:
    """Members with their place and the number of members, to cut by shares without division."""
    placed = shares.members_by_amount(asked.sales, asked.members, as_of=asked.as_of)
    return placed.cross_join(placed.aggregate(n=placed.count()))


def _in_top(asked: Asked) -> ibis.Table:
    ranked = _ranked(asked).cross_join(constants("percent", shares.TOP_PERCENTS))
    inside = ranked.filter((ranked["place"] - 1) * 100 < ranked["n"] * ranked["percent"])
    return inside.select("member", top_share=inside["percent"] / 100.0)


register(
    Entry(
        figure=Figure(
            name="concentration",
            zh="消费集中度",
            en="Concentration",
            version=1,
            columns={
                "top_share": "share",
                "members": "members",
                "amount": "minor",
                "amount_share": "share",
                "gini": "number",
            },
            about_zh=(
                "按净额从高到低，前 p% 会员（人数 = p% × 有购买会员数，向上取整；金额相同按会员号自"
                "然顺序）占全部会员净额的比例。基尼系数 G = Σ(2i − n − 1)·x_i ÷ (n·Σx_i)，x 升序；"
                "每行相同。“20% 会员贡献 80% 销售”在此实测，不作为结论。"
            ),
            about_en=(
                "The share of all members' net amount that the top p % bring: members = ceil(p % "
                "of the members with a purchase), by amount, ties by member number in natural "
                "order. Gini: G = sum (2 i - n - 1) x_i / (n sum x_i), x ascending; the same on "
                "every row. The claim “20 % bring 80 %” is measured here, not assumed."
            ),
        ),
        rows=lambda asked: shares.concentration(asked.sales, asked.members, as_of=asked.as_of),
        lists={"members": Listed(_in_top, keys=("top_share",))},
    )
)


def _up_to_percent(asked: Asked) -> ibis.Table:
    percents = constants("percent", tuple(range(1, 101)))
    ranked = _ranked(asked).cross_join(percents)
    inside = ranked.filter((ranked["place"] - 1) * 100 < ranked["n"] * ranked["percent"])
    return inside.select("member", "percent")


register(
    Entry(
        figure=Figure(
            name="pareto",
            zh="帕累托曲线",
            en="Pareto curve",
            version=1,
            columns={
                "percent": "count",
                "members": "members",
                "amount": "minor",
                "amount_share": "share",
            },
            about_zh="前 1% 至 100% 会员的累计人数、累计净额与占比；定义与“消费集中度”相同。",
            about_en=(
                "Members, cumulative net amount and its share for the top 1 to 100 %; cut as in "
                "“Concentration”."
            ),
        ),
        rows=lambda asked: shares.pareto(asked.sales, asked.members, as_of=asked.as_of),
        lists={"members": Listed(_up_to_percent, keys=("percent",))},
    )
)
