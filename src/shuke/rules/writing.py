"""Writing a condition as plain data, JSON or YAML; reading it again gives the same condition."""

import json
from datetime import date
from typing import Any as Anything

import yaml

from shuke.rules.conditions import (
    All,
    Any,
    Bought,
    Compare,
    Condition,
    InFigure,
    InSegment,
    Named,
    Not,
    Value,
)

Plain = dict[str, Anything]


def to_data(condition: Condition) -> Plain:
    """Return the condition as dicts, lists and scalars; days are ISO texts."""
    if isinstance(condition, All):
        return {"all": [to_data(part) for part in condition.parts]}
    if isinstance(condition, Any):
        return {"any": [to_data(part) for part in condition.parts]}
    if isinstance(condition, Not):
        return {"not": to_data(condition.part)}
    if isinstance(condition, Compare):
        return _compare(condition)
    if isinstance(condition, Bought):
        return {"bought": _bought(condition)}
    if isinstance(condition, InSegment):
        return {"segment": condition.segment}
    return _figure(condition)


def to_json(condition: Condition) -> str:
    """Return the condition as one line of JSON: equal conditions, equal text."""
    return json.dumps(to_data(condition), ensure_ascii=False, separators=(",", ":"))


def to_yaml(condition: Condition) -> str:
    """Return the condition as YAML for people."""
    return dump_yaml(to_data(condition))


def dump_yaml(data: Plain) -> str:
    """Return plain data as block-style YAML in the order of its keys."""
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, default_flow_style=False)


def _compare(leaf: Compare) -> Plain:
    written: Plain = {"fact": leaf.fact, "is": leaf.operator.value}
    if leaf.value is not None:
        written["value"] = _value(leaf.value)
    return written


def _bought(leaf: Bought) -> Plain:
    count = leaf.count
    written: Plain = {
        "measure": count.measure.value,
        "is": leaf.operator.value,
        "value": _value(leaf.value),
    }
    written.update({level.value: list(texts) for level, texts in count.where})
    window = count.window
    if window.last_days is not None:
        written["last_days"] = window.last_days
    if window.first_on is not None:
        written["from"] = window.first_on.isoformat()
    if window.last_on is not None:
        written["to"] = window.last_on.isoformat()
    return written


def _figure(leaf: InFigure) -> Plain:
    written: Plain = {"figure": leaf.figure, "where": _named(leaf.where)}
    if leaf.parameters:
        written["parameters"] = _named(leaf.parameters)
    return written


def _named(pairs: Named) -> Plain:
    return {name: _value(value) for name, value in pairs}


def _value(value: Value) -> Anything:
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
