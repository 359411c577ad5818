"""The seven core indicators 七大核心指标, with formula, numerator and denominator (P01-P08).

The seed gives only the names; the formulas are ours and published (X17). No data is not 0 %: an
indicator whose denominator is 0 has the value null.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import ibis

from shuke.analytics.engagement import POINTS, Points, activity_members
from shuke.analytics.moments import (
    before,
    between,
    constants,
    day_literal,
    of_members,
    purchases,
    share,
    start_of,
    surely,
    total,
)
from shuke.analytics.movements import bucket_members
from shuke.analytics.states import BY_DAYS, UNKNOWN, Rule, lifecycle_transitions_members
from shuke.analytics.visits import VISIT_MINUTES, visits


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
NO_STORE = 0  # members without a home store; the chain as a whole
COUNTS = ("numerator", "denominator", "open", "part_members", "whole_members")


@dataclass(frozen=True, slots=True)
class Board:
    """What the seven are asked over: the period [until - days, until) and the parts' own rules.

    `until` None is as-of. Facts are those known before as-of: a period that ended earlier shows
    conversions and returns that came after it.
    """

    days: int = 90
    until: date | None = None
    conversion_days: int = 30
    visit_minutes: int = VISIT_MINUTES
    rule: Rule = BY_DAYS
    points: Points = POINTS

    def period(self, as_of: date) -> tuple[date, date]:
        """Return the first day and the day after the last."""
        until = min(self.until or as_of, as_of)
        return until - timedelta(days=self.days), until


BOARD = Board()


@dataclass(frozen=True, slots=True)
class Given:
    """The tables the seven are computed from.

    members(member, joined_on, store; stage where it holds prospects too); interactions(member,
    kind, day); suspects(member): cards under suspicion, not counted as opened (E13).
    """

    sales: ibis.Table
    members: ibis.Table
    interactions: ibis.Table | None = None
    suspects: ibis.Table | None = None

    @property
    def enrolled(self) -> ibis.Table:
        """Members proper."""
        people = self.members
        return people.filter(people["stage"] == "member") if "stage" in people.columns else people


def indicators_members(
    given: Given, *, as_of: date, board: Board = BOARD, by_store: bool = False
) -> ibis.Table:
    """List who stands in which part of which indicator: the rows behind `indicators`.

    Columns: store (only by store: where it happened for card_opening, repeat_amount and
    repurchase, else the home store; null = none), indicator, role (part, minus: the numerator;
    whole: the denominator; open), member, weight (1, -1 for minus, an amount for repeat_amount).
    By store a member who bought in two stores stands in both.
    """
    found = _listed(given, as_of, board, by_store=by_store)
    kept = ("indicator", "role", "member", "weight")
    if not by_store:
        return found.select(*kept)
    return found.select("indicator", "role", "member", "weight", store=_shown(found)).select(
        "store", *kept
    )


def indicators(
    given: Given, *, as_of: date, board: Board = BOARD, by_store: bool = False
) -> ibis.Table:
    """Compute the seven core indicators of a period, of the chain or of every store.

    Columns: store (only by store; null = no home store), indicator, area, numerator, denominator
    (members, or minor units for repeat_amount), value (their ratio, null when the denominator is
    0: no data), gross (development only: joined / opening), open (cards whose days have not run
    out), part_members and whole_members (members behind numerator and denominator; of
    development the joined). Always seven rows, or seven a store, in the order of `INDICATORS`.
    """
    listed = _listed(given, as_of, board, by_store=by_store)
    names = constants("indicator", NAMES)
    one = names.mutate(store=ibis.literal(NO_STORE, type="int64"))
    grid = listed.select("store").distinct().cross_join(names) if by_store else one
    rows = grid.left_join(_measured(listed), ["store", "indicator"])
    filled = rows.select(
        "store",
        "indicator",
        **{name: rows[name].fill_null(0) for name in (*COUNTS, "joined")},
    )
    name = filled["indicator"]
    gross = (name == "development").ifelse(share(filled["joined"], filled["denominator"]), None)
    made = filled.mutate(
        area=ibis.cases(*[(name == one.name, one.area) for one in INDICATORS], else_=""),
        value=share(filled["numerator"], filled["denominator"]),
        gross=gross,
        place=ibis.cases(*[(name == n, k) for k, n in enumerate(NAMES)], else_=len(NAMES)),
    ).order_by("store", "place")
    shown = ("indicator", "area", "numerator", "denominator", "value", "gross", "open")
    ends = ("part_members", "whole_members")
    if by_store:
        return made.select(*shown, *ends, store=_shown(made)).select("store", *shown, *ends)
    return made.select(*shown, *ends)


def _shown(table: ibis.Table) -> ibis.Value:
    return table["store"].nullif(NO_STORE)


def _measured(listed: ibis.Table) -> ibis.Table:
    role, weight = listed["role"], listed["weight"]
    return listed.group_by("store", "indicator").aggregate(
        numerator=total(weight, where=role.isin(["part", "minus"])).fill_null(0),
        denominator=total(weight, where=role == "whole").fill_null(0),
        open=listed.count(where=role == "open"),
        part_members=listed.count(where=role == "part"),
        whole_members=listed.count(where=role == "whole"),
        joined=total(weight, where=role == "part").fill_null(0),
    )


def _listed(given: Given, as_of: date, board: Board, *, by_store: bool) -> ibis.Table:
    """Return (store, indicator, role, member, weight); store is NO_STORE unless by store."""
    since, until = board.period(as_of)
    sales = of_members(given.sales)
    parts = [
        *_card_opening(given, sales, since, until),
        *_conversion(given, sales, as_of, board),
        *_repeat_amount(sales, as_of, since, until),
        *_repurchase(sales, as_of, board, by_store=by_store),
        *_of_states(given, sales, until, board),
    ]
    kind = given.members["member"].type()
    rows = []
    for indicator, role, table in parts:
        store = table["store"].cast("int64").fill_null(NO_STORE)
        nowhere = ibis.literal(NO_STORE, type="int64")
        placed = table.mutate(
            store=store if by_store else nowhere, member=table["member"].cast(kind)
        )
        # A person is one person of the store, and one of the chain.
        once = placed.group_by("store", "member").aggregate(
            weight=total(placed["weight"])
            if indicator == "repeat_amount"
            else placed["weight"].max()
        )
        rows.append(
            once.select(
                "store",
                "member",
                weight=once["weight"].cast("int64"),
                indicator=ibis.literal(indicator),
                role=ibis.literal(role),
            )
        )
    return ibis.union(*rows)


Part = tuple[str, str, ibis.Table]  # indicator, role, table of store, member, weight


def _weighing(table: ibis.Table, weight: int = 1) -> ibis.Table:
    return table.select("store", "member", weight=ibis.literal(weight, type="int64"))


def _card_opening(given: Given, sales: ibis.Table, since: date, until: date) -> list[Part]:
    """Buyers of the period who were no members on the day they bought; a card of that day counts.

    Members without a day of joining are members of old.
    """
    people = given.members
    outside = people["joined_on"].notnull()
    if "stage" in people.columns:
        outside |= people["stage"] != "member"
    people = people.filter(outside).select("member", "joined_on")
    bought = purchases(between(sales, since, until)).select("member", "store", "day")
    seen = bought.join(people, "member")
    base = seen.filter(seen["joined_on"].isnull() | (seen["day"] <= seen["joined_on"]))
    opened = base.filter(base["joined_on"] < day_literal(until))
    if given.suspects is not None:
        opened = opened.anti_join(given.suspects.select("member"), "member")
    return [
        ("card_opening", "whole", _weighing(base)),
        ("card_opening", "part", _weighing(opened)),
    ]


def _conversion(given: Given, sales: ibis.Table, as_of: date, board: Board) -> list[Part]:
    """Cards of the period whose days are over, and those of them who bought in time; the others."""
    since, until = board.period(as_of)
    people = given.enrolled
    joined = people["joined_on"]
    cards = people.filter(joined >= day_literal(since), joined < day_literal(until))
    # The last of the N days after joining must have ended before as-of.
    last = day_literal(as_of - timedelta(days=board.conversion_days))
    over = cards.filter(cards["joined_on"] < last)
    bought = purchases(before(sales, as_of)).select("member", "day")
    first = bought.join(cards.select("member", "joined_on"), "member")
    after = first["day"].delta(first["joined_on"], unit="day")
    in_time = first.filter(after.between(0, board.conversion_days)).select("member").distinct()
    return [
        ("conversion", "whole", _weighing(over)),
        ("conversion", "part", _weighing(over.semi_join(in_time, "member"))),
        ("conversion", "open", _weighing(cards.filter(cards["joined_on"] >= last))),
    ]


def _repeat_amount(sales: ibis.Table, as_of: date, since: date, until: date) -> list[Part]:
    """Net amounts of the period; a return counts with the order it takes back."""
    known = before(sales, as_of)
    bought = purchases(known)
    begun = bought.group_by("member").aggregate(first_at=bought["at"].min())
    both = bought.join(begun, "member")
    first = both.filter(both["at"] == both["first_at"])
    first = first.group_by("member").aggregate(first_sale=first["sale"].min())
    inside = between(sales, since, until)
    rows = inside.left_join(first, "member").drop("member_right")
    order = rows["sale"]
    if "returns_sale" in rows.columns:
        order = rows["returns_sale"].fill_null(rows["sale"])
    again = rows.filter(surely(order != rows["first_sale"]))
    return [
        ("repeat_amount", "whole", rows.select("store", "member", weight=rows["amount"])),
        ("repeat_amount", "part", again.select("store", "member", weight=again["amount"])),
    ]


def _repurchase(sales: ibis.Table, as_of: date, board: Board, *, by_store: bool) -> list[Part]:
    since, until = board.period(as_of)
    seen = visits(sales, as_of=as_of, since=since, minutes=board.visit_minutes)
    seen = seen.filter(seen["at"] < start_of(until))
    if not by_store:
        seen = seen.mutate(store=ibis.literal(NO_STORE, type="int64"))
    counted = seen.group_by("store", "member").aggregate(times=seen.count())
    again = counted.filter(counted["times"] > 1)
    return [
        ("repurchase", "whole", _weighing(counted)),
        ("repurchase", "part", _weighing(again)),
    ]


def _of_states(given: Given, sales: ibis.Table, until: date, board: Board) -> list[Part]:
    """Development, churn and activity: of members, by their home store."""
    people = given.enrolled
    told = bucket_members(sales, people, as_of=until, days=board.days, rule=board.rule)
    moved = lifecycle_transitions_members(
        sales, people, as_of=until, days=board.days, rule=board.rule
    )
    buyers = moved.filter(~moved["before"].isin([UNKNOWN, "registered", "lost"]))
    scored = activity_members(sales, people, given.interactions, as_of=until, points=board.points)
    parts = [
        ("development", "whole", told.filter(told["movement"] == "opening"), 1),
        ("development", "part", told.filter(told["movement"] == "joined"), 1),
        ("development", "minus", told.filter(told["movement"] == "lost"), -1),
        ("churn", "whole", buyers, 1),
        ("churn", "part", buyers.filter(buyers["after"] == "lost"), 1),
        ("activity", "whole", scored, 1),
        ("activity", "part", scored.filter(scored["is_active"]), 1),
    ]
    homes = people.select("member", "store")
    return [
        (name, role, _weighing(table.select("member").left_join(homes, "member"), weight))
        for name, role, table, weight in parts
    ]
