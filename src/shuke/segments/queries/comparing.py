"""Two segments side by side, or one beside the rest: size, money, frequency, taste."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any as Anything

import ibis
from ibis.expr import types as ir

from shuke.analytics.conditions.compiling import judged
from shuke.analytics.moments import before, is_purchase
from shuke.kernel.scope import Scope
from shuke.lake.access import Lake, open_lake
from shuke.rules.conditions import Any, Condition, InSegment, Not
from shuke.segments import asking, significance, stored
from shuke.segments.definition import written_out
from shuke.segments.significance import LEVEL, Sample

Row = dict[str, Anything]
MEASURES = ("amount", "sales", "average", "recency_days")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two groups: amounts in minor units, net; frequency = sales per member.

    `buyers` have at least one sale before as-of; means are per member, recency per buyer in days.
    """

    members: int
    buyers: int
    amount: int
    sales: int
    amount_per_member: float | None
    frequency: float | None
    average_sale: float | None
    recency_days: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure on both sides; `p` is Holm's, None where a side is too small to tell."""

    name: str
    a: float | None
    b: float | None
    p: float | None

    @property
    def is_significant(self) -> bool:
        """Whether chance alone would give such a difference in less than one table of twenty."""
        return self.p is not None and self.p < LEVEL

    @property
    def ratio(self) -> float | None:
        """How many times b a is, None where b is nothing."""
        return self.a / self.b if self.a is not None and self.b else None


@dataclass(frozen=True, slots=True)
class CategoryIndex:
    """A category: the share of members who bought it, and of the amount; index = 100 x a / b."""

    category: str
    buyers_a: int
    buyers_b: int
    share_a: float
    share_b: float
    amount_a: int
    amount_b: int
    index: float | None
    p: float | None

    @property
    def is_significant(self) -> bool:
        """Whether chance alone would give such a difference in less than one table of twenty."""
        return self.p is not None and self.p < LEVEL


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two groups at the start of a day; the tests leave out the members who stand in both."""

    as_of: date
    a: Side
    b: Side
    overlap: int
    differences: tuple[Difference, ...]
    categories: tuple[CategoryIndex, ...]


def compared(a: str, b: str | None, scope: Scope, *, as_of: date | None = None) -> Comparison:
    """Compare a segment with another, or (b is None) with everybody who is not in it.

    Dynamic segments are asked at `as_of`, by default the day of the last refresh of `a`.

    Raises:
        NotAllowed: the role may not read segments.
        UnknownSegment: one of them does not exist.
    """
    scope.demand("segments.read")
    row = stored.segment(a)
    lake = open_lake(scope)
    day = as_of or row.as_of or _day_after(lake)
    first = InSegment(a)
    second: Condition = Not(first) if b is None else InSegment(b)
    marked = _marked(first, second, day, lake)
    sides = _row(_sums(marked, lake, day), lake)
    taste = lake.backend.to_pyarrow(_taste(marked, lake, day)).to_pylist()
    return Comparison(
        as_of=day,
        a=_side(sides, "a"),
        b=_side(sides, "b"),
        overlap=sides["overlap"],
        differences=_differences(sides),
        categories=_categories(taste, sides),
    )


def _row(table: ibis.Table, lake: Lake) -> Row:
    row: Row = lake.backend.to_pyarrow(table).to_pylist()[0]
    return row


def _day_after(lake: Lake) -> date:
    sales = lake.tables.given("sales")
    last: date | None = lake.backend.to_pyarrow(sales.day.max()).as_py()
    return date(1970, 1, 1) if last is None else last + timedelta(days=1)


def _marked(first: Condition, second: Condition, day: date, lake: Lake) -> ibis.Table:
    """Every member of either side: in_a, in_b, and only_* for the tests, which need two groups."""
    asked = asking.question(Any((first, second)), as_of=day, lake=lake)
    written = {
        name: written_out(condition, asked.dynamic)
        for name, condition in (("in_a", first), ("in_b", second))
    }
    table = judged(written, asked.given, facts=asked.facts)
    marked = table.mutate(only_a=table.in_a & ~table.in_b, only_b=table.in_b & ~table.in_a)
    return marked.filter(marked.in_a | marked.in_b)


def _sums(marked: ibis.Table, lake: Lake, day: date) -> ibis.Table:
    sales = before(lake.tables.given("sales"), day)
    bought = is_purchase(sales)
    each = sales.group_by("member").aggregate(
        amount=sales.amount.sum(),
        sales=sales.sale.count(where=bought),
        last=sales.day.max(where=bought),
    )
    facts = marked.left_join(each.rename(buyer="member"), marked.member == each.member)
    facts = facts.mutate(
        amount=facts.amount.fill_null(0).cast("int64"),
        sales=facts.sales.fill_null(0),
        recency_days=ibis.literal(day).delta(facts["last"], unit="day"),
    )
    facts = facts.mutate(average=facts.amount / facts.sales.nullif(0))
    made: dict[str, Anything] = {"overlap": facts.count(where=facts.in_a & facts.in_b)}
    for side in ("a", "b"):
        made |= _side_sums(facts, side, facts[f"in_{side}"])
        only = facts[f"only_{side}"]
        made[f"only_{side}"] = facts.count(where=only)
        for name in MEASURES:
            value = facts[name].cast("float64")
            made[f"n_{name}_{side}"] = value.count(where=only)
            made[f"mean_{name}_{side}"] = value.mean(where=only)
            made[f"var_{name}_{side}"] = value.var(where=only, how="sample")
    return facts.aggregate(**made)


def _side_sums(facts: ibis.Table, side: str, here: ir.BooleanValue) -> dict[str, Anything]:
    return {
        f"members_{side}": facts.count(where=here),
        f"buyers_{side}": facts.count(where=here & (facts.sales > 0)),
        f"amount_{side}": facts.amount.sum(where=here),
        f"sales_{side}": facts.sales.sum(where=here),
        f"recency_{side}": facts.recency_days.cast("float64").mean(where=here),
    }


def _side(row: Row, side: str) -> Side:
    members, buyers = row[f"members_{side}"], row[f"buyers_{side}"]
    amount, sales = int(row[f"amount_{side}"] or 0), int(row[f"sales_{side}"] or 0)
    return Side(
        members=members,
        buyers=buyers,
        amount=amount,
        sales=sales,
        amount_per_member=amount / members if members else None,
        frequency=sales / members if members else None,
        average_sale=amount / sales if sales else None,
        recency_days=row[f"recency_{side}"],
    )


def _differences(row: Row) -> tuple[Difference, ...]:
    pairs = [(_sample(row, name, "a"), _sample(row, name, "b")) for name in MEASURES]
    found = [significance.mean_p(a, b) if a and b else None for a, b in pairs]
    return tuple(
        Difference(name, a.mean if a else None, b.mean if b else None, p)
        for name, (a, b), p in zip(MEASURES, pairs, significance.corrected(found), strict=True)
    )


def _sample(row: Row, name: str, side: str) -> Sample | None:
    members, mean = row[f"n_{name}_{side}"], row[f"mean_{name}_{side}"]
    return Sample(members, mean, row[f"var_{name}_{side}"] or 0.0) if members else None


def _taste(marked: ibis.Table, lake: Lake, day: date) -> ibis.Table:
    lines, products = lake.tables.given("lines"), lake.tables.given("products")
    named = products.filter(products.category.notnull()).select("product", "category")
    joined = before(lines, day).inner_join(named, "product")
    each = joined.group_by("member", "category").aggregate(
        amount=joined.amount.sum().cast("int64"), bought=(~joined.is_return).any()
    )
    both = each.inner_join(marked, "member")
    made: dict[str, Anything] = {}
    for side in ("a", "b"):
        made[f"buyers_{side}"] = both.count(where=both.bought & both[f"in_{side}"])
        made[f"only_{side}"] = both.count(where=both.bought & both[f"only_{side}"])
        made[f"amount_{side}"] = both.amount.sum(where=both[f"in_{side}"])
    return both.group_by("category").aggregate(**made)


def _categories(rows: list[Row], sides: Row) -> tuple[CategoryIndex, ...]:
    kept = [row for row in rows if row["buyers_a"] + row["buyers_b"] >= significance.MEMBERS_MIN]
    found = significance.corrected(
        [
            significance.share_p(row["only_a"], sides["only_a"], row["only_b"], sides["only_b"])
            for row in kept
        ]
    )
    made = [_category(row, sides, p) for row, p in zip(kept, found, strict=True)]
    return tuple(sorted(made, key=lambda one: (-(one.index or 0.0), one.category)))


def _category(row: Row, sides: Row, p: float | None) -> CategoryIndex:
    share_a = row["buyers_a"] / sides["members_a"] if sides["members_a"] else 0.0
    share_b = row["buyers_b"] / sides["members_b"] if sides["members_b"] else 0.0
    return CategoryIndex(
        category=row["category"],
        buyers_a=row["buyers_a"],
        buyers_b=row["buyers_b"],
        share_a=share_a,
        share_b=share_b,
        amount_a=int(row["amount_a"] or 0),
        amount_b=int(row["amount_b"] or 0),
        index=100 * share_a / share_b if share_b else None,
        p=p,
    )
