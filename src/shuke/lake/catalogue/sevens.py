"""The seven core indicators, each with its formula."""

from collections.abc import Callable

import ibis

from shuke.analytics import seven
from shuke.lake.catalogue.rules import STATES, STATES_EN, STATES_ZH, days, given, rule_of
from shuke.lake.figures.definition import Asked, Entry, Figure, Listed, Parameter
from shuke.lake.figures.registry import register

ABOUT_ZH = "；".join(f"{one.zh} = {one.formula_zh}" for one in seven.INDICATORS)
ABOUT_EN = "; ".join(f"{one.en} = {one.formula_en}" for one in seven.INDICATORS)


def _given(asked: Asked) -> seven.Given:
    return seven.Given(asked.sales, asked.tables.members, asked.tables.interactions)


def _board(asked: Asked) -> seven.Board:
    return seven.Board(
        days=given(asked, "days"),
        conversion_days=given(asked, "conversion_days"),
        visit_minutes=given(asked, "visit_minutes"),
        rule=rule_of(asked),
    )


def _by_store(asked: Asked) -> bool:
    return asked.text("by") == "store"


def _keys(asked: Asked) -> tuple[str, ...]:
    return ("store", "indicator") if _by_store(asked) else ("indicator",)


def _rows(asked: Asked) -> ibis.Table:
    made = seven.indicators(
        _given(asked), as_of=asked.as_of, board=_board(asked), by_store=_by_store(asked)
    )
    if _by_store(asked):
        return made
    return made.mutate(store=ibis.null().cast("int64"))


def _in_role(role: str) -> Callable[[Asked], ibis.Table]:
    def listed(asked: Asked) -> ibis.Table:
        found = seven.indicators_members(
            _given(asked), as_of=asked.as_of, board=_board(asked), by_store=_by_store(asked)
        )
        return found.filter(found["role"] == role).drop("role", "weight")

    return listed


register(
    Entry(
        figure=Figure(
            name="indicators",
            zh="七大核心指标",
            en="Seven core indicators",
            version=1,
            columns={
                "store": "store",
                "indicator": "text",
                "area": "text",
                "numerator": "count",
                "denominator": "count",
                "value": "share",
                "gross": "share",
                "open": "members",
                "part_members": "members",
                "whole_members": "members",
            },
            about_zh=(
                f"分母为 0 时无数据（不是 0%）。{ABOUT_ZH}。回购金额占比的分子分母为金额（分），其"
                "余为会员数；part_members 与 whole_members 为分子与分母涉及的会员。流失的判定："
                f"{STATES_ZH}"
            ),
            about_en=(
                f"No data, not 0 %, where the denominator is 0. {ABOUT_EN}. Numerator and "
                "denominator are members, of the repeat share amounts in minor units; "
                "part_members and whole_members are the members behind them (of the development "
                f"rate the joined). Lost is judged so: {STATES_EN}"
            ),
            parameters=(
                Parameter("by", "choice", "all", "按", "By", choices=("all", "store")),
                days("days", 90, "统计天数", "Days of the period"),
                days("conversion_days", 30, "转化天数", "Days to convert"),
                Parameter(
                    "visit_minutes",
                    "integer",
                    10,
                    "并为一次到店的分钟数",
                    "Minutes that make one visit",
                    most=1440,
                ),
                *STATES,
            ),
        ),
        rows=_rows,
        lists={
            "part_members": Listed(_in_role("part"), keys=_keys),
            "whole_members": Listed(_in_role("whole"), keys=_keys),
            "open": Listed(_in_role("open"), keys=_keys),
        },
    )
)
