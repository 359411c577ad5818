"""What members and groups prefer: their share of spending beside everybody's (F27)."""

from datetime import date
from typing import Literal

import ibis
from ibis.expr import types as ir

from shuke.analytics.moments import before, of_members, share, total

Dimension = Literal[
    "department", "category", "subcategory", "brand", "price", "channel", "time", "weekday"
]
PRODUCT_DIMENSIONS = ("department", "category", "subcategory", "brand", "price")
SALE_DIMENSIONS = ("channel", "time", "weekday")
DIMENSIONS = (*PRODUCT_DIMENSIONS, *SALE_DIMENSIONS)
EVERYBODY = "all"
PRICE_BANDS = ("low", "middle", "high")
# The first hour of each band of the day; the night goes on until the morning.
HOURS = ((6, "morning"), (11, "noon"), (14, "afternoon"), (17, "evening"), (21, "night"))
WEEKDAYS = ("1", "2", "3", "4", "5", "6", "7")  # Monday to Sunday


def spending_by(
    sales: ibis.Table,
    lines: ibis.Table | None = None,
    products: ibis.Table | None = None,
    *,
    as_of: date,
    dimension: Dimension = "category",
    window_days: int | None = None,
) -> ibis.Table:
    """Add up each member's net amount by value of a dimension: (member, value, amount).

    category, department, subcategory, brand: of the product; lines without such a value do not
    count. price: the product's band within its category, by unit price over all lines given
    (thirds of the products: low, middle, high; only goods counted in units). channel, time (band
    of the local hour) and weekday ("1" = Monday): of the sale. Returns take away.

    Raises:
        ValueError: the dimension is unknown, or needs lines and products.
    """
    if dimension in SALE_DIMENSIONS:
        known = of_members(before(sales, as_of, window_days=window_days))
        named = known.select("member", "amount", value=_of_sale(known, dimension))
    elif dimension in PRODUCT_DIMENSIONS and lines is not None and products is not None:
        valued = price_bands(before(lines, as_of), products) if dimension == "price" else products
        column = "band" if dimension == "price" else dimension
        valued = valued.select("product", value=valued[column])
        known = of_members(before(lines, as_of, window_days=window_days))
        named = known.select("member", "product", "amount").join(valued, "product")
        named = named.select("member", "amount", "value")
    else:
        message = f"dimension {dimension!r} must be one of {DIMENSIONS}; {PRODUCT_DIMENSIONS} need"
        raise ValueError(message + " lines and products")
    named = named.filter(named["value"].notnull())
    return named.group_by("member", "value").aggregate(amount=total(named["amount"]))


def preferences_members(
    sales: ibis.Table,
    lines: ibis.Table | None = None,
    products: ibis.Table | None = None,
    *,
    as_of: date,
    dimension: Dimension = "category",
    window_days: int | None = None,
) -> ibis.Table:
    """Compare each member's spending with everybody's.

    Columns: member, value, amount (net, minor units), share (of the member's amount over all
    values), base_share (of all members' amount), index = 100 x share / base_share, 100 = like
    everybody. A member with 60 % on dairy where all spend 20 %: 300. Members whose amount is not
    positive in all have no row, nor have values that a member did not buy.
    """
    spent = spending_by(
        sales, lines, products, as_of=as_of, dimension=dimension, window_days=window_days
    )
    own = spent.group_by("member").aggregate(own=total(spent["amount"]))
    return _compared(spent, own.filter(own["own"] > 0), "member")


def preferences(
    sales: ibis.Table,
    lines: ibis.Table | None = None,
    products: ibis.Table | None = None,
    *,
    as_of: date,
    dimension: Dimension = "category",
    groups: ibis.Table | None = None,
    window_days: int | None = None,
) -> ibis.Table:
    """Compare each group's spending with everybody's.

    Columns: group ("all" without groups), value, members (who bought of the value), amount,
    share, base_share, index, as `preferences_members`. `groups` is (member, group): a segment, a
    lifecycle state, a store. The base is all members, those without a group too. Ordered.
    """
    spent = spending_by(
        sales, lines, products, as_of=as_of, dimension=dimension, window_days=window_days
    )
    grouped = _grouped(spent, groups)
    summed = grouped.group_by("group", "value").aggregate(
        members=grouped.count(), amount=total(grouped["amount"])
    )
    own = summed.group_by("group").aggregate(own=total(summed["amount"]))
    base = spent.group_by("value").aggregate(base=total(spent["amount"]))
    return _compared(summed, own, "group", base).order_by("group", "value")


def preferences_groups_members(
    sales: ibis.Table,
    lines: ibis.Table | None = None,
    products: ibis.Table | None = None,
    *,
    as_of: date,
    dimension: Dimension = "category",
    groups: ibis.Table | None = None,
    window_days: int | None = None,
) -> ibis.Table:
    """List the members behind a row of `preferences`: (group, value, member, amount)."""
    spent = spending_by(
        sales, lines, products, as_of=as_of, dimension=dimension, window_days=window_days
    )
    return _grouped(spent, groups).select("group", "value", "member", "amount")


def price_bands(lines: ibis.Table, products: ibis.Table) -> ibis.Table:
    """Part the products of each category by unit price: (product, unit_price, band).

    unit_price = net amount / units in minor units; thirds by 3 x (lowest rank - 1) / products of
    the category, so equal prices share a band. Products without a category, not counted in units,
    or with nothing kept have no band.
    """
    sold = lines.filter(lines["product"].notnull())
    summed = sold.group_by("product").aggregate(
        amount=total(sold["amount"]), milli=total(sold["quantity_milli"])
    )
    summed = summed.filter(summed["milli"] > 0)
    counted = products.filter(products["category"].notnull())
    if "is_counted" in products.columns:
        counted = counted.filter(counted["is_counted"])
    both = summed.join(counted.select("product", "category"), "product")
    both = both.mutate(unit_price=share(both["amount"], both["milli"]) * 1000.0)
    within = ibis.window(group_by=both["category"])
    ranked = ibis.window(group_by=both["category"], order_by=both["unit_price"])
    third = ibis.rank().over(ranked) * len(PRICE_BANDS) // both["product"].count().over(within)
    banded = both.mutate(third=third)
    band = ibis.cases(
        *[(banded["third"] == k, name) for k, name in enumerate(PRICE_BANDS[:-1])],
        else_=PRICE_BANDS[-1],
    )
    return banded.select("product", "unit_price", band=band)


def _of_sale(sales: ibis.Table, dimension: str) -> ir.StringValue:
    if dimension == "channel":
        return sales["channel"]
    if dimension == "weekday":
        return (sales["day"].day_of_week.index() + 1).cast("string")
    hour = sales["at"].hour()
    later_first = [(hour >= start, name) for start, name in reversed(HOURS)]
    return ibis.cases(*later_first, else_=HOURS[-1][1])


def _grouped(spent: ibis.Table, groups: ibis.Table | None) -> ibis.Table:
    if groups is None:
        return spent.mutate(group=ibis.literal(EVERYBODY))
    return spent.join(groups.select("member", "group"), "member").select(
        "group", "member", "value", "amount"
    )


def _compared(
    spent: ibis.Table, own: ibis.Table, by: str, base: ibis.Table | None = None
) -> ibis.Table:
    if base is None:
        base = spent.group_by("value").aggregate(base=total(spent["amount"]))
    whole = base.aggregate(whole=total(base["base"]))
    rows = spent.join(own, by).join(base, "value").cross_join(whole)
    part = share(rows["amount"], rows["own"])
    everybody = share(rows["base"], rows["whole"])
    kept = [name for name in (by, "value", "members", "amount") if name in rows.columns]
    return rows.select(
        *kept,
        share=part,
        base_share=everybody,
        index=part / everybody.nullif(0.0) * 100.0,
    )
