"""A condition comes in as plain data: literal, typed, bounded, or refused with the place."""

from datetime import date

import pytest

from shuke.analytics.conditions import facts as lake_facts
from shuke.kernel.refusal import Refusal
from shuke.rules.conditions import (
    All,
    Any,
    Bought,
    Compare,
    Count,
    InFigure,
    InSegment,
    Level,
    Measure,
    Not,
    Window,
)
from shuke.rules.facts import FACTS, Fact, FactType, Registry
from shuke.rules.operators import ALLOWED, Operator
from shuke.rules.reading import from_data, from_json, from_yaml
from shuke.rules.refusals import BadOperator, BadShape, BadValue, TooLarge, UnknownFact
from shuke.rules.writing import to_data, to_json, to_yaml

assert lake_facts.PACKAGE == "analytics"  # importing it registers the facts used below

SPEND = {"fact": "sales.amount_total", "is": "at_least", "value": 100_000}
TREE = All(
    (
        Compare("sales.amount_total", Operator.AT_LEAST, 100_000),
        Any(
            (
                Bought(
                    Count(
                        Measure.TIMES,
                        ((Level.CATEGORY, ("茶", "COFFEE")), (Level.STORE, ("31",))),
                        Window(last_days=60),
                    ),
                    Operator.AT_LEAST,
                    2,
                ),
                Bought(
                    Count(
                        Measure.QUANTITY,
                        window=Window(first_on=date(2017, 1, 1), last_on=date(2017, 3, 31)),
                    ),
                    Operator.BETWEEN,
                    (0.5, 2),
                ),
            )
        ),
        Not(Compare("member.joined_on", Operator.WITHIN_LAST_DAYS, 30)),
        Not(Compare("sales.first_on", Operator.BETWEEN, (date(2017, 1, 1), date(2017, 2, 1)))),
        Compare("favourite.category", Operator.IN, ("茶", "COFFEE")),
        Compare("member.vip:boolean", Operator.EQUALS, value=True),
        Compare("member.skin_type", Operator.IS_UNKNOWN),
        InFigure("rfm", (("segment", "champions"),), (("preset", "eleven"),)),
        InSegment("regulars"),
    )
)


def test_what_is_written_is_read_again_as_the_same_condition() -> None:
    assert from_yaml(to_yaml(TREE)) == TREE
    assert from_json(to_json(TREE)) == TREE
    assert from_data(to_data(TREE)) == TREE


def test_yaml_dates_and_single_texts_are_understood() -> None:
    written = """
    bought:
      measure: amount
      is: above
      value: 5000
      brand: Private
      from: 2017-01-01
    """
    assert from_yaml(written) == Bought(
        Count(Measure.AMOUNT, ((Level.BRAND, ("Private",)),), Window(first_on=date(2017, 1, 1))),
        Operator.ABOVE,
        5000,
    )


def test_a_custom_attribute_is_a_fact_at_once_in_the_type_asked_for() -> None:
    assert FACTS.fact("member.skin type").type is FactType.TEXT
    assert FACTS.fact("member.height:number").type is FactType.NUMBER
    assert FACTS.find("member.height:colour") is None
    assert FACTS.fact("sales.spend_90d").type is FactType.MONEY
    assert FACTS.find("sales.spend_0d") is None
    assert FACTS.find("sales.spend_99999d") is None


def test_two_facts_under_one_name_are_a_bug() -> None:
    facts = Registry()
    tier = Fact("member.tier", FactType.CHOICE, "等级", "tier", "loyalty")
    facts.register(tier, tier)
    with pytest.raises(ValueError, match=r"member\.tier"):
        facts.register(Fact("member.tier", FactType.TEXT, "等级", "tier", "loyalty"))
    assert facts.facts() == (tier,)


BOUGHT = {"measure": "times", "is": "at_least", "value": 1}


@pytest.mark.parametrize(
    ("data", "refusal", "param"),
    [
        ({**SPEND, "fact": "sales.mood"}, UnknownFact, "condition.fact"),
        ({**SPEND, "fact": "member." + "x" * 120}, UnknownFact, "condition.fact"),
        ({**SPEND, "fact": 7}, BadValue, "condition.fact"),
        ({**SPEND, "is": "contains"}, BadOperator, "condition.is"),
        ({**SPEND, "is": None}, BadOperator, "condition.is"),
        ({**SPEND, "is": ["at_least"]}, BadOperator, "condition.is"),
        ({**SPEND, "value": "100"}, BadValue, "condition.value"),
        ({**SPEND, "value": True}, BadValue, "condition.value"),
        ({**SPEND, "value": 1.5}, BadValue, "condition.value"),
        ({**SPEND, "value": float("nan")}, BadValue, "condition.value"),
        ({**SPEND, "value": float("inf")}, BadValue, "condition.value"),
        ({**SPEND, "value": 10**15 + 1}, BadValue, "condition.value"),
        ({**SPEND, "value": None}, BadValue, "condition.value"),
        ({**SPEND, "is": "between", "value": [2, 1]}, BadValue, "condition.value"),
        ({**SPEND, "is": "between", "value": [1]}, BadValue, "condition.value"),
        ({**SPEND, "is": "in", "value": []}, BadValue, "condition.value"),
        ({**SPEND, "is": "in", "value": [1, "2"]}, BadValue, "condition.value[1]"),
        ({**SPEND, "is": "in", "value": [0] * 1001}, TooLarge, "condition.value"),
        ({**SPEND, "is": "is_known"}, BadValue, "condition.value"),
        ({**SPEND, "sql": "1=1"}, BadShape, "condition"),
        ({"fact": "member.joined_on", "is": "below", "value": "2017-02-30"}, BadValue, None),
        ({"fact": "member.joined_on", "is": "below", "value": "1492-01-01"}, BadValue, None),
        ({"fact": "member.joined_on", "is": "within_last_days", "value": 0}, BadValue, None),
        ({"fact": "lifecycle.state", "is": "equals", "value": "dead"}, BadValue, None),
        ({"fact": "member.skin", "is": "equals", "value": ""}, BadValue, None),
        ({"fact": "member.skin", "is": "equals", "value": "a\x00"}, BadValue, None),
        ({"fact": "member.skin", "is": "equals", "value": "\ud800"}, BadValue, None),
        ({"fact": "member.skin", "is": "equals", "value": "x" * 201}, TooLarge, None),
        ({"fact": "member.likes:set", "is": "contains", "value": "a|b"}, BadValue, None),
        ({"fact": "member.vip:boolean", "is": "equals", "value": 1}, BadValue, None),
        ({"bought": {**BOUGHT, "measure": "joy"}}, BadValue, "condition.bought.measure"),
        ({"bought": {**BOUGHT, "measure": ["times"]}}, BadValue, "condition.bought.measure"),
        ({"bought": {**BOUGHT, "is": "in"}}, BadOperator, "condition.bought.is"),
        ({"bought": {**BOUGHT, "colour": "red"}}, BadShape, "condition.bought"),
        ({"bought": {**BOUGHT, "category": 7}}, BadValue, "condition.bought.category"),
        ({"bought": {**BOUGHT, "category": []}}, BadValue, "condition.bought.category"),
        ({"bought": {**BOUGHT, "category": ["a", 7]}}, BadValue, "condition.bought.category[1]"),
        ({"bought": {**BOUGHT, "last_days": 7, "to": "2017-01-01"}}, BadShape, None),
        ({"bought": {**BOUGHT, "from": "2017-02-01", "to": "2017-01-01"}}, BadValue, None),
        ({"bought": []}, BadShape, "condition.bought"),
        ({"figure": "rfm", "where": {"segment": ["a"]}}, BadValue, "condition.where.segment"),
        ({"segment": None}, BadValue, "condition.segment"),
        ({}, BadShape, "condition"),
        ({"all": [], "any": []}, BadShape, "condition"),
        ({"all": {}}, BadShape, "condition.all"),
        ({"all": [SPEND, {"not": 7}]}, BadShape, "condition.all[1].not"),
        ([], BadShape, "condition"),
        (None, BadShape, "condition"),
        ({1: 2}, BadShape, "condition"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(
    data: object, refusal: type[Refusal], param: str | None
) -> None:
    with pytest.raises(refusal) as refused:
        from_data(data)
    if param is not None:
        assert refused.value.param == param
    for language in ("zh", "en"):
        assert "{" not in refused.value.message(language)
        assert "{" not in refused.value.next_step(language)


def test_two_hundred_nodes_and_thirty_two_levels_are_the_most() -> None:
    assert from_data({"all": [SPEND] * 199})
    with pytest.raises(TooLarge):
        from_data({"all": [SPEND] * 200})
    deep: object = SPEND
    for _ in range(31):
        deep = {"not": deep}
    assert from_data(deep)
    with pytest.raises(TooLarge):
        from_data({"not": deep})


@pytest.mark.parametrize(
    "document",
    [
        "!!python/object/apply:os.system ['true']",
        "&a [*a]",
        "[" * 50_000,
        "a: [",
        "2017-99-99",
        "all: &a [{not: {all: *a}}]",
        "\x00",
    ],
)
def test_a_hostile_document_is_refused(document: str) -> None:
    with pytest.raises((BadShape, TooLarge)):
        from_yaml(document)
    with pytest.raises(BadShape):
        from_json(document)


def test_a_document_longer_than_its_limit_is_not_even_parsed() -> None:
    with pytest.raises(TooLarge):
        from_yaml("#" * 262_145)


def test_every_type_of_fact_has_operators_and_can_be_unknown() -> None:
    assert set(ALLOWED) == set(FactType)
    used = {operator for operators in ALLOWED.values() for operator in operators}
    assert used == set(Operator)
    for operators in ALLOWED.values():
        assert {Operator.IS_KNOWN, Operator.IS_UNKNOWN} <= set(operators)
