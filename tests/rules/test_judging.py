"""Mei buys tea; the evaluator says whether she meets a condition, and why, leaf by leaf."""

from datetime import date, datetime

import pytest

from shuke.analytics.conditions import facts as lake_facts
from shuke.rules.conditions import (
    EVERYONE,
    All,
    Any,
    Bought,
    Compare,
    Condition,
    Count,
    InFigure,
    InSegment,
    Level,
    Measure,
    Not,
    Window,
    cells_in,
    facts_in,
)
from shuke.rules.judging import judge
from shuke.rules.operators import Operator
from shuke.rules.reading import from_data
from shuke.rules.record import MemberRecord, Purchase, PurchaseLine
from shuke.rules.sentence import Wording, sentence_of, sentence_of_reason

assert lake_facts.PACKAGE == "analytics"

AS_OF = date(2017, 6, 1)
AT = datetime.fromisoformat
CHAMPIONS = InFigure("rfm", (("segment", "champions"),))


def line(category: str, milli: int, amount: int, *, is_counted: bool = True) -> PurchaseLine:
    return PurchaseLine("P1", "FOOD", category, None, "Private", milli, amount, is_counted)


def sale(number: int, at: datetime, *lines: PurchaseLine, is_return: bool = False) -> Purchase:
    return Purchase(
        sale=number,
        at=at,
        day=at.date(),
        store="31",
        channel="store",
        amount=sum(one.amount for one in lines),
        is_return=is_return,
        lines=lines,
    )


MEI = MemberRecord(
    member=42,
    facts={
        "sales.amount_total": 123_400,
        "member.joined_on": date(2017, 5, 2),
        "member.skin_type": None,
        "lifecycle.state": "active",
    },
    purchases=(
        # Exactly sixty days before as-of, at midnight: the first moment that counts.
        sale(1, AT("2017-04-02T00:00:00"), line("TEA", 2000, 500), line("MILK", 1000, 120)),
        sale(2, AT("2017-04-01T23:59:59"), line("TEA", 1000, 250)),
        sale(3, AT("2017-05-31T23:59:59"), line("TEA", 500, 125)),
        sale(4, AT("2017-06-01T00:00:00"), line("TEA", 9000, 9000)),
        sale(5, AT("2017-05-31T08:00:00"), line("TEA", -1000, -250), is_return=True),
        sale(6, AT("2017-05-20T08:00:00"), line("PETROL", 40_000, 6000, is_counted=False)),
    ),
    cells=frozenset({CHAMPIONS}),
)


def met(condition: Condition) -> bool:
    return judge(condition, MEI, as_of=AS_OF).holds


@pytest.mark.parametrize(
    ("measure", "where", "window", "seen"),
    [
        (Measure.TIMES, (("category", "TEA"),), Window(last_days=60), 2),
        (Measure.TIMES, (("category", "TEA"),), Window(last_days=61), 3),
        (Measure.TIMES, (), Window(), 4),
        (Measure.DAYS, (), Window(), 4),
        (Measure.QUANTITY, (("category", "TEA"),), Window(), 2.5),
        (Measure.QUANTITY, (("category", "PETROL"),), Window(), 0),
        (Measure.AMOUNT, (("category", "TEA"),), Window(), 625),
        (Measure.AMOUNT, (), Window(), 6745),
        (Measure.AMOUNT, (), Window(first_on=date(2017, 4, 1), last_on=date(2017, 4, 2)), 870),
        (Measure.AMOUNT, (), Window(last_on=date(2018, 1, 1)), 6745),
        (Measure.TIMES, (("store", "32"),), Window(), 0),
        (Measure.TIMES, (("store", "31"), ("channel", "store")), Window(), 4),
        (Measure.TIMES, (("category", "MILK"), ("brand", "National")), Window(), 0),
    ],
)
def test_purchases_are_counted_by_the_line_and_to_the_second(
    measure: Measure, where: tuple[tuple[str, str], ...], window: Window, seen: float
) -> None:
    narrowed = tuple((Level(level), (text,)) for level, text in where)
    leaf = Bought(Count(measure, narrowed, window), Operator.EQUALS, seen)
    verdict = judge(leaf, MEI, as_of=AS_OF)
    assert verdict.holds
    assert verdict.reasons[0].seen == seen


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        ({"fact": "member.skin_type", "is": "equals", "value": "oily"}, False),
        ({"fact": "member.skin_type", "is": "not_equals", "value": "oily"}, False),
        ({"not": {"fact": "member.skin_type", "is": "equals", "value": "oily"}}, True),
        ({"not": {"fact": "member.skin_type", "is": "not_equals", "value": "oily"}}, True),
        ({"fact": "member.skin_type", "is": "is_unknown"}, True),
        ({"fact": "member.skin_type", "is": "is_known"}, False),
        ({"fact": "member.never_heard", "is": "is_unknown"}, True),
    ],
)
def test_an_unknown_fact_makes_a_comparison_false(data: object, answer: object) -> None:
    assert met(from_data(data)) is answer


@pytest.mark.parametrize(
    ("operator", "days", "answer"),
    [
        ("within_last_days", 30, True),  # 2 May is exactly 30 days before 1 June
        ("within_last_days", 29, False),
        ("more_than_days_ago", 29, True),
        ("more_than_days_ago", 30, False),
        ("within_next_days", 30, False),
    ],
)
def test_relative_days_count_back_from_the_start_of_as_of(
    operator: str, days: int, answer: object
) -> None:
    leaf = Compare("member.joined_on", Operator(operator), days)
    assert met(leaf) is answer
    today = MemberRecord(1, facts={"member.joined_on": AS_OF})
    next_one = Compare("member.joined_on", Operator.WITHIN_NEXT_DAYS, 1)
    assert judge(next_one, today, as_of=AS_OF).holds


def test_trees_are_whole_also_when_empty() -> None:
    assert met(EVERYONE)
    assert not met(Any(()))
    assert met(Not(Any(())))
    assert met(All((CHAMPIONS, Not(InSegment("lapsed")))))
    assert not met(InSegment("lapsed"))


def test_a_verdict_gives_the_reason_of_every_leaf_in_both_languages() -> None:
    condition = from_data(
        {
            "all": [
                {"fact": "sales.amount_total", "is": "at_least", "value": 100_000},
                {"fact": "member.skin_type", "is": "equals", "value": "oily"},
                {"not": {"figure": "rfm", "where": {"segment": "champions"}}},
                {"bought": {"measure": "times", "is": "at_least", "value": 3, "category": "TEA"}},
            ]
        }
    )
    verdict = judge(condition, MEI, as_of=AS_OF)
    assert not verdict.holds
    assert [(one.path, one.holds) for one in verdict.reasons] == [
        ("condition.all[0]", True),
        ("condition.all[1]", False),
        ("condition.all[2].not", True),
        ("condition.all[3]", True),
    ]
    english = Wording("en", terms={"rfm": "RFM"})
    assert [sentence_of_reason(reason, english) for reason in verdict.reasons] == [
        "total spend is at least 1,000.00: it is 1,234.00, fits",
        "skin_type is oily: it is unknown, does not fit",
        "stands in “RFM” at segment = champions: fits",
        "bought from category TEA at least 3 times ever: it is 3, fits",
    ]
    chinese = Wording("zh")
    assert sentence_of_reason(verdict.reasons[0], chinese) == (
        "累计消费不低于 1,000.00：实际为 1,234.00，符合"
    )
    assert facts_in(condition) == ("sales.amount_total", "member.skin_type")
    assert cells_in(condition) == (CHAMPIONS,)


@pytest.mark.parametrize(
    ("data", "zh", "en"),
    [
        ({"all": []}, "全部会员", "all members"),
        ({"any": []}, "没有会员", "no members"),
        (
            {"bought": {"measure": "times", "is": "equals", "value": 0, "category": "TEA"}},
            "至今没有购买品类“TEA”",
            "did not buy from category TEA ever",
        ),
        (
            {
                "any": [
                    {"fact": "lifecycle.state", "is": "in", "value": ["silent", "lost"]},
                    {
                        "all": [
                            {"fact": "member.joined_on", "is": "above", "value": "2017-01-31"},
                            {"not": {"segment": "vip"}},
                        ]
                    },
                ]
            },
            (
                "生命周期是以下之一：沉默、流失，"
                "或（入会日期晚于 2017-01-31，且不满足（属于人群“贵宾”））"
            ),
            (
                "lifecycle state is one of silent, lost, or (day of joining is after 2017-01-31,"
                " and not (is in the segment “贵宾”))"
            ),
        ),
        (
            {
                "bought": {
                    "measure": "amount",
                    "is": "between",
                    "value": [100_000, 250_050],
                    "store": ["31", "32"],
                    "last_days": 90,
                }
            },
            "最近 90 天内购买门店“31、32”金额 1,000.00 至 2,500.50",
            "spent 1,000.00 to 2,500.50 in store 31, 32 in the last 90 days",
        ),
        (
            {"fact": "member.skin", "is": "in", "value": ["a", "b", "c", "d", "e", "f", "{x}"]},
            "skin是以下之一：a、b、c、d、e 等 7 项",
            "skin is one of a, b, c, d, e and 2 more",
        ),
    ],
)
def test_a_condition_reads_as_a_sentence(data: object, zh: str, en: str) -> None:
    condition = from_data(data)
    names = {"vip": "贵宾"}
    assert sentence_of(condition, Wording("zh", names=names)) == zh
    assert sentence_of(condition, Wording("en", names=names)) == en
