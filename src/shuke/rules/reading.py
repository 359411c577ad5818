"""Reading a condition from plain data, JSON or YAML. Nothing is evaluated; all is bounded.

The document, node by node (exactly one leading key, no other keys than the ones shown):

    all: [node, ...]            any: [node, ...]            not: node
    fact: sales.amount_total    is: at_least    value: 100000
    bought: {measure: times, is: at_least, value: 2, category: [TEA], last_days: 60}
    figure: rfm    where: {segment: champions}    parameters: {preset: eleven}
    segment: regulars

`bought` takes department, category, subcategory, brand, product, store and channel (one text or
a list) and either `last_days`, or `from` and/or `to` (both days count), or neither: ever.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any as Anything

import yaml

from shuke.rules import limits, values
from shuke.rules.conditions import (
    EVER,
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
    Named,
    Narrowing,
    Not,
    Scalar,
    Window,
)
from shuke.rules.facts import FACTS, Fact, FactType, Registry
from shuke.rules.operators import ALLOWED, ORDER, Operator
from shuke.rules.refusals import BadOperator, BadShape, TooLarge

_HEADS = ("all", "any", "not", "fact", "bought", "figure", "segment")
_KEYS = {
    "all": {"all"},
    "any": {"any"},
    "not": {"not"},
    "fact": {"fact", "is", "value"},
    "bought": {"bought"},
    "figure": {"figure", "where", "parameters"},
    "segment": {"segment"},
}
_BOUGHT_KEYS = {"measure", "is", "value", "last_days", "from", "to"} | set(Level)
_SHOWN = 40


def from_yaml(document: str, *, facts: Registry = FACTS) -> Condition:
    """Return the condition written in a YAML document.

    Raises:
        BadShape: not YAML, or not a condition.
        TooLarge: longer than the limit.
        Refusal: as `from_data`.
    """
    return from_data(load_yaml(document), facts=facts)


def from_json(document: str, *, facts: Registry = FACTS) -> Condition:
    """Return the condition written in a JSON document; refuses as `from_yaml`."""
    _demand_short(document)
    try:
        data = json.loads(document)
    except (ValueError, RecursionError) as cause:
        raise _shape("condition", "it is not JSON") from cause
    return from_data(data, facts=facts)


def load_yaml(document: str) -> object:
    """Return the plain data of a YAML document, objects and tags refused."""
    _demand_short(document)
    try:
        return yaml.safe_load(document)
    except (yaml.YAMLError, ValueError, RecursionError) as cause:
        raise _shape("condition", "it is not YAML") from cause


def from_data(data: object, *, facts: Registry = FACTS, param: str = "condition") -> Condition:
    """Return the condition that plain data (dicts, lists, scalars) describes.

    Raises:
        BadShape: a node is not a mapping of the known keys.
        UnknownFact, BadOperator, BadValue: a leaf does not fit the registry.
        TooLarge: more nodes, depth, list items or characters than the limits.
    """
    return _Reader(facts).node(data, param, depth=1)


def _demand_short(document: str) -> None:
    if len(document) > limits.DOCUMENT_CHARACTERS_MAX:
        limit = limits.DOCUMENT_CHARACTERS_MAX
        raise TooLarge(param="condition", what="characters", limit=limit)


def _shape(param: str, problem: str) -> BadShape:
    return BadShape(param=param, problem=problem)


class _Reader:
    """Walks one document and counts its nodes."""

    def __init__(self, facts: Registry) -> None:
        self._facts = facts
        self._nodes = 0

    def node(self, data: object, param: str, *, depth: int) -> Condition:
        self._nodes += 1
        if self._nodes > limits.NODES_MAX:
            raise TooLarge(param=param, what="nodes", limit=limits.NODES_MAX)
        if depth > limits.DEPTH_MAX:
            raise TooLarge(param=param, what="levels", limit=limits.DEPTH_MAX)
        mapping = _mapping(data, param)
        head = _head(mapping, param)
        if head in {"all", "any"}:
            parts = self._parts(mapping[head], f"{param}.{head}", depth=depth)
            return All(parts) if head == "all" else Any(parts)
        if head == "not":
            return Not(self.node(mapping["not"], f"{param}.not", depth=depth + 1))
        return self._leaf(head, mapping, param)

    def _parts(self, data: object, param: str, *, depth: int) -> tuple[Condition, ...]:
        if not isinstance(data, list):
            raise _shape(param, "a list is needed here")
        return tuple(
            self.node(part, f"{param}[{at}]", depth=depth + 1) for at, part in enumerate(data)
        )

    def _leaf(self, head: str, mapping: Mapping[str, Anything], param: str) -> Condition:
        if head == "fact":
            return self._compare(mapping, param)
        if head == "bought":
            return _bought(_mapping(mapping["bought"], f"{param}.bought"), f"{param}.bought")
        if head == "segment":
            slug = values.text(mapping["segment"], name="segment", param=f"{param}.segment")
            return InSegment(slug)
        name = values.text(mapping["figure"], name="figure", param=f"{param}.figure")
        return InFigure(
            figure=name,
            where=_named(mapping.get("where", {}), f"{param}.where"),
            parameters=_named(mapping.get("parameters", {}), f"{param}.parameters"),
        )

    def _compare(self, mapping: Mapping[str, Anything], param: str) -> Compare:
        name = values.text(mapping["fact"], name="fact", param=f"{param}.fact")
        fact = self._facts.fact(name, param=f"{param}.fact")
        operator = _operator(mapping.get("is"), fact.name, ALLOWED[fact.type], f"{param}.is")
        value = values.value_for(fact, operator, mapping.get("value"), param=f"{param}.value")
        return Compare(fact.name, operator, value)


def _mapping(data: object, param: str) -> Mapping[str, Anything]:
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise _shape(param, "a mapping is needed here")
    return data


def _head(mapping: Mapping[str, Anything], param: str) -> str:
    heads = [head for head in _HEADS if head in mapping]
    if len(heads) != 1:
        raise _shape(param, "exactly one leading key is needed")
    unknown = sorted(set(mapping) - _KEYS[heads[0]])
    if unknown:
        raise _shape(param, f"{heads[0]} does not take “{unknown[0][:_SHOWN]}”")
    return heads[0]


def _operator(
    data: object,
    name: str,
    allowed: tuple[Operator, ...],
    param: str,
) -> Operator:
    found = next((operator for operator in allowed if operator.value == data), None)
    if found is None:
        listed = ", ".join(operator.value for operator in allowed)
        raise BadOperator(param=param, name=name, operator=str(data)[:_SHOWN], allowed=listed)
    return found


_COUNTED = {
    Measure.TIMES: Fact("times", FactType.NUMBER, "次数", "times", "rules"),
    Measure.DAYS: Fact("days", FactType.NUMBER, "天数", "days", "rules"),
    Measure.QUANTITY: Fact("quantity", FactType.NUMBER, "数量", "quantity", "rules"),
    Measure.AMOUNT: Fact("amount", FactType.MONEY, "金额", "amount", "rules", unit="minor"),
}


def _bought(mapping: Mapping[str, Anything], param: str) -> Bought:
    unknown = sorted(set(mapping) - _BOUGHT_KEYS)
    if unknown:
        raise _shape(param, f"bought does not take “{unknown[0][:_SHOWN]}”")
    measure = next((one for one in Measure if one.value == mapping.get("measure")), None)
    if measure is None:
        expected = ", ".join(one.value for one in Measure)
        raise values.refuse("measure", expected, f"{param}.measure")
    operator = _operator(mapping.get("is"), measure.value, ORDER, f"{param}.is")
    fact = _COUNTED[measure]
    value = values.value_for(fact, operator, mapping.get("value"), param=f"{param}.value")
    count = Count(measure, _where(mapping, param), _window(mapping, param))
    return Bought(count, operator, value)


def _where(mapping: Mapping[str, Anything], param: str) -> Narrowing:
    found: list[tuple[Level, tuple[str, ...]]] = []
    for level in Level:
        given = mapping.get(level.value)
        if given is None:
            continue
        listed = [given] if isinstance(given, str) else given
        found.append((level, values.texts(listed, name=level.value, param=f"{param}.{level}")))
    return tuple(found)


def _window(mapping: Mapping[str, Anything], param: str) -> Window:
    given = {key: mapping[key] for key in ("last_days", "from", "to") if key in mapping}
    if not given:
        return EVER
    if "last_days" in given:
        if len(given) > 1:
            raise _shape(param, "last_days and from/to exclude each other")
        days = values.days(given["last_days"], name="last_days", param=f"{param}.last_days")
        return Window(last_days=days)
    first = _day_or_none(given.get("from"), f"{param}.from")
    last = _day_or_none(given.get("to"), f"{param}.to")
    if first is not None and last is not None and first > last:
        raise values.refuse("to", "a day not before “from”", f"{param}.to")
    return Window(first_on=first, last_on=last)


def _day_or_none(value: object, param: str) -> date | None:
    return None if value is None else values.day(value, name="day", param=param)


def _named(data: object, param: str) -> Named:
    mapping = _mapping(data, param)
    if len(mapping) > limits.LIST_ITEMS_MAX:
        raise TooLarge(param=param, what="items", limit=limits.LIST_ITEMS_MAX)
    return tuple(
        (values.text(key, name=param, param=param), _scalar(mapping[key], f"{param}.{key}"))
        for key in sorted(mapping)
    )


def _scalar(value: object, param: str) -> Scalar:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return values.number(value, name=param, param=param)
    if isinstance(value, date):
        return values.day(value, name=param, param=param).isoformat()
    return values.text(value, name=param, param=param)
