"""Reading the right-hand side of a comparison: typed, bounded, taken literally."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime

from shuke.rules import limits
from shuke.rules.conditions import Scalar, Value
from shuke.rules.facts import Fact, FactType
from shuke.rules.operators import Operator, Shape, shape_of
from shuke.rules.refusals import BadValue, TooLarge

SET_SEPARATOR = "|"
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def refuse(name: str, expected: str, param: str) -> BadValue:
    """Return the refusal of a value: what it was for, and what would have fitted."""
    return BadValue(param=param, name=name[:80], expected=expected)


def text(value: object, *, name: str, param: str) -> str:
    """Return a text of 1 to 200 characters that every engine can hold.

    Raises:
        TooLarge: longer than the limit.
        BadValue: no text, empty, or with NUL or half a surrogate pair in it.
    """
    if not isinstance(value, str) or value == "":
        raise refuse(name, "text", param)
    if len(value) > limits.TEXT_CHARACTERS_MAX:
        raise TooLarge(param=param, what="characters", limit=limits.TEXT_CHARACTERS_MAX)
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise refuse(name, "text without control codes", param)
    return value


def number(value: object, *, name: str, param: str) -> int | float:
    """Return a finite number whose size compares exactly on every engine."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refuse(name, "a number", param)
    if not math.isfinite(value) or abs(value) > limits.NUMBER_MAX:
        raise refuse(name, f"a number up to {limits.NUMBER_MAX}", param)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def whole(value: object, *, name: str, param: str) -> int:
    """Return a whole number (money in minor units)."""
    found = number(value, name=name, param=param)
    if not isinstance(found, int):
        raise refuse(name, "a whole number of minor units", param)
    return found


def days(value: object, *, name: str, param: str) -> int:
    """Return a number of days from 1 to the limit."""
    found = number(value, name=name, param=param)
    if not isinstance(found, int) or not 1 <= found <= limits.DAYS_MAX:
        raise refuse(name, f"1 to {limits.DAYS_MAX} days", param)
    return found


def day(value: object, *, name: str, param: str) -> date:
    """Return a day given as `YYYY-MM-DD` or, from YAML, as a date."""
    found: date | None = None
    if isinstance(value, date) and not isinstance(value, datetime):
        found = value
    elif isinstance(value, str) and _ISO_DAY.fullmatch(value):
        try:
            found = date.fromisoformat(value)
        except ValueError:
            found = None
    if found is None or not limits.YEAR_MIN <= found.year <= limits.YEAR_MAX:
        raise refuse(name, "a date, YYYY-MM-DD", param)
    return found


def truth(value: object, *, name: str, param: str) -> bool:
    """Return true or false, and nothing that merely looks like it."""
    if not isinstance(value, bool):
        raise refuse(name, "true, false", param)
    return value


def element(value: object, *, name: str, param: str) -> str:
    """Return one element of a set; the separator of stored sets cannot be part of it."""
    found = text(value, name=name, param=param)
    if SET_SEPARATOR in found:
        raise refuse(name, f"text without {SET_SEPARATOR}", param)
    return found


_READERS: dict[FactType, Callable[..., Scalar]] = {
    FactType.NUMBER: number,
    FactType.MONEY: whole,
    FactType.TEXT: text,
    FactType.CHOICE: text,
    FactType.DATE: day,
    FactType.BOOLEAN: truth,
    FactType.SET: element,
}


def items(value: object, *, name: str, param: str) -> list[object]:
    """Return a list of 1 to 1,000 items, still unread."""
    if not isinstance(value, list | tuple) or not value:
        raise refuse(name, "a list with at least one item", param)
    if len(value) > limits.LIST_ITEMS_MAX:
        raise TooLarge(param=param, what="items", limit=limits.LIST_ITEMS_MAX)
    return list(value)


def texts(value: object, *, name: str, param: str) -> tuple[str, ...]:
    """Return a list of texts, each once, in the order given."""
    found = items(value, name=name, param=param)
    read = (text(item, name=name, param=f"{param}[{at}]") for at, item in enumerate(found))
    return tuple(dict.fromkeys(read))


def value_for(fact: Fact, operator: Operator, value: object, *, param: str) -> Value:
    """Return the right-hand side of a comparison, typed as the fact is.

    Raises:
        BadValue: it does not suit the fact or the operator.
        TooLarge: a list or a text above its limit.
    """

    def one(item: object, at: str) -> Scalar:
        read = _READERS[fact.type](item, name=fact.name, param=at)
        if fact.choices and read not in {choice.value for choice in fact.choices}:
            expected = ", ".join(choice.value for choice in fact.choices)
            raise refuse(fact.name, expected, at)
        return read

    shape = shape_of(operator)
    if shape is Shape.NOTHING:
        if value is not None:
            raise refuse(fact.name, "no value", param)
        return None
    if shape is Shape.DAYS:
        return days(value, name=fact.name, param=param)
    if shape is Shape.ONE:
        return one(value, param)
    found = items(value, name=fact.name, param=param)
    read = tuple(one(item, f"{param}[{at}]") for at, item in enumerate(found))
    if shape is Shape.PAIR:
        return _pair(read, name=fact.name, param=param)
    return tuple(dict.fromkeys(read))


def _pair(read: tuple[Scalar, ...], *, name: str, param: str) -> tuple[Scalar, ...]:
    low_high = 2
    # All elements have one type; mypy cannot know that the two are comparable.
    if len(read) != low_high or read[0] > read[1]:  # type: ignore[operator]
        raise refuse(name, "two values, the lower first", param)
    return read
