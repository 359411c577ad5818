"""One comparison as an Ibis boolean that is never null: what each operator means in the lake."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any as Anything

import ibis
from ibis.expr import types as ir

from shuke.rules.conditions import Value
from shuke.rules.facts import FactType
from shuke.rules.operators import Operator
from shuke.rules.values import SET_SEPARATOR

Column = Anything  # Ibis columns of any type: their operators are typed per subclass only.

_PLAIN: dict[Operator, Callable[[Column, Anything], Column]] = {
    Operator.EQUALS: lambda seen, asked: seen == asked,
    Operator.NOT_EQUALS: lambda seen, asked: seen != asked,
    Operator.IN: lambda seen, asked: seen.isin(list(asked)),
    Operator.NOT_IN: lambda seen, asked: seen.notin(list(asked)),
    Operator.AT_LEAST: lambda seen, asked: seen >= asked,
    Operator.AT_MOST: lambda seen, asked: seen <= asked,
    Operator.ABOVE: lambda seen, asked: seen > asked,
    Operator.BELOW: lambda seen, asked: seen < asked,
    Operator.BETWEEN: lambda seen, asked: (seen >= asked[0]) & (seen <= asked[1]),
    Operator.CONTAINS: lambda seen, asked: seen.contains(asked),
    Operator.STARTS_WITH: lambda seen, asked: seen.startswith(asked),
}


def holds(
    seen: Column,
    operator: Operator,
    asked: Value,
    *,
    kind: FactType,
    as_of: date,
) -> ir.BooleanValue:
    """Return whether a comparison holds; null (unknown) meets only `is_unknown`."""
    if operator is Operator.IS_KNOWN:
        return _boolean(seen.notnull())
    if operator is Operator.IS_UNKNOWN:
        return _boolean(seen.isnull())
    if kind is FactType.SET:
        return _filled(_set(seen, operator, asked))
    plain = _PLAIN.get(operator)
    if plain is not None:
        if kind in {FactType.NUMBER, FactType.MONEY}:
            # Engines differ in how they compare whole numbers with fractions: one type for all.
            return _filled(plain(seen.cast("float64"), _floats(asked)))
        return _filled(plain(seen, _literals(asked)))
    return _filled(_relative(seen, operator, asked, as_of))


def _boolean(value: Column) -> ir.BooleanValue:
    boolean: ir.BooleanValue = value
    return boolean


def _filled(value: Column) -> ir.BooleanValue:
    return _boolean(ibis.coalesce(value, ibis.literal(value=False)))


def _floats(asked: Value) -> Anything:
    if isinstance(asked, tuple):
        return tuple(_floats(item) for item in asked)
    return float(asked) if isinstance(asked, int | float) else asked


def _literals(asked: Value) -> Anything:
    if isinstance(asked, tuple):
        return tuple(_literals(item) for item in asked)
    return ibis.literal(asked)


def _set(seen: Column, operator: Operator, asked: Value) -> Column:
    fenced = ibis.literal(SET_SEPARATOR) + seen + ibis.literal(SET_SEPARATOR)
    wanted = asked if isinstance(asked, tuple) else (asked,)
    each = [fenced.contains(f"{SET_SEPARATOR}{one}{SET_SEPARATOR}") for one in wanted]
    return ibis.or_(*each) if operator is Operator.CONTAINS_ANY else ibis.and_(*each)


def _relative(seen: Column, operator: Operator, asked: Value, as_of: date) -> Column:
    span = timedelta(days=asked if isinstance(asked, int) else 0)
    today = ibis.literal(as_of)
    if operator is Operator.WITHIN_LAST_DAYS:
        return (seen >= ibis.literal(as_of - span)) & (seen < today)
    if operator is Operator.MORE_THAN_DAYS_AGO:
        return seen < ibis.literal(as_of - span)
    return (seen >= today) & (seen < ibis.literal(as_of + span))
