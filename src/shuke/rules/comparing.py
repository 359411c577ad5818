"""Comparing one seen value with one asked value: what each operator means in Python."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any as Anything

from shuke.rules.conditions import Value
from shuke.rules.operators import KNOWING, Operator
from shuke.rules.values import SET_SEPARATOR

_PLAIN: dict[Operator, Callable[[Anything, Anything], bool]] = {
    Operator.EQUALS: lambda seen, asked: bool(seen == asked),
    Operator.NOT_EQUALS: lambda seen, asked: bool(seen != asked),
    Operator.IN: lambda seen, asked: seen in asked,
    Operator.NOT_IN: lambda seen, asked: seen not in asked,
    Operator.AT_LEAST: lambda seen, asked: bool(seen >= asked),
    Operator.AT_MOST: lambda seen, asked: bool(seen <= asked),
    Operator.ABOVE: lambda seen, asked: bool(seen > asked),
    Operator.BELOW: lambda seen, asked: bool(seen < asked),
    Operator.BETWEEN: lambda seen, asked: bool(asked[0] <= seen <= asked[1]),
    Operator.STARTS_WITH: lambda seen, asked: seen.startswith(asked),
    Operator.CONTAINS_ANY: lambda seen, asked: not elements(seen).isdisjoint(asked),
    Operator.CONTAINS_ALL: lambda seen, asked: elements(seen).issuperset(asked),
}


def elements(value: Value) -> frozenset[str]:
    """Return the elements of a set fact, kept as a tuple or as one separated text."""
    found = value.split(SET_SEPARATOR) if isinstance(value, str) else value
    return frozenset(str(one) for one in found) if isinstance(found, list | tuple) else frozenset()


def holds(seen: Value, operator: Operator, asked: Value, *, is_set: bool, as_of: date) -> bool:
    """Tell whether a comparison holds; an unknown value (None) meets only `is_unknown`.

    Relative days: the day before `as_of` is one day ago, `as_of` itself is the first day to come.
    """
    if operator in KNOWING:
        return (seen is None) == (operator is Operator.IS_UNKNOWN)
    if seen is None:
        return False
    if operator is Operator.CONTAINS:
        return asked in elements(seen) if is_set else str(asked) in str(seen)
    plain = _PLAIN.get(operator)
    if plain is not None:
        return plain(seen, asked)
    return _relative(seen, operator, asked, as_of)


def _relative(seen: Value, operator: Operator, asked: Value, as_of: date) -> bool:
    if not isinstance(seen, date) or not isinstance(asked, int):
        return False
    span = timedelta(days=asked)
    if operator is Operator.WITHIN_LAST_DAYS:
        return as_of - span <= seen < as_of
    if operator is Operator.MORE_THAN_DAYS_AGO:
        return seen < as_of - span
    return as_of <= seen < as_of + span
