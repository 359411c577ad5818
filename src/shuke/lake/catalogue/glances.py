"""Figures made for a first look: the last days at a glance, and RFM by cells of scores."""

from shuke.analytics import cells, periods
from shuke.analytics.behaviour import rfm
from shuke.analytics.presets import PRESETS
from shuke.lake.figures.definition import Asked, Entry, Figure, Listed, Parameter
from shuke.lake.figures.registry import register

DAYS_DEFAULT = 30


def _days(asked: Asked) -> int:
    return asked.whole("days") or DAYS_DEFAULT


register(
    Entry(
        figure=Figure(
            name="period",
            zh="近期概况",
            en="The last days at a glance",
            version=1,
            columns={
                "members": "members",
                "new_members": "members",
                "sales": "sales",
                "member_sales": "sales",
                "amount": "minor",
                "member_amount": "minor",
            },
            about_zh=(
                "截至日前 N 天：购买会员数（至少有一笔销售，退货不算）、"
                "首购会员数（首次购买落在这 N 天内）、"
                "销售单数及其中的会员单数、净额（扣除退货）及其中的会员净额。"
            ),
            about_en=(
                "The N days before as-of: members with a purchase (returns are none), members "
                "whose first observed purchase lies in these days, sales and those of members, "
                "net amount (returns taken off) and that of members."
            ),
            parameters=(
                Parameter("days", "integer", DAYS_DEFAULT, "天数", "Days", least=1, most=3660),
            ),
        ),
        rows=lambda asked: periods.period(asked.sales, as_of=asked.as_of, days=_days(asked)),
        lists={
            "members": Listed(
                lambda asked: periods.period_members(
                    asked.sales, as_of=asked.as_of, days=_days(asked)
                ).select("member"),
            ),
            "new_members": Listed(
                lambda asked: (
                    periods.period_members(asked.sales, as_of=asked.as_of, days=_days(asked))
                    .filter("is_new")
                    .select("member")
                ),
            ),
            "sales": Listed(
                lambda asked: periods.period_sales(
                    asked.sales, as_of=asked.as_of, days=_days(asked)
                ).select("sale"),
                kind="sales",
            ),
            "member_sales": Listed(
                lambda asked: (
                    periods.period_sales(asked.sales, as_of=asked.as_of, days=_days(asked))
                    .filter("is_of_member")
                    .select("sale")
                ),
                kind="sales",
            ),
        },
    )
)

register(
    Entry(
        figure=Figure(
            name="rfm_cells",
            zh="RFM 格子",
            en="RFM by cells",
            version=1,
            columns={
                "r": "score",
                "f": "score",
                "m": "score",
                "segment": "text",
                "members": "members",
                "amount": "minor",
                "sales": "count",
                "recency_total": "count",
                "recency_least": "days",
                "recency_most": "days",
                "frequency_least": "count",
                "frequency_most": "count",
            },
            about_zh=(
                "把 RFM 每位会员的评分按 R、F、M 三个分数（各 1 至 5）归入 125 个格子，"
                "统计人数、净额和范围。"
            ),
            about_en=(
                "The rows of RFM added up by the three scores R, F and M (1 to 5 each): members, "
                "net amount, and the range of days and sales in each of the 125 cells."
            ),
            parameters=(
                Parameter(
                    "scoring",
                    "choice",
                    "quantile",
                    "评分方式",
                    "Scoring",
                    choices=("quantile", "threshold", "rank"),
                ),
                Parameter(
                    "preset", "choice", "eight", "分层方案", "Preset", choices=tuple(PRESETS)
                ),
            ),
        ),
        rows=lambda asked: cells.rfm_cells(
            asked.sales,
            asked.members_by_then,
            as_of=asked.as_of,
            scoring=asked.text("scoring"),  # type: ignore[arg-type]  # checked against the choices
            preset=asked.text("preset"),
        ),
        lists={
            "members": Listed(
                lambda asked: rfm(
                    asked.sales,
                    asked.members_by_then,
                    as_of=asked.as_of,
                    scoring=asked.text("scoring"),  # type: ignore[arg-type]  # as above
                    preset=asked.text("preset"),
                ).select("member", "r", "f", "m", "segment"),
                any_of=("r", "f", "m", "segment"),
            ),
        },
    )
)
