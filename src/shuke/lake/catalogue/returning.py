"""Coming back: cohorts, active members, repurchase, the days between purchases."""

import ibis

from shuke.analytics import firsts, repurchasing
from shuke.lake.figures.definition import Asked, Entry, Figure, Listed
from shuke.lake.figures.registry import register

register(
    Entry(
        figure=Figure(
            name="cohorts",
            zh="同期群",
            en="Cohorts",
            version=1,
            columns={"cohort": "month", "month": "month", "members": "members"},
            about_zh=(
                "同期群 = 首次观察到购买的月份；某月人数 = 该群中当月至少购买一次的会员数，退货不算"
                "购买。“首次观察到”不等于“首次”：最早的群包含记录开始之前就购买过的会员。"
            ),
            about_en=(
                "Cohort = month of the first observed purchase; members = those of the cohort with "
                "a purchase in the month, returns are none. First observed is not first ever: the "
                "earliest cohort holds everybody who bought before the records begin."
            ),
        ),
        rows=lambda asked: firsts.cohorts(asked.sales, as_of=asked.as_of),
        lists={
            "members": Listed(
                lambda asked: firsts.cohort_members(asked.sales, as_of=asked.as_of),
                keys=("cohort", "month"),
            )
        },
    )
)

register(
    Entry(
        figure=Figure(
            name="active_members",
            zh="活跃会员",
            en="Active members",
            version=1,
            columns={"month": "month", "members": "members"},
            about_zh="每月至少购买一次的会员数；退货不算购买。",
            about_en="Members with at least one purchase in the month; returns are none.",
        ),
        rows=lambda asked: firsts.active_members(asked.sales, as_of=asked.as_of),
        lists={
            "members": Listed(
                lambda asked: firsts.active_member_months(asked.sales, as_of=asked.as_of),
                keys=("month",),
            )
        },
    )
)


def _eligible(asked: Asked) -> ibis.Table:
    return repurchasing.repurchase_members(asked.sales, as_of=asked.as_of)


def _repurchased(asked: Asked) -> ibis.Table:
    found = _eligible(asked)
    return found.filter(found["repurchased"])


register(
    Entry(
        figure=Figure(
            name="repurchase",
            zh="复购",
            en="Repurchase",
            version=1,
            columns={"days": "days", "eligible": "members", "repurchased": "members"},
            about_zh=(
                "第二次购买在首次购买后 N×24 小时（门店当地时间）之内即为复购，同一天也算。只统计首"
                "次购买不晚于截至日前 N 天的会员（可观察满 N 天）。复购率 = 复购人数 ÷ 可统计人数。"
            ),
            about_en=(
                "A second purchase at most N x 24 hours of store-local time after the first "
                "counts, the same day too. Eligible are members whose first purchase is at or "
                "before as-of minus N days, so that everyone had the whole time. Rate = "
                "repurchased / eligible."
            ),
        ),
        rows=lambda asked: repurchasing.repurchase(asked.sales, as_of=asked.as_of),
        lists={
            "repurchased": Listed(_repurchased, keys=("days",)),
            "eligible": Listed(_eligible, keys=("days",)),
        },
    )
)

register(
    Entry(
        figure=Figure(
            name="intervals",
            zh="购买间隔",
            en="Days between purchases",
            version=1,
            columns={
                "n": "count",
                "mean": "days",
                "median": "days",
                "p80": "days",
                "p90": "days",
                "p95": "days",
            },
            about_zh=(
                "会员相邻两个购买日之间的天数：个数、均值、中位数与 80/90/95 百分位（线性插值）；一"
                "天多次购买算一个购买日。"
            ),
            about_en=(
                "Days between successive purchase days of a member: count, mean, median and the "
                "80th, 90th, 95th percentile (linear interpolation); several purchases on one day "
                "are one day."
            ),
            has_members=False,
        ),
        rows=lambda asked: repurchasing.intervals(asked.sales, as_of=asked.as_of),
    )
)
