"""The Python evaluator: does one member meet a condition, and why."""

from dataclasses import dataclass
from datetime import date

from shuke.rules.comparing import holds
from shuke.rules.conditions import (
    All,
    Any,
    Bought,
    Compare,
    Condition,
    Leaf,
    Not,
    Value,
    parts_of,
)
from shuke.rules.counting import counted
from shuke.rules.facts import FACTS, FactType, Registry
from shuke.rules.record import MemberRecord


@dataclass(frozen=True, slots=True)
class Reason:
    """What one leaf said: where it stands in the tree, what was seen, whether it holds."""

    path: str
    leaf: Leaf
    seen: Value
    holds: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one member, with the reason of every leaf from left to right."""

    member: int
    holds: bool
    reasons: tuple[Reason, ...]


def judge(
    condition: Condition,
    record: MemberRecord,
    *,
    as_of: date,
    facts: Registry = FACTS,
) -> Verdict:
    """Tell whether `record` meets `condition` at the start of `as_of`, and why.

    Every leaf is judged, also where the answer is already clear, so that a preview can show all.
    """
    reasons: list[Reason] = []
    answer = _judged(condition, "condition", _Bench(record, as_of, facts, reasons))
    return Verdict(member=record.member, holds=answer, reasons=tuple(reasons))


@dataclass(frozen=True, slots=True)
class _Bench:
    record: MemberRecord
    as_of: date
    facts: Registry
    reasons: list[Reason]


def _judged(node: Condition, path: str, bench: _Bench) -> bool:
    if isinstance(node, Not):
        return not _judged(node.part, f"{path}.not", bench)
    if isinstance(node, All | Any):
        key = "all" if isinstance(node, All) else "any"
        answers = [
            _judged(part, f"{path}.{key}[{at}]", bench) for at, part in enumerate(parts_of(node))
        ]
        return all(answers) if isinstance(node, All) else any(answers)
    seen, answer = _leaf(node, bench)
    bench.reasons.append(Reason(path=path, leaf=node, seen=seen, holds=answer))
    return answer


def _leaf(leaf: Leaf, bench: _Bench) -> tuple[Value, bool]:
    if isinstance(leaf, Compare):
        seen = bench.record.facts.get(leaf.fact)
        is_set = bench.facts.fact(leaf.fact).type is FactType.SET
        answer = holds(seen, leaf.operator, leaf.value, is_set=is_set, as_of=bench.as_of)
        return seen, answer
    if isinstance(leaf, Bought):
        total = counted(leaf.count, bench.record.purchases, as_of=bench.as_of)
        answer = holds(total, leaf.operator, leaf.value, is_set=False, as_of=bench.as_of)
        return total, answer
    stands = leaf in bench.record.cells
    return stands, stands
