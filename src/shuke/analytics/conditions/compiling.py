"""The lake evaluator: conditions compiled to one Ibis expression over the whole base."""

from collections.abc import Mapping
from typing import Any as Anything

import ibis

from shuke.analytics.conditions.columns import Given, Wide, widened
from shuke.analytics.conditions.facts import source_of
from shuke.analytics.conditions.predicates import holds
from shuke.analytics.conditions.sources import FigureColumn, Source
from shuke.rules.conditions import (
    All,
    Any,
    Bought,
    Cell,
    Compare,
    Condition,
    Leaf,
    Measure,
    Not,
    leaves,
    parts_of,
)
from shuke.rules.facts import FACTS, FactType, Registry
from shuke.rules.refusals import UnknownFact


def members_meeting(
    condition: Condition,
    given: Given,
    *,
    facts: Registry = FACTS,
) -> ibis.Table:
    """Return the members who meet a condition, as one table with the column `member`.

    Only sales before the start of `given.as_of` count. Members are those of `members`.

    Raises:
        UnknownFact: a fact that the lake does not know.
        LookupError: a table, figure or cell that the condition needs was not handed in.
    """
    table = judged({"holds": condition}, given, facts=facts)
    return table.filter(table["holds"]).select("member")


def judged(
    conditions: Mapping[str, Condition],
    given: Given,
    *,
    facts: Registry = FACTS,
) -> ibis.Table:
    """Return every member with one boolean column per condition, named by its key; never null.

    The sources are scanned once for all of them, so many segments cost little more than one.
    """
    questions = [
        question for condition in conditions.values() for question in _questions(condition, given)
    ]
    wide = widened(questions, given)
    answers = {
        name: _holds(condition, wide, given, facts) for name, condition in conditions.items()
    }
    return wide.table.select(member=wide.table.member, **answers)


def figures_needed(condition: Condition) -> frozenset[str]:
    """Return the names of the figures whose member tables a condition's facts read."""
    return frozenset(
        source.figure for source in sources_of(condition) if isinstance(source, FigureColumn)
    )


def sources_of(condition: Condition) -> tuple[Source, ...]:
    """Return where the facts of a condition come from; unknown facts have no source."""
    sources = (source_of(leaf.fact) for leaf in leaves(condition) if isinstance(leaf, Compare))
    return tuple(source for source in sources if source is not None)


def _question(leaf: Leaf) -> Source | Cell:
    if isinstance(leaf, Compare):
        source = source_of(leaf.fact)
        if source is None:
            raise UnknownFact(param="fact", name=leaf.fact)
        return source
    return leaf.count if isinstance(leaf, Bought) else leaf


def _questions(condition: Condition, given: Given) -> list[Source | Cell]:
    found = [_question(leaf) for leaf in leaves(condition)]
    for leaf in leaves(condition):
        if not isinstance(leaf, Compare | Bought) and leaf not in given.cells:
            message = f"this condition needs the members of {leaf}"
            raise LookupError(message)
    return found


def _holds(node: Condition, wide: Wide, given: Given, facts: Registry) -> Anything:
    if isinstance(node, Not):
        return ~_holds(node.part, wide, given, facts)
    if isinstance(node, All | Any):
        parts = [_holds(part, wide, given, facts) for part in parts_of(node)]
        if not parts:
            return ibis.literal(value=isinstance(node, All))
        return ibis.and_(*parts) if isinstance(node, All) else ibis.or_(*parts)
    return _leaf_holds(node, wide, given, facts)


def _leaf_holds(leaf: Leaf, wide: Wide, given: Given, facts: Registry) -> Anything:
    seen = wide.table[wide.names[_question(leaf)]]
    if isinstance(leaf, Compare):
        kind = facts.fact(leaf.fact).type
        return holds(seen, leaf.operator, leaf.value, kind=kind, as_of=given.as_of)
    if isinstance(leaf, Bought):
        is_money = leaf.count.measure is Measure.AMOUNT
        kind = FactType.MONEY if is_money else FactType.NUMBER
        return holds(seen, leaf.operator, leaf.value, kind=kind, as_of=given.as_of)
    return ibis.coalesce(seen, ibis.literal(value=False))
