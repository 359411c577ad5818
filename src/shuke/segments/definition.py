"""What a segment asks, and what it asks of other segments: pure functions over conditions."""

from collections.abc import Mapping

from shuke.rules.conditions import (
    EVERYONE,
    All,
    Any,
    Condition,
    InSegment,
    Not,
    leaves,
    parts_of,
)
from shuke.rules.refusals import TooLarge
from shuke.segments.refusals import SegmentCycle, UnknownSegment

LEAVES_MAX = 1_000
AS_OF_RULE = "the start of the as-of day, in the chain's zone: only earlier sales count"
SETS = ("both", "either", "only_first", "only_one")


def segments_in(condition: Condition) -> tuple[str, ...]:
    """Return the names of the segments that a condition asks for, each once."""
    found = (leaf.segment for leaf in leaves(condition) if isinstance(leaf, InSegment))
    return tuple(dict.fromkeys(found))


def demand_no_cycle(name: str, condition: Condition, others: Mapping[str, Condition]) -> None:
    """Refuse a condition under which `name` would ask for itself.

    `others` holds the dynamic segments; a static one is a list and asks for nobody.

    Raises:
        SegmentCycle: with the way round, e.g. "a → b → a".
    """
    waiting: list[tuple[str, tuple[str, ...]]] = [
        (found, (name, found)) for found in segments_in(condition)
    ]
    seen: set[str] = set()
    while waiting:
        at, path = waiting.pop()
        if at == name:
            raise SegmentCycle(param="condition", path=" → ".join(path))
        if at in seen or at not in others:
            continue
        seen.add(at)
        waiting += [(found, (*path, found)) for found in segments_in(others[at])]


def written_out(condition: Condition, others: Mapping[str, Condition]) -> Condition:
    """Return the condition with every dynamic segment replaced by what it asks.

    One tree means one scan of the sales, however many segments are combined.

    Raises:
        TooLarge: more leaves than the limit once written out.
    """
    budget = [LEAVES_MAX]
    return _written_out(condition, others, budget)


def _written_out(node: Condition, others: Mapping[str, Condition], budget: list[int]) -> Condition:
    if isinstance(node, Not):
        return Not(_written_out(node.part, others, budget))
    if isinstance(node, All | Any):
        parts = tuple(_written_out(part, others, budget) for part in parts_of(node))
        return All(parts) if isinstance(node, All) else Any(parts)
    if isinstance(node, InSegment) and node.segment in others:
        return _written_out(others[node.segment], others, budget)
    budget[0] -= 1
    if budget[0] < 0:
        raise TooLarge(param="condition", what="leaves", limit=LEAVES_MAX)
    return node


def set_of(how: str, names: tuple[str, ...]) -> Condition:
    """Return the condition for a set made of segments.

    both: in all of them; either: in at least one; only_first: in the first and no other;
    only_one: in exactly one of them.

    Raises:
        UnknownSegment: no name, or another way of combining.
    """
    if not names or how not in SETS:
        raise UnknownSegment(param="segments", name=", ".join(names))
    cells = tuple(InSegment(name) for name in names)
    if how == "both":
        return All(cells)
    if how == "either":
        return Any(cells)
    alone = tuple(All((cell, *(Not(other) for other in cells if other != cell))) for cell in cells)
    return alone[0] if how == "only_first" else Any(alone)


def without_references(condition: Condition | None) -> Condition:
    """Return the condition, or everyone where there is none."""
    return EVERYONE if condition is None else condition
