"""A condition as a sentence that a marketer reads, in Chinese and in English."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from shuke.kernel.refusal import Language
from shuke.rules import phrases
from shuke.rules.conditions import (
    All,
    Any,
    Bought,
    Compare,
    Condition,
    Count,
    InFigure,
    InSegment,
    Leaf,
    Measure,
    Not,
    Scalar,
    Value,
    Window,
    parts_of,
)
from shuke.rules.facts import FACTS, Fact, FactType, Registry
from shuke.rules.judging import Reason
from shuke.rules.operators import Operator, Shape, shape_of

ITEMS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Wording:
    """How a sentence is written: language, digits of the currency, names of figures and segments.

    `names` maps a segment's slug to what the reader calls it, `terms` what stands in figures: their
    names, columns and text values.
    """

    language: Language
    digits: int = 2
    names: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    facts: Registry = FACTS


def sentence_of(condition: Condition, wording: Wording) -> str:
    """Return the whole condition as one sentence without a full stop."""
    return _node(condition, wording, is_outermost=True)


def sentence_of_leaf(leaf: Leaf, wording: Wording) -> str:
    """Return one leaf as a clause."""
    if isinstance(leaf, Compare):
        return _compare(leaf, wording)
    if isinstance(leaf, Bought):
        return _bought(leaf, wording)
    return _cell(leaf, wording)


def sentence_of_reason(reason: Reason, wording: Wording) -> str:
    """Return what a leaf asked, what was seen and whether it fits."""
    clause = sentence_of_leaf(reason.leaf, wording)
    words = phrases.REASON[wording.language]
    verdict = words["yes"] if reason.holds else words["no"]
    if isinstance(reason.leaf, InFigure | InSegment):
        return words["cell"].format(clause=clause, verdict=verdict)
    seen = words["unknown"]
    if reason.seen is not None:
        seen = _seen(reason, wording)
    return words["seen"].format(clause=clause, seen=seen, verdict=verdict)


def _node(node: Condition, wording: Wording, *, is_outermost: bool) -> str:
    words = phrases.TREE[wording.language]
    if isinstance(node, Not):
        return words["not"].format(part=_node(node.part, wording, is_outermost=True))
    if not isinstance(node, All | Any):
        return sentence_of_leaf(node, wording)
    key = "all" if isinstance(node, All) else "any"
    parts = parts_of(node)
    if not parts:
        return words[f"{key}_empty"]
    if len(parts) == 1:
        return _node(parts[0], wording, is_outermost=is_outermost)
    text = words[key].join(_node(part, wording, is_outermost=False) for part in parts)
    return text if is_outermost else words["group"].format(part=text)


def _compare(leaf: Compare, wording: Wording) -> str:
    fact = wording.facts.fact(leaf.fact)
    template = phrases.OPERATORS[wording.language][_phrase_key(fact, leaf.operator)]
    value = _asked(leaf.value, leaf.operator, fact, wording)
    return template.format(fact=fact.label(wording.language), **value)


def _phrase_key(fact: Fact, operator: Operator) -> str:
    if fact.type is FactType.DATE and f"date_{operator}" in phrases.OPERATORS["en"]:
        return f"date_{operator}"
    if fact.type is FactType.SET and operator is Operator.CONTAINS:
        return "set_contains"
    return operator.value


def _asked(
    value: Value,
    operator: Operator,
    fact: Fact | None,
    wording: Wording,
) -> dict[str, str]:
    shape = shape_of(operator)
    if shape is Shape.DAYS:
        return {"value": str(value)}
    if isinstance(value, tuple):
        shown = [_scalar(item, fact, wording) for item in value]
        if shape is Shape.PAIR:
            return {"low": shown[0], "high": shown[1]}
        return {"value": _listed(shown, wording.language)}
    return {"value": "" if value is None else _scalar(value, fact, wording)}


def _listed(shown: list[str], language: Language) -> str:
    words = phrases.LISTS[language]
    text = words["comma"].join(shown[:ITEMS_SHOWN])
    if len(shown) > ITEMS_SHOWN:
        text += words["more"].format(n=len(shown) - ITEMS_SHOWN, all=len(shown))
    return text


def _scalar(value: Scalar, fact: Fact | None, wording: Wording) -> str:
    if isinstance(value, bool):
        return phrases.TRUTH[wording.language][value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        known = {choice.value: choice for choice in fact.choices} if fact else {}
        if value not in known:
            return value
        return known[value].zh if wording.language == "zh" else known[value].en
    if fact is not None and fact.type is FactType.MONEY:
        return _money(value, wording.digits)
    return f"{value:,.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"


def _money(minor: int | float, digits: int) -> str:
    return f"{minor / 10**digits:,.{digits}f}"


def _bought(leaf: Bought, wording: Wording) -> str:
    count = leaf.count
    words = phrases.BOUGHT[wording.language]
    parts = {
        "what": _what(count, wording),
        "when": _when(count.window, wording.language),
    }
    if count.measure is Measure.TIMES and leaf.operator is Operator.EQUALS and leaf.value == 0:
        return _tidy(words["did_not"].format(**parts))
    template = phrases.NUMBERS[wording.language][leaf.operator.value]
    shown = template.format(**_asked(leaf.value, leaf.operator, _unit(count), wording))
    return _tidy(words[count.measure.value].format(**parts, number=shown))


def _unit(count: Count) -> Fact | None:
    if count.measure is not Measure.AMOUNT:
        return None
    return Fact("amount", FactType.MONEY, "金额", "amount", "rules", unit="minor")


def _what(count: Count, wording: Wording) -> str:
    words = phrases.LEVELS[wording.language]
    found = [
        words[level.value].format(values=_listed(list(texts), wording.language))
        for level, texts in count.where
    ]
    return phrases.LISTS[wording.language]["and"].join(found)


def _when(window: Window, language: Language) -> str:
    words = phrases.WINDOWS[language]
    if window.last_days is not None:
        return words["last_days"].format(n=window.last_days)
    first, last = window.first_on, window.last_on
    if first is not None and last is not None:
        return words["between"].format(first=first, last=last)
    if first is not None:
        return words["from"].format(first=first)
    return words["to"].format(last=last) if last is not None else words["ever"]


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _cell(leaf: InFigure | InSegment, wording: Wording) -> str:
    words = phrases.CELLS[wording.language]
    if isinstance(leaf, InSegment):
        return words["segment"].format(name=wording.names.get(leaf.segment, leaf.segment))
    terms = wording.terms
    listed = phrases.LISTS[wording.language]["comma"].join(
        f"{terms.get(name, name)} = {terms.get(str(value), _scalar(value, None, wording))}"
        for name, value in (*leaf.where, *leaf.parameters)
    )
    name = terms.get(leaf.figure, leaf.figure)
    return words["figure" if listed else "figure_whole"].format(name=name, where=listed)


def _seen(reason: Reason, wording: Wording) -> str:
    leaf, seen = reason.leaf, reason.seen
    if isinstance(seen, tuple):
        return _listed([str(item) for item in seen], wording.language)
    if seen is None:
        return ""
    if isinstance(leaf, Bought):
        return _scalar(seen, _unit(leaf.count), wording)
    if isinstance(leaf, Compare):
        return _scalar(seen, wording.facts.fact(leaf.fact), wording)
    return _scalar(seen, None, wording)
