"""Cross-selling: who buys one thing and not what goes with it (F30)."""

from datetime import date
from typing import Literal

import ibis

from shuke.analytics.moments import before, between, of_members, share, sold, total

Level = Literal["department", "category", "subcategory", "brand"]
Part = Literal["members", "both", "buyers"]
WINDOW_DAYS = 60


def bought_items(
    lines: ibis.Table,
    products: ibis.Table,
    *,
    as_of: date,
    days: int = WINDOW_DAYS,
    level: Level = "category",
) -> ibis.Table:
    """List what each member bought in the last `days` days: (member, item), distinct.

    Lines of returns and lines without a value at the level do not count.
    """
    rows = of_members(sold(before(lines, as_of, window_days=days))).select("member", "product")
    named = products.filter(products[level].notnull()).select("product", item=products[level])
    return rows.join(named, "product").select("member", "item").distinct()


def cross_sell(
    lines: ibis.Table,
    products: ibis.Table,
    *,
    as_of: date,
    days: int = WINDOW_DAYS,
    level: Level = "category",
    min_support: float = 0.1,
    min_lift: float = 1.5,
) -> ibis.Table:
    """Find what to offer next to the buyers of something.

    Columns: a (bought), b (not bought), buyers (members who bought a), both (a and b), members =
    buyers - both: the list to offer b to; confidence = both / buyers; lift = both x n / (buyers x
    buyers of b), n = members who bought anything. Over purchases of the last `days` days, for
    items bought by at least `min_support` of n, where lift is at least `min_lift`; ordered by
    a, b. Margins are not known here.
    """
    had = bought_items(lines, products, as_of=as_of, days=days, level=level)
    whole = had.aggregate(n=had["member"].nunique())
    alone = had.group_by("item").aggregate(k=had.count()).cross_join(whole)
    alone = alone.filter(alone["k"].cast("float64") >= alone["n"].cast("float64") * min_support)
    often = had.semi_join(alone, "item")
    left, right = often.view(), often.view()
    met = left.join(right, [left["member"] == right["member"], left["item"] != right["item"]])
    met = met.select(a=left["item"], b=right["item"])
    counted = met.group_by("a", "b").aggregate(both=met.count())
    rows = counted.join(alone.select(a="item", buyers="k", n="n"), "a")
    rows = rows.join(alone.select(b="item", of_b="k"), "b")
    both, buyers, n, of_b = (rows[name].cast("float64") for name in ("both", "buyers", "n", "of_b"))
    rows = rows.mutate(
        members=rows["buyers"] - rows["both"],
        confidence=both / buyers,
        lift=both * n / (buyers * of_b),
    )
    rows = rows.filter(rows["lift"] >= min_lift)
    kept = ("a", "b", "buyers", "both", "members", "confidence", "lift")
    return rows.select(*kept).order_by("a", "b")


def cross_sell_members(
    lines: ibis.Table,
    products: ibis.Table,
    *,
    as_of: date,
    days: int = WINDOW_DAYS,
    level: Level = "category",
    part: Part = "members",
) -> ibis.Table:
    """List the members behind `cross_sell`: (a, b, member) for any two items; filter by a and b.

    part: "members" = bought a and not b (the list to offer b to), "both", or "buyers" of a.
    """
    had = bought_items(lines, products, as_of=as_of, days=days, level=level)
    others = had.select(b="item").distinct()
    pairs = had.select("member", a="item").cross_join(others)
    pairs = pairs.filter(pairs["a"] != pairs["b"]).select("a", "b", "member")
    if part == "buyers":
        return pairs
    with_b = had.select("member", b="item")
    if part == "both":
        return pairs.semi_join(with_b, ["member", "b"])
    return pairs.anti_join(with_b, ["member", "b"])


def acceptance(
    lines: ibis.Table,
    products: ibis.Table,
    listed: ibis.Table,
    *,
    since: date,
    as_of: date,
    b: str,
    level: Level = "category",
) -> ibis.Table:
    """Measure how many of a list bought `b` from `since` to as-of: one row.

    Columns: listed, bought, rate (null for an empty list). 30 listed, 9 buy: 0.30.
    """
    rows = of_members(sold(between(lines, since, as_of))).select("member", "product")
    asked = products.filter(products[level] == b).select("product")
    bought = rows.semi_join(asked, "product").select("member").distinct()
    everyone = listed.select("member").distinct()
    said = everyone.left_join(bought.mutate(is_bought=ibis.literal(value=True)), "member")
    made = said.aggregate(listed=said.count(), bought=said.count(where=said["is_bought"].notnull()))
    return made.mutate(rate=share(made["bought"], made["listed"]))


def items_per_member(
    lines: ibis.Table,
    products: ibis.Table,
    *,
    as_of: date,
    days: int = WINDOW_DAYS,
    level: Level = "category",
) -> ibis.Table:
    """Count the distinct categories a buyer bought of: one row (members, items, items_each)."""
    had = bought_items(lines, products, as_of=as_of, days=days, level=level)
    per = had.group_by("member").aggregate(k=had.count())
    made = per.aggregate(members=per.count(), items=total(per["k"]).fill_null(0))
    return made.mutate(items_each=share(made["items"], made["members"]))
