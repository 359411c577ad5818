"""RFM: the score of every member, and the segments that it falls into."""

import ibis

from shuke.analytics import behaviour
from shuke.analytics.presets import PRESETS, preset_named
from shuke.lake.figures.definition import Asked, Entry, Figure, Listed, Parameter
from shuke.lake.figures.registry import register

PARAMETERS = (
    Parameter(
        "scoring",
        "choice",
        "quantile",
        "评分方式：分位数、固定阈值或等人数",
        "Scoring: quantiles, fixed thresholds or equal counts",
        choices=("quantile", "threshold", "rank"),
    ),
    Parameter("preset", "choice", "eight", "分层方案", "Preset", choices=tuple(PRESETS)),
    Parameter(
        "window_days",
        "integer",
        None,
        "只看最近 N 天（默认全部历史）",
        "Only the last N days (default: all history)",
        least=1,
        most=36_600,
    ),
)


def _rfm(asked: Asked) -> ibis.Table:
    return behaviour.rfm(
        asked.sales,
        asked.members_by_then,
        as_of=asked.as_of,
        scoring=asked.text("scoring"),  # type: ignore[arg-type]  # checked against the choices
        preset=asked.text("preset"),
        window_days=asked.whole("window_days"),
    )


def _rows(asked: Asked) -> ibis.Table:
    """In the natural order of member numbers, so that a page of rows can be continued."""
    found = _rfm(asked)
    placed = asked.tables.members.select("member", "ordinal")
    return found.left_join(placed, "member").order_by("ordinal").select(*found.columns)


register(
    Entry(
        figure=Figure(
            name="rfm",
            zh="RFM 评分",
            en="RFM scores",
            version=1,
            columns={
                "member": "member",
                "recency_days": "days",
                "frequency": "count",
                "monetary": "minor",
                "r": "score",
                "f": "score",
                "m": "score",
                "segment": "text",
            },
            about_zh=(
                "R = 最近购买日到截至日的自然日数（门店时区）；F = 不同销售单数，退货不算；M = "
                "净额之和。分位数评分：按有购买会员的 20/40/60/80% 分位点（线性插值），F、M 得分 "
                "= 1 + 严格低于该值的分位点个数，R 反向；固定阈值与等人数评分见参数。相同行为必"
                "得相同分数。分层由方案命名，没有购买的会员单列一组。"
            ),
            about_en=(
                "R = calendar days from the last purchase day to as-of (the store's zone); F = "
                "distinct sales, returns are none; M = sum of net amounts. Quantile scoring: "
                "cut points at 20/40/60/80 % of the members with purchases (linear "
                "interpolation), F and M score = 1 + cut points strictly below the value, R "
                "reversed; fixed thresholds and equal counts by parameter. Equal behaviour "
                "always gets equal scores. The preset names the cells; members without "
                "purchases are a group of their own."
            ),
            parameters=PARAMETERS,
        ),
        rows=_rows,
        lists={"member": Listed(_rfm, any_of=("member", "r", "f", "m", "segment"))},
    )
)


def _segments(asked: Asked) -> ibis.Table:
    found = behaviour.segments_rfm(
        asked.sales,
        asked.members_by_then,
        as_of=asked.as_of,
        scoring=asked.text("scoring"),  # type: ignore[arg-type]  # checked against the choices
        preset=asked.text("preset"),
        window_days=asked.whole("window_days"),
    )
    # Where everybody has bought there is no group without sales to speak of.
    silent = preset_named(asked.text("preset")).without_sales.name
    return found.filter((found["segment"] != silent) | (found["members"] > 0))


register(
    Entry(
        figure=Figure(
            name="segments_rfm",
            zh="RFM 分群",
            en="RFM segments",
            version=1,
            columns={"segment": "text", "members": "members", "amount": "minor"},
            about_zh="按所选方案每个分群的会员数与净额；空分群也列出，没有购买的会员最后单列。",
            about_en=(
                "Members and their net amount in each segment of the preset, empty segments "
                "included; members without purchases come last as a group of their own."
            ),
            parameters=PARAMETERS,
        ),
        rows=_segments,
        lists={"members": Listed(_rfm, keys=("segment",))},
    )
)
