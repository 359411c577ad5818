"""Where members stand in their life with the chain: states, transitions, the bucket, activity."""

from collections.abc import Callable

import ibis

from shuke.analytics import engagement, movements, states
from shuke.lake.catalogue.rules import STATES, STATES_EN, STATES_ZH, bad, days, given, rule_of
from shuke.lake.figures.definition import Asked, Entry, Figure, Listed, Parameter
from shuke.lake.figures.registry import register

PERIOD = days("days", 90, "比较天数", "Days between")


def _states(asked: Asked) -> ibis.Table:
    return states.lifecycle_members(
        asked.sales, asked.members, as_of=asked.as_of, rule=rule_of(asked)
    )


register(
    Entry(
        figure=Figure(
            name="lifecycle",
            zh="生命周期",
            en="Lifecycle",
            version=1,
            columns={"state": "text", "members": "members", "share": "share"},
            about_zh=f"每位会员恰有一个状态。{STATES_ZH}占比 = 该状态会员 ÷ 全部会员。",
            about_en=(
                f"Every member has exactly one state. {STATES_EN}share = members ÷ all members."
            ),
            parameters=STATES,
        ),
        rows=lambda asked: states.lifecycle(
            asked.sales, asked.members, as_of=asked.as_of, rule=rule_of(asked)
        ),
        lists={"members": Listed(_states, keys=("state",))},
    )
)


def _moved(asked: Asked) -> ibis.Table:
    return states.lifecycle_transitions_members(
        asked.sales,
        asked.members,
        as_of=asked.as_of,
        days=given(asked, "days"),
        rule=rule_of(asked),
    )


register(
    Entry(
        figure=Figure(
            name="lifecycle_transitions",
            zh="生命周期迁移",
            en="Lifecycle transitions",
            version=1,
            columns={"before": "text", "after": "text", "members": "members"},
            about_zh=f"N 天前的状态与当日状态的会员数；none = 当时还不是会员。{STATES_ZH}",
            about_en=(
                "Members by their state N days before and at as-of; none = not yet a member then. "
                f"{STATES_EN}"
            ),
            parameters=(PERIOD, *STATES),
        ),
        rows=lambda asked: states.lifecycle_transitions(
            asked.sales,
            asked.members,
            as_of=asked.as_of,
            days=given(asked, "days"),
            rule=rule_of(asked),
        ),
        lists={"members": Listed(_moved, keys=("before", "after"))},
    )
)


def _in_bucket(name: str) -> Callable[[Asked], ibis.Table]:
    def listed(asked: Asked) -> ibis.Table:
        found = movements.bucket_members(
            asked.sales,
            asked.members,
            as_of=asked.as_of,
            days=given(asked, "days"),
            rule=rule_of(asked),
        )
        return found.filter(found["movement"] == name).select("member")

    return listed


register(
    Entry(
        figure=Figure(
            name="bucket",
            zh="漏桶报表",
            en="The leaking bucket",
            version=1,
            columns={
                "opening": "members",
                "joined": "members",
                "lost": "members",
                "reactivated": "members",
                "closing": "members",
                "need": "count",
                "cost": "minor",
                "amount_lost": "minor",
                "amount_added": "minor",
                "loss_rate": "share",
            },
            about_zh=(
                "期初 + 新增 − 流失 + 唤回 = 期末（未流失的会员）。需补 = max(期初 − 期末, 0)；成"
                "本 = 需补 × 单个拉新成本；损失金额 = 流失会员期初前 365 天的净额；新增金额 = 新"
                f"增与唤回会员期内净额。{STATES_ZH}"
            ),
            about_en=(
                "opening + joined - lost + reactivated = closing (members who are not lost). need "
                "= max(opening - closing, 0); cost = need x cost of one new member; amount_lost = "
                "net amount of the lost in the 365 days before the period; amount_added = that of "
                f"the joined and reactivated within it. {STATES_EN}"
            ),
            parameters=(
                PERIOD,
                Parameter(
                    "cost_each",
                    "integer",
                    None,
                    "单个拉新成本（分）",
                    "Cost of a new member (minor units)",
                    most=1_000_000_000,
                ),
                *STATES,
            ),
        ),
        rows=lambda asked: movements.bucket(
            asked.sales,
            asked.members,
            as_of=asked.as_of,
            days=given(asked, "days"),
            rule=rule_of(asked),
            cost_each=asked.whole("cost_each"),
        ),
        lists={name: Listed(_in_bucket(name)) for name in movements.MOVEMENTS},
    )
)


def _points(asked: Asked) -> engagement.Points:
    try:
        return engagement.Points(
            order=given(asked, "order_points"),
            visit=given(asked, "visit_points"),
            interaction=given(asked, "interaction_points"),
            active=given(asked, "active_score"),
            high=given(asked, "high_score"),
        )
    except ValueError as error:
        raise bad("active_score", str(asked.whole("active_score")), str(error)) from error


def _weight(name: str, default: int, zh: str, en: str) -> Parameter:
    return Parameter(name, "integer", default, zh, en, most=10_000)


register(
    Entry(
        figure=Figure(
            name="activity",
            zh="活跃度",
            en="Activity",
            version=1,
            columns={
                "band": "text",
                "members": "members",
                "share": "share",
                "orders": "count",
                "visits": "count",
                "interactions": "count",
            },
            about_zh=(
                "活跃分 = 5 × 订单 + 2 × 到访 + 1 × 互动（截至日前 30 天；退货不算订单）。"
                "none 为 0 分，low 低于 10 分，active 10 分起，high 30 分起；10 分起为活跃会员。"
            ),
            about_en=(
                "score = 5 x orders + 2 x visits + 1 x interactions of the 30 days before as-of "
                "(returns are no orders). none 0, low below 10, active from 10, high from 30; "
                "members with 10 or more are active."
            ),
            parameters=(
                days("days", 30, "天数", "Days"),
                _weight("order_points", 5, "订单分", "Points an order"),
                _weight("visit_points", 2, "到访分", "Points a visit"),
                _weight("interaction_points", 1, "互动分", "Points an interaction"),
                _weight("active_score", 10, "活跃起点", "Active from"),
                _weight("high_score", 30, "高活跃起点", "High from"),
            ),
        ),
        rows=lambda asked: engagement.activity(
            asked.sales,
            asked.members,
            asked.tables.interactions,
            as_of=asked.as_of,
            days=given(asked, "days"),
            points=_points(asked),
        ),
        lists={
            "members": Listed(
                lambda asked: engagement.activity_members(
                    asked.sales,
                    asked.members,
                    asked.tables.interactions,
                    as_of=asked.as_of,
                    days=given(asked, "days"),
                    points=_points(asked),
                ).select("member", "band"),
                keys=("band",),
            )
        },
    )
)
