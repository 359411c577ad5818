"""The comparisons a condition may make, and which of them suit which type of fact."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from shuke.rules.facts import FactType


class Operator(StrEnum):
    """How a fact is compared with a value."""

    EQUALS = "equals"
    NOT_EQUALS = "not_equals"
    IN = "in"
    NOT_IN = "not_in"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOVE = "above"
    BELOW = "below"
    BETWEEN = "between"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    CONTAINS_ANY = "contains_any"
    CONTAINS_ALL = "contains_all"
    WITHIN_LAST_DAYS = "within_last_days"
    MORE_THAN_DAYS_AGO = "more_than_days_ago"
    WITHIN_NEXT_DAYS = "within_next_days"
    IS_KNOWN = "is_known"
    IS_UNKNOWN = "is_unknown"


class Shape(StrEnum):
    """What an operator takes on its right-hand side."""

    ONE = "one"
    LIST = "list"
    PAIR = "pair"
    DAYS = "days"
    NOTHING = "nothing"


LISTS = frozenset(
    {Operator.IN, Operator.NOT_IN, Operator.CONTAINS_ANY, Operator.CONTAINS_ALL},
)
RELATIVE = frozenset(
    {Operator.WITHIN_LAST_DAYS, Operator.MORE_THAN_DAYS_AGO, Operator.WITHIN_NEXT_DAYS},
)
KNOWING = frozenset({Operator.IS_KNOWN, Operator.IS_UNKNOWN})

ORDER = (
    Operator.EQUALS,
    Operator.NOT_EQUALS,
    Operator.AT_LEAST,
    Operator.AT_MOST,
    Operator.ABOVE,
    Operator.BELOW,
    Operator.BETWEEN,
)
_MEMBERSHIP = (Operator.EQUALS, Operator.NOT_EQUALS, Operator.IN, Operator.NOT_IN)
_KNOWN = (Operator.IS_KNOWN, Operator.IS_UNKNOWN)

ALLOWED: Mapping[FactType, tuple[Operator, ...]] = MappingProxyType(
    {
        FactType.NUMBER: (*ORDER, Operator.IN, Operator.NOT_IN, *_KNOWN),
        FactType.MONEY: (*ORDER, Operator.IN, Operator.NOT_IN, *_KNOWN),
        FactType.TEXT: (*_MEMBERSHIP, Operator.CONTAINS, Operator.STARTS_WITH, *_KNOWN),
        FactType.CHOICE: (*_MEMBERSHIP, *_KNOWN),
        FactType.DATE: (
            Operator.WITHIN_LAST_DAYS,
            Operator.MORE_THAN_DAYS_AGO,
            Operator.WITHIN_NEXT_DAYS,
            *ORDER,
            *_KNOWN,
        ),
        FactType.BOOLEAN: (Operator.EQUALS, *_KNOWN),
        FactType.SET: (
            Operator.CONTAINS,
            Operator.CONTAINS_ANY,
            Operator.CONTAINS_ALL,
            *_KNOWN,
        ),
    },
)


def shape_of(operator: Operator) -> Shape:
    """Return what `operator` takes on its right-hand side."""
    if operator in KNOWING:
        return Shape.NOTHING
    if operator in LISTS:
        return Shape.LIST
    if operator in RELATIVE:
        return Shape.DAYS
    return Shape.PAIR if operator is Operator.BETWEEN else Shape.ONE
