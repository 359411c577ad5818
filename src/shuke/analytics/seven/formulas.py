"""The names and published formulas of the seven core indicators."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of the seven: names, management area, formula in both languages, unit of its parts."""

    name: str
    zh: str
    en: str
    area: str
    formula_zh: str
    formula_en: str
    unit: str = "members"


INDICATORS = (
    Indicator(
        "card_opening",
        "开卡率",
        "Card-opening rate",
        "number",
        "期内开卡的非会员买家 ÷ 期内购买过的已识别非会员",
        "non-members who bought and then joined in the period ÷ identified non-members who bought",
    ),
    Indicator(
        "conversion",
        "转化率",
        "Conversion rate",
        "number",
        "开卡后 N 天内首次购买的会员 ÷ 期内开卡且 N 天已满的会员（未满的列为进行中）",
        "members with a purchase within N days of joining ÷ members who joined in the period and"
        " whose N days are over (the others are open)",
    ),
    Indicator(
        "development",
        "发展率",
        "Development rate",
        "number",
        "（新增会员 − 流失会员）÷ 期初会员（毛发展率 = 新增 ÷ 期初）",
        "(joined - lost) ÷ members at the start who were not lost (gross = joined ÷ the same)",
    ),
    Indicator(
        "churn",
        "流失率",
        "Churn rate",
        "number",
        "期初未流失、期末已流失的购买会员 ÷ 期初未流失的购买会员",
        "buyers not lost at the start and lost at the end ÷ buyers not lost at the start",
    ),
    Indicator(
        "repeat_amount",
        "回购金额占比",
        "Share of repeat purchase amount",
        "quality",
        "期内非首单的会员消费净额 ÷ 期内会员消费净额",
        "net amount of orders that are not the member's first ÷ net amount of all member orders",
        unit="minor",
    ),
    Indicator(
        "repurchase",
        "回购率",
        "Repurchase rate",
        "quality",
        "期内到店购买至少两次的会员 ÷ 至少一次的会员（全退单不计，同店 10 分钟内的小票算一次）",
        "members with at least two visits ÷ with at least one (wholly returned orders do not count,"
        " tickets within 10 minutes in one store are one visit)",
    ),
    Indicator(
        "activity",
        "活跃度",
        "Activity",
        "structure",
        "活跃分达标的会员 ÷ 全部会员（近 30 天：订单 5 分、到访 2 分、互动 1 分，10 分起为活跃）",
        "members with at least 10 points ÷ all members (last 30 days: order 5, visit 2,"
        " interaction 1)",
    ),
)
NAMES = tuple(indicator.name for indicator in INDICATORS)
