"""The lake's own facts: member, sales, favourites, contacts, RFM, lifecycle, custom attributes.

Importing this module registers them. A custom attribute needs no registration: `member.skin_type`
reads the attribute row `skin_type` as text, `member.height:number` reads `height` as a number;
a text that is not of the type asked for is unknown. `trait.segment.vip` reads the trait
`segment.vip`, `preference.pork` the preference of that subject; declared wins over inferred.
"""

import re
from typing import Final

from shuke.analytics.conditions.sources import (
    Attribute,
    Contact,
    Edge,
    Favourite,
    FigureColumn,
    Own,
    Reach,
    Source,
    Worth,
    register,
    registered,
)
from shuke.analytics.presets import EIGHT
from shuke.rules.conditions import Count, Level, Measure, Window
from shuke.rules.facts import FACTS, Choice, Fact, FactType, Family
from shuke.rules.limits import DAYS_MAX

PACKAGE: Final = "analytics"
_ATTRIBUTE = re.compile(
    r"(?P<head>member|trait|preference)\.(?P<name>[^:\x00]{1,80})(:(?P<type>[a-z]+))?", re.DOTALL
)
_RECENT = re.compile(r"sales\.(?P<what>spend|times|quantity)_(?P<days>[1-9][0-9]{0,4})d")
_RECENT_MEASURES = {
    "spend": (Measure.AMOUNT, FactType.MONEY, "minor", "消费金额", "spend"),
    "times": (Measure.TIMES, FactType.NUMBER, "", "购买次数", "number of sales"),
    "quantity": (Measure.QUANTITY, FactType.NUMBER, "units", "购买件数", "units bought"),
}
LIFECYCLE_STATES: Final = (
    Choice("registered", "已注册", "registered"),
    Choice("new", "新客", "new"),
    Choice("active", "活跃", "active"),
    Choice("silent", "沉默", "silent"),
    Choice("sleeping", "沉睡", "sleeping"),
    Choice("lost", "流失", "lost"),
    Choice("reactivated", "唤回", "reactivated"),
)


def source_of(name: str) -> Source | None:
    """Return where the lake knows a fact from, None when it does not know it."""
    known = registered(name)
    if known is not None:
        return known
    recent = _RECENT.fullmatch(name)
    if recent is not None:
        measure = _RECENT_MEASURES[recent["what"]][0]
        return Count(measure, window=Window(last_days=int(recent["days"])))
    custom = _ATTRIBUTE.fullmatch(name)
    if custom is None or _type_of(custom["type"]) is None:
        return None
    # Preferences keep their head in the attribute's name, fields and traits are the name itself.
    head = "preference." if custom["head"] == "preference" else ""
    return Attribute(f"{head}{custom['name']}", _type_of(custom["type"]) or FactType.TEXT)


def _type_of(text: str | None) -> FactType | None:
    if text is None:
        return FactType.TEXT
    return FactType(text) if text in set(FactType) else None


def _custom(name: str) -> Fact | None:
    found = _ATTRIBUTE.fullmatch(name)
    if found is None:
        return None
    kind = _type_of(found["type"])
    if kind is None:
        return None
    zh, en = _HEADS[found["head"]]
    label = found["name"]
    return Fact(name, kind, f"{zh}{label}", f"{en}{label}", "members")


_HEADS = {"member": ("", ""), "trait": ("特征 ", "trait "), "preference": ("偏好 ", "preference ")}


def _recent(name: str) -> Fact | None:
    found = _RECENT.fullmatch(name)
    if found is None or int(found["days"]) > DAYS_MAX:
        return None
    _, kind, unit, zh, en = _RECENT_MEASURES[found["what"]]
    days = found["days"]
    return Fact(name, kind, f"最近 {days} 天{zh}", f"{en} in {days} days", PACKAGE, unit=unit)


def _register(name: str, kind: FactType, zh: str, en: str, source: Source) -> None:
    units = {FactType.MONEY: "minor"}
    register(Fact(name, kind, zh, en, PACKAGE, unit=units.get(kind, "")), source)


def _register_members() -> None:
    _register("member.joined_on", FactType.DATE, "入会日期", "day of joining", Own.JOINED_ON)
    _register("member.store", FactType.CHOICE, "所属门店", "home store", Own.STORE)
    _register("member.channel", FactType.CHOICE, "入会渠道", "channel of joining", Own.CHANNEL)


def _register_sales() -> None:
    money, number, date = FactType.MONEY, FactType.NUMBER, FactType.DATE
    _register("sales.amount_total", money, "累计消费", "total spend", Count(Measure.AMOUNT))
    _register("sales.times", number, "购买次数", "number of sales", Count(Measure.TIMES))
    _register("sales.days", number, "购买天数", "days with a sale", Count(Measure.DAYS))
    _register("sales.quantity", number, "购买件数", "units bought", Count(Measure.QUANTITY))
    _register("sales.first_on", date, "首次购买日期", "day of the first sale", Edge.FIRST_ON)
    _register("sales.last_on", date, "最近购买日期", "day of the last sale", Edge.LAST_ON)
    register(
        Fact(
            "sales.days_since_last",
            number,
            "距最近购买天数",
            "days since the last sale",
            PACKAGE,
            unit="days",
        ),
        Edge.DAYS_SINCE_LAST,
    )
    _register("sales.average", money, "客单价", "average sale", Edge.AVERAGE)


def _register_tastes() -> None:
    choice, number = FactType.CHOICE, FactType.NUMBER
    levels = (
        (Level.DEPARTMENT, "最常购买部门", "favourite department"),
        (Level.CATEGORY, "最常购买品类", "favourite category"),
        (Level.BRAND, "最常购买品牌", "favourite brand"),
    )
    for level, zh, en in levels:
        _register(f"favourite.{level}", choice, zh, en, Favourite(level))
    received, redeemed = Contact.RECEIVED, Contact.REDEEMED
    _register("contacts.received", number, "收到活动数", "campaigns received", received)
    _register("contacts.redeemed", number, "核销活动数", "campaigns redeemed", redeemed)


def _register_reach() -> None:
    boolean = FactType.BOOLEAN
    _register("reach.phone", boolean, "可用手机联系", "reachable by phone", Reach.PHONE)
    _register("reach.email", boolean, "可用邮箱联系", "reachable by e-mail", Reach.EMAIL)
    _register("reach.any", boolean, "可联系", "reachable", Reach.ANY)


def _register_worth() -> None:
    money, number = FactType.MONEY, FactType.NUMBER
    for kind, zh, en, worth in (
        (number, "引荐人数", "members referred", Worth.REFERRALS),
        (
            number,
            "引荐质量（已购占比，0 至 1）",
            "referred who bought (0 to 1)",
            Worth.REFERRAL_QUALITY,
        ),
        (money, "被引荐会员消费", "spend of the referred", Worth.REFERRED_AMOUNT),
        (number, "参与活动次数", "participations", Worth.PARTICIPATIONS),
        (number, "互动种类数", "kinds of interaction", Worth.PARTICIPATION_KINDS),
        (number, "互动积分", "points of interactions", Worth.PARTICIPATION_POINTS),
    ):
        _register(f"worth.{worth}", kind, zh, en, worth)


def _register_figures() -> None:
    number = FactType.NUMBER
    for letter, zh, en in (("r", "R 分", "R score"), ("f", "F 分", "F score")):
        _register(f"rfm.{letter}", number, zh, en, FigureColumn("rfm", letter))
    _register("rfm.m", number, "M 分", "M score", FigureColumn("rfm", "m"))
    named = Fact(
        "rfm.segment",
        FactType.CHOICE,
        "RFM 分群",
        "RFM segment",
        PACKAGE,
        choices=tuple(
            Choice(one.name, one.zh, one.en) for one in (*EIGHT.segments, EIGHT.without_sales)
        ),
    )
    register(named, FigureColumn("rfm", "segment"))
    state = Fact(
        "lifecycle.state",
        FactType.CHOICE,
        "生命周期",
        "lifecycle state",
        PACKAGE,
        choices=LIFECYCLE_STATES,
    )
    register(state, FigureColumn("lifecycle", "state"))


def _register_all() -> None:
    _register_members()
    _register_sales()
    _register_tastes()
    _register_reach()
    _register_worth()
    _register_figures()
    FACTS.register_family(
        Family("sales.spend_<N>d", "最近 N 天消费", "spend in the last N days", PACKAGE, _recent),
    )
    FACTS.register_family(
        Family("member.<name>[:type]", "会员自定义属性", "custom attribute", "members", _custom),
    )
    FACTS.register_family(
        Family("trait.<name>[:type]", "会员特征", "trait of the member", "members", _custom),
    )
    FACTS.register_family(
        Family("preference.<subject>", "会员偏好", "preference of the member", "members", _custom),
    )


_register_all()
