"""Several behaviour counts from as few scans as there are kinds of them.

Counts without a product level come from the sale headers (a third of the cost of lines), counts
with one from one scan of the lines of the products asked for, quantities of everything from a
plain sum over lines. Each answers one row per member with at least one fitting purchase.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any as Anything

import ibis
from ibis.expr import types as ir

from shuke.analytics.conditions.tables import Tables
from shuke.rules.conditions import PRODUCT_LEVELS, Count, Level, Measure
from shuke.rules.counting import MILLI

Named = Mapping[Count, str]
_LEVEL_COLUMNS = {Level.PRODUCT: "number"}


def pieces(counts: Named, tables: Tables, *, as_of: date) -> list[ibis.Table]:
    """Return tables of member and one column per count, named as `counts` says.

    Times and days are whole, amounts minor units, quantities units; members without a fitting
    purchase are missing or null, which means 0.
    """
    by_product = {count: name for count, name in counts.items() if count.by_product}
    quantities = {
        count: name
        for count, name in counts.items()
        if not count.by_product and count.measure is Measure.QUANTITY
    }
    found: list[ibis.Table] = []
    if by_product:
        found.append(_lines_of_products(by_product, tables, as_of))
    if quantities:
        found.append(_quantities(quantities, tables, as_of))
    return found


def header_aggregates(
    counts: Named,
    sales: ibis.Table,
    *,
    as_of: date,
) -> dict[str, ir.Value]:
    """Return the aggregates of the counts that headers answer, over `sales` as `headers` made it.

    They are handed back unaggregated, so that the caller can add its own to the same scan.
    """
    kept = sales.returns_sale.isnull()
    found: dict[str, ir.Value] = {}
    for count, name in counts.items():
        fits = _all_of(_window(count, sales.at, as_of), _by_store(count, sales, name))
        if count.measure is Measure.AMOUNT:
            found[name] = sales.amount.sum(where=fits)
        elif count.measure is Measure.TIMES:
            found[name] = sales.sale.count(where=_and(kept, fits))
        else:
            found[name] = sales.day.nunique(where=_and(kept, fits))
    return found


def is_header(count: Count) -> bool:
    """Tell whether the sale headers answer a count."""
    return not count.by_product and count.measure is not Measure.QUANTITY


def headers(counts: Named, tables: Tables, *, as_of: date) -> ibis.Table:
    """Return the members' sales before as-of with the flags the counts need."""
    sales = tables.given("sales")
    known = sales.filter(sales.member.notnull(), sales.at < ibis.literal(_start(as_of)))
    return _with_stores(known, counts, tables)


def _lines_of_products(counts: Named, tables: Tables, as_of: date) -> ibis.Table:
    lines = _lines(counts, tables, as_of)
    products = _flagged_products(counts, tables.given("products"))
    joined = lines.inner_join(products, "product")
    fits: dict[str, Anything] = {}
    for count, name in counts.items():
        here = _all_of(
            joined[f"fits_{name}"],
            _window(count, joined.at, as_of),
            _by_store(count, joined, name),
        )
        fits[f"here_{name}"] = here
    marked = joined.mutate(**fits)
    marked = marked.filter(ibis.or_(*(marked[column] for column in fits)))
    return _per_member(marked, counts)


def _per_member(marked: ibis.Table, counts: Named) -> ibis.Table:
    by_line: dict[str, Anything] = {}
    by_sale: dict[str, Anything] = {}
    for count, name in counts.items():
        here = marked[f"here_{name}"]
        if count.measure is Measure.AMOUNT:
            by_line[name] = marked.amount.sum(where=here)
        elif count.measure is Measure.QUANTITY:
            by_line[name] = marked.quantity_milli.sum(where=here & marked.is_counted) / float(MILLI)
        else:
            by_sale[name] = count
    if not by_sale:
        return marked.group_by("member").aggregate(**by_line)
    # First to sales, then to members: distinct sales without a hash set per member and count.
    hits = {f"hit_{name}": (marked[f"here_{name}"] & ~marked.is_return).any() for name in by_sale}
    sums = {name: by_line[name] for name in by_line}
    sales = marked.group_by("member", "sale").aggregate(day=marked.day.min(), **hits, **sums)
    final: dict[str, Anything] = {name: sales[name].sum() for name in by_line}
    for name, count in by_sale.items():
        hit = sales[f"hit_{name}"]
        is_times = count.measure is Measure.TIMES
        final[name] = sales.sale.count(where=hit) if is_times else sales.day.nunique(where=hit)
    return sales.group_by("member").aggregate(**final)


def _quantities(counts: Named, tables: Tables, as_of: date) -> ibis.Table:
    lines = _lines(counts, tables, as_of)
    products = tables.given("products")
    uncounted = products.filter(~ibis.coalesce(products.is_counted, ibis.literal(value=True)))
    kept = lines.anti_join(uncounted, "product")
    aggregates: dict[str, Anything] = {}
    for count, name in counts.items():
        fits = _all_of(_window(count, kept.at, as_of), _by_store(count, kept, name))
        aggregates[name] = kept.quantity_milli.sum(where=fits) / float(MILLI)
    return kept.group_by("member").aggregate(**aggregates)


def _lines(counts: Named, tables: Tables, as_of: date) -> ibis.Table:
    lines = tables.given("lines")
    first = _earliest(counts, as_of)
    asked = [lines.member.notnull(), lines.at < ibis.literal(_start(as_of))]
    if first is not None:
        asked.append(lines.at >= ibis.literal(_start(first)))
    kept = lines.filter(*asked)
    if any(level is Level.CHANNEL for count in counts for level, _ in count.where):
        sales = tables.given("sales").select("sale", "channel")
        kept = kept.left_join(sales, "sale").drop("sale_right")
    return _with_stores(kept, counts, tables)


def _earliest(counts: Named, as_of: date) -> date | None:
    starts = [count.window.bounds(as_of)[0] for count in counts]
    known = [start for start in starts if start is not None]
    return min(known) if len(known) == len(starts) else None


def _flagged_products(counts: Named, products: ibis.Table) -> ibis.Table:
    flags: dict[str, Anything] = {}
    for count, name in counts.items():
        asked = [
            ibis.coalesce(
                products[_LEVEL_COLUMNS.get(level, level.value)].isin(list(texts)),
                ibis.literal(value=False),
            )
            for level, texts in count.where
            if level in PRODUCT_LEVELS
        ]
        flags[f"fits_{name}"] = ibis.and_(*asked)
    flagged = products.select(
        product=products.product,
        is_counted=ibis.coalesce(products.is_counted, ibis.literal(value=True)),
        **flags,
    )
    return flagged.filter(ibis.or_(*(flagged[flag] for flag in flags)))


def _with_stores(table: ibis.Table, counts: Named, tables: Tables) -> ibis.Table:
    asked: dict[str, Sequence[str]] = {
        f"store_{name}": texts
        for count, name in counts.items()
        for level, texts in count.where
        if level is Level.STORE
    }
    if not asked:
        return table
    stores = tables.given("stores")
    flags = {flag: stores.number.isin(list(texts)) for flag, texts in asked.items()}
    flagged = stores.select(store=stores.store, **flags)
    return table.left_join(flagged, "store").drop("store_right")


def _by_store(count: Count, table: ibis.Table, name: str) -> Anything:
    found: list[Anything] = []
    for level, texts in count.where:
        if level is Level.STORE:
            found.append(_false_if_null(table[f"store_{name}"]))
        if level is Level.CHANNEL:
            found.append(_false_if_null(table["channel"].isin(list(texts))))
    return ibis.and_(*found) if found else None


def _false_if_null(value: Anything) -> Anything:
    return ibis.coalesce(value, ibis.literal(value=False))


def _window(count: Count, at: Anything, as_of: date) -> Anything:
    first, end = count.window.bounds(as_of)
    asked: list[Anything] = []
    if first is not None:
        asked.append(at >= ibis.literal(_start(first)))
    if end < as_of:
        asked.append(at < ibis.literal(_start(end)))
    return ibis.and_(*asked) if asked else None


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _all_of(*conditions: Anything) -> Anything:
    given = [condition for condition in conditions if condition is not None]
    return ibis.and_(*given) if given else None


def _and(first: Anything, second: Anything) -> Anything:
    return first if second is None else first & second
