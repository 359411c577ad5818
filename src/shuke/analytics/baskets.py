"""What is bought together: pairs of categories or products in one sale (F06)."""

from datetime import date
from typing import Literal

import ibis

from shuke.analytics.moments import before, sold

Level = Literal["category", "department", "subcategory", "brand", "product"]
PRODUCT_LEVELS = ("category", "department", "subcategory", "brand")


def items_sold(
    lines: ibis.Table, products: ibis.Table | None = None, *, as_of: date, level: Level = "category"
) -> ibis.Table:
    """List the distinct known items of every sale at a level: (sale, item).

    Lines of returns and lines without a product, or whose product has no value at the level, do
    not count. At level "product" the item is the product id and `products` is not needed.

    Raises:
        ValueError: the level is unknown, or needs `products`.
    """
    rows = sold(before(lines, as_of))
    if level == "product":
        known = rows.filter(rows["product"].notnull())
        return known.select("sale", item=known["product"]).distinct()
    if level not in PRODUCT_LEVELS or products is None:
        message = f"level {level!r} needs products and to be one of product, {PRODUCT_LEVELS}"
        raise ValueError(message)
    named = products.filter(products[level].notnull()).select("product", item=products[level])
    return rows.join(named, "product").select("sale", "item").distinct()


def pairs(
    lines: ibis.Table,
    products: ibis.Table | None = None,
    *,
    as_of: date,
    level: Level = "category",
    min_support: float = 0.01,
) -> ibis.Table:
    """Measure which two items are bought in one sale more often than chance.

    Columns: a, b (a < b), sales (with both), support = sales / n, confidence_ab = sales / sales
    with a, confidence_ba, lift = sales x n / (sales with a x sales with b), where n = sales with
    at least one known item. Only pairs with support of at least `min_support`; ordered by a, b.
    Source: Agrawal, Imielinski and Swami 1993. Narrow `lines` first for a period or a segment.
    """
    items = items_sold(lines, products, as_of=as_of, level=level)
    whole = items.aggregate(n=items["sale"].nunique())
    alone = items.group_by("item").aggregate(k=items.count())
    known = alone.cross_join(whole)
    frequent = known.filter(known["k"] >= known["n"] * min_support)
    often = items.semi_join(frequent, "item")
    left, right = often.view(), often.view()
    both = left.join(right, [left["sale"] == right["sale"], left["item"] < right["item"]])
    met = both.select(a=left["item"], b=right["item"])
    counted = met.group_by("a", "b").aggregate(sales=met.count())
    of_a = frequent.select(a="item", in_a="k", n="n")
    of_b = frequent.select(b="item", in_b="k")
    rows = counted.join(of_a, "a").join(of_b, "b")
    rows = rows.filter(rows["sales"] >= rows["n"] * min_support)
    sales, in_a, in_b = (rows[name].cast("float64") for name in ("sales", "in_a", "in_b"))
    n = rows["n"].cast("float64")
    made = rows.select(
        "a",
        "b",
        "sales",
        support=sales / n,
        confidence_ab=sales / in_a,
        confidence_ba=sales / in_b,
        lift=sales * n / (in_a * in_b),
    )
    return made.order_by("a", "b")


def pair_sales(
    lines: ibis.Table,
    products: ibis.Table | None = None,
    *,
    as_of: date,
    a: str | int,
    b: str | int,
    level: Level = "category",
) -> ibis.Table:
    """List the sales behind one row of `pairs`: (sale,), those that hold both items."""
    items = items_sold(lines, products, as_of=as_of, level=level)
    asked = items.filter(items["item"].isin([a, b]))
    counted = asked.group_by("sale").aggregate(both=asked.count())
    return counted.filter(counted["both"] == 2).select("sale")  # noqa: PLR2004
