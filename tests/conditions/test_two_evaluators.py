"""Python over one member and Ibis over all give the same answer, for every leaf and tree."""

from collections import Counter

import ibis
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.conditions import worlds
from tests.conditions.worlds import AS_OF, FACT_NAMES, World

from shuke.analytics.conditions import compiling, history, records
from shuke.analytics.conditions.sources import Worth
from shuke.rules.conditions import Bought, Compare, Condition, Leaf, leaves
from shuke.rules.judging import Verdict, judge
from shuke.rules.operators import Operator
from shuke.rules.reading import from_data
from shuke.rules.record import MemberRecord
from shuke.rules.writing import to_data

EXAMPLES, EXAMPLES_FOR_LONG = 22, 400
ENOUGH = 50
# A count over no purchases is 0: these facts are never unknown.
ALWAYS_KNOWN = {
    "sales.amount_total",
    "sales.times",
    "sales.days",
    "sales.quantity",
    "sales.spend_30d",
    "sales.times_7d",
    "sales.quantity_90d",
    "contacts.received",
    "contacts.redeemed",
    "reach.phone",
    "reach.email",
    "reach.any",
    *(f"worth.{worth}" for worth in Worth),
}


class Coverage:
    """What the generator reached: members judged per fact and operator, unknowns, answers."""

    def __init__(self) -> None:
        self.uses: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        self.answers: Counter[tuple[str, bool]] = Counter()

    def saw(self, verdict: Verdict) -> None:
        for reason in verdict.reasons:
            for name in _names(reason.leaf):
                self.uses[name] += 1
                self.answers[name, reason.holds] += 1
                if isinstance(reason.leaf, Compare) and reason.seen is None:
                    self.unknown[name] += 1


def _names(leaf: Leaf) -> tuple[str, ...]:
    if isinstance(leaf, Compare):
        return leaf.fact, leaf.operator.value
    if isinstance(leaf, Bought):
        return (f"bought.{leaf.count.measure}", *(level for level, _ in leaf.count.where))
    return (type(leaf).__name__,)


def _record(world: World, life: history.Life, condition: Condition) -> MemberRecord:
    names = [leaf.fact for leaf in leaves(condition) if isinstance(leaf, Compare)]
    return MemberRecord(
        member=life.member,
        facts=history.facts_of(life, names, as_of=AS_OF),
        purchases=life.purchases,
        cells=frozenset(cell for cell, held in world.cells.items() if life.member in held),
    )


def _by_python(world: World, conditions: dict[str, Condition], coverage: Coverage) -> object:
    found: dict[int, dict[str, bool]] = {}
    for life in world.lives:
        found[life.member] = {}
        for name, condition in conditions.items():
            verdict = judge(condition, _record(world, life, condition), as_of=AS_OF)
            found[life.member][name] = verdict.holds
            if name.startswith("leaf"):
                coverage.saw(verdict)
    return found


def _by_ibis(world: World, conditions: dict[str, Condition], lake: ibis.BaseBackend) -> object:
    rows = lake.to_pyarrow(compiling.judged(conditions, world.given)).to_pylist()
    return {
        row["member"]: {name: answer for name, answer in row.items() if name != "member"}
        for row in rows
    }


def _shown(coverage: Coverage) -> str:
    names = sorted(coverage.uses)
    return "\n".join(
        f"{name}: judged {coverage.uses[name]}, unknown {coverage.unknown[name]},"
        f" holds {coverage.answers[name, True]}, not {coverage.answers[name, False]}"
        for name in names
    )


def test_python_for_one_member_equals_ibis_for_all() -> None:
    agreed(EXAMPLES)


@pytest.mark.soak
def test_python_for_one_member_equals_ibis_for_all_for_long() -> None:
    agreed(EXAMPLES_FOR_LONG)


def agreed(examples: int) -> None:
    """Judge random members by random conditions on both sides, and show what was reached."""
    coverage = Coverage()
    lake = ibis.duckdb.connect(threads=1)

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(world=worlds.worlds(), drawn=worlds.leaf_sets(), data=st.data())
    def evaluators_agree(world: World, drawn: tuple[Leaf, ...], data: st.DataObject) -> None:
        conditions: dict[str, Condition] = {f"leaf{at}": leaf for at, leaf in enumerate(drawn)}
        for at in range(4):
            conditions[f"tree{at}"] = data.draw(worlds.trees(drawn))
        by_python = _by_python(world, conditions, coverage)
        assert _by_ibis(world, conditions, lake) == by_python
        # What is written and read again is the same question.
        for condition in conditions.values():
            assert from_data(to_data(condition)) == condition

    evaluators_agree()
    print(_shown(coverage))  # noqa: T201 - the report of what the generator reached
    operators = [operator.value for operator in Operator]
    for name in (*FACT_NAMES, *operators):
        assert coverage.uses[name] >= ENOUGH, f"{name} was judged {coverage.uses[name]} times"
        assert coverage.answers[name, True] >= 1, f"{name} never held"
        assert coverage.answers[name, False] >= 1, f"{name} always held"
        if name not in ALWAYS_KNOWN:
            assert coverage.unknown[name] >= ENOUGH, f"{name} was hardly ever unknown"
    measures = [name for name in coverage.uses if name.startswith("bought.")]
    assert len(measures) == len(worlds.Measure)
    assert min(coverage.uses[name] for name in (*measures, *worlds.Level)) >= ENOUGH


def test_records_read_from_the_lake_are_the_members_themselves() -> None:
    lake = ibis.duckdb.connect(threads=1)
    previous = ibis.options.default_backend
    ibis.set_backend(lake)

    @settings(
        max_examples=15,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(world=worlds.worlds(), drawn=worlds.leaf_sets())
    def records_agree(world: World, drawn: tuple[Leaf, ...]) -> None:
        everything = worlds.All(drawn)
        members = [life.member for life in world.lives]
        read = records.records_of(members, everything, world.given)
        assert [record.member for record in read] == members
        for life, record in zip(world.lives, read, strict=True):
            expected = judge(everything, _record(world, life, everything), as_of=AS_OF)
            assert judge(everything, record, as_of=AS_OF) == expected

    try:
        records_agree()
    finally:
        ibis.options.default_backend = previous
