"""From what a door was given (texts) to a question: typed parameters, the day, the tables."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import ibis

from shuke.kernel.refusal import Refusal
from shuke.kernel.scope import Scope
from shuke.lake.access import Lake
from shuke.lake.figures.definition import Asked, Entry, Figure, Listed, Parameter, Value
from shuke.members import queries as members
from shuke.stores import queries as stores

_SHOWN_MAX = 60
_CLOSE = 1e-9
_NOBODY = -1


class BadParameter(Refusal):
    """A value that a parameter of the figure does not take."""

    code = "figure.bad_parameter"
    en = "“{value}” is not a value of the parameter “{name}” of the figure “{figure}”."
    zh = "“{value}”不是指标“{figure}”的参数“{name}”的有效值。"
    next_en = "It takes: {allowed}."
    next_zh = "可用值：{allowed}。"


class UnknownParameter(Refusal):
    """A parameter that the figure does not have."""

    code = "figure.unknown_parameter"
    en = "The figure “{figure}” has no parameter “{name}”."
    zh = "指标“{figure}”没有参数“{name}”。"
    next_en = "Leave it out. Parameters of this figure: {allowed}."
    next_zh = "请去掉该参数。本指标的参数：{allowed}。"


class NotANumber(Refusal):
    """The columns given do not name one number of the figure."""

    code = "figure.not_a_number"
    en = "This does not name one number of the figure “{figure}”: {given}."
    zh = "所给条件不对应指标“{figure}”的一个数：{given}。"
    next_en = "Name it by: {allowed}."
    next_zh = "请用以下列指定：{allowed}。"


def effective(figure: Figure, given: Mapping[str, str]) -> dict[str, Value]:
    """Every parameter of the figure with the value that applies.

    Raises:
        UnknownParameter: a name that the figure does not have.
        BadParameter: a value out of bounds.
    """
    known = {parameter.name: parameter for parameter in figure.parameters}
    for name in given:
        if name not in known:
            raise UnknownParameter(
                param=name[:_SHOWN_MAX],
                name=name[:_SHOWN_MAX],
                figure=figure.name,
                allowed=", ".join(known) or "–",
            )
    return {
        name: _typed(figure, parameter, given[name]) if name in given else parameter.default
        for name, parameter in known.items()
    }


def _typed(figure: Figure, parameter: Parameter, text: str) -> Value:
    try:
        value = _value(parameter, str(text))
    except ValueError:
        allowed = ", ".join(parameter.choices) or (
            f"{parameter.type} {parameter.least:g} … {parameter.most:g}"
        )
        raise BadParameter(
            param=parameter.name,
            name=parameter.name,
            value=str(text)[:_SHOWN_MAX],
            figure=figure.name,
            allowed=allowed,
        ) from None
    return value


def _value(parameter: Parameter, text: str) -> Value:
    if parameter.type == "choice":
        if text not in parameter.choices:
            raise ValueError(text)
        return text
    if parameter.type == "text":
        if not text or len(text) > int(parameter.most):
            raise ValueError(text)
        return text
    value = int(text) if parameter.type == "integer" else float(text)
    if not parameter.least <= value <= parameter.most:
        raise ValueError(text)
    return value


def asked_of(
    entry: Entry, *, as_of: date, parameters: Mapping[str, str] | None, lake: Lake
) -> Asked:
    """The question with everything that its functions need."""
    return Asked(
        tables=lake.tables,
        as_of=as_of,
        parameters=effective(entry.figure, parameters or {}),
        last_day=lake.opened.last_day,
    )


def named_list(entry: Entry, asked: Asked, where: Mapping[str, str]) -> Listed:
    """Which list of the figure `where` names; no table is built yet.

    Raises:
        NotANumber: `where` names no number of the figure, or none with a list.
    """
    column = where.get("column", next(iter(entry.lists), ""))
    listed = entry.lists.get(column)
    if listed is None:
        raise _not_a_number(entry, where, "column=" + "|".join(entry.lists))
    keys = listed.keys_of(asked)
    if not set(keys) <= where.keys() - {"column"} <= {*keys, *listed.any_of}:
        raise _not_a_number(entry, where, ", ".join((*keys, *listed.any_of)))
    return listed


def list_behind(entry: Entry, asked: Asked, where: Mapping[str, str]) -> tuple[Listed, ibis.Table]:
    """The list behind one number, narrowed to it: a table with the column `member` or `sale`.

    Raises:
        NotANumber: as `named_list`, or a value that its column cannot have.
    """
    listed = named_list(entry, asked, where)
    given = {name: text for name, text in where.items() if name != "column"}
    table = listed.table(replace(asked, where=given))
    if listed.narrows:
        return listed, table
    for name, text in given.items():
        try:
            table = table.filter(_is(table[name], name, entry.figure.columns.get(name, ""), text))
        except ValueError:
            raise _not_a_number(entry, where, f"{name}: {table[name].type()}") from None
    return listed, table


def _not_a_number(entry: Entry, where: Mapping[str, str], allowed: str) -> NotANumber:
    given = ", ".join(f"{name}={value}" for name, value in where.items())
    return NotANumber(
        param="where", figure=entry.figure.name, given=given[:200] or "–", allowed=allowed or "–"
    )


def _is(column: Any, name: str, unit: str, text: str) -> Any:
    """The condition that a column has the value that a row showed as `text`."""
    if text == "":
        return column.isnull()
    if unit == "member" or name == "member":
        return column == members.ids_of_numbers([text]).get(text, _NOBODY)
    if unit == "store":
        return column == _store_ids().get(text, _NOBODY)
    kind = column.type()
    if kind.is_integer():
        return column == int(text)
    if kind.is_floating() or kind.is_decimal():
        return (column - float(text)).abs() < _CLOSE
    if kind.is_date():
        return column == ibis.literal(date.fromisoformat(text))
    if kind.is_boolean():
        if text.lower() not in {"true", "false"}:
            raise ValueError(text)
        return column if text.lower() == "true" else ~column
    return column == text


def _store_ids() -> dict[str, int]:
    return {store.number: store.id for store in stores.stores(Scope.everything())}
