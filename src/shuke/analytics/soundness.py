"""How sound the data is: sales, lines and members in which something is missing (E04, E12).

Nothing here is an error by itself: a sale of nothing or a line without a product is imported and
counted, and stands in a list, so that somebody can look.
"""

from datetime import date

import ibis

from shuke.analytics.moments import before, every_name, known_at, share, total

SALE_CHECKS = (
    "no_product",
    "unknown_product",
    "no_category",
    "not_counted",
    "no_quantity",
    "zero_amount",
    "anonymous",
)
MEMBER_CHECKS = ("no_sales", "no_store", "no_joining_day", "no_attributes")


def sales_quality_sales(
    sales: ibis.Table, lines: ibis.Table, products: ibis.Table, *, as_of: date
) -> ibis.Table:
    """List the sales behind `sales_quality`: (check, sale, lines), each sale once per check.

    lines = how many of its lines are concerned; 0 where the sale itself is.
    """
    rows = before(lines, as_of).left_join(
        products.select("product", "is_known", "category", "is_counted"), "product"
    )
    is_known = rows["is_known"].fill_null(ibis.literal(value=False))
    has_product = rows["product"].notnull()
    of_lines = {
        "no_product": ~has_product,
        "unknown_product": has_product & ~is_known,
        "no_category": has_product & is_known & rows["category"].isnull(),
        "not_counted": has_product & is_known & ~rows["is_counted"],
        "no_quantity": rows["quantity_milli"] == 0,
    }
    heads = before(sales, as_of)
    of_heads = {"zero_amount": heads["amount"] == 0, "anonymous": heads["member"].isnull()}
    none = ibis.literal(0, type="int64")
    parts = [
        found.group_by("sale").aggregate(lines=found.count()).mutate(check=ibis.literal(name))
        for name, condition in of_lines.items()
        for found in [rows.filter(condition)]
    ]
    parts += [
        heads.filter(condition).select("sale", lines=none, check=ibis.literal(name))
        for name, condition in of_heads.items()
    ]
    return ibis.union(*[part.select("check", "sale", "lines") for part in parts])


def sales_quality(
    sales: ibis.Table, lines: ibis.Table, products: ibis.Table, *, as_of: date
) -> ibis.Table:
    """Count sales and lines in which something is missing.

    Columns: check; lines concerned; sales concerned (returns too); share = sales / all sales.
    Checks: no_product (a line names none), unknown_product (a placeholder: the catalogue does not
    know it), no_category (known, without a category), not_counted (goods whose quantity is no
    number of pieces, as fuel), no_quantity (0), zero_amount (a sale of nothing), anonymous (no
    member). Every check has a row, in this order.
    """
    listed = sales_quality_sales(sales, lines, products, as_of=as_of)
    counted = listed.group_by("check").aggregate(lines=total(listed["lines"]), sales=listed.count())
    rows = every_name(counted, "check", SALE_CHECKS)
    whole = before(sales, as_of).aggregate(n=lambda t: t.count())
    both = rows.cross_join(whole)
    place = ibis.cases(*[(both["check"] == name, k) for k, name in enumerate(SALE_CHECKS)], else_=9)
    return both.order_by(place).select(
        "check", "lines", "sales", share=share(both["sales"], both["n"])
    )


def member_quality_members(
    members: ibis.Table, sales: ibis.Table, attributes: ibis.Table, *, as_of: date
) -> ibis.Table:
    """List the members behind `member_quality`: (check, member), each once per check."""
    known = known_at(members, as_of)
    bought = before(sales, as_of).select("member").distinct()
    described = attributes.select("member").distinct()
    parts = {
        "no_sales": known.anti_join(bought, "member"),
        "no_store": known.filter(known["store"].isnull()),
        "no_joining_day": known.filter(known["joined_on"].isnull()),
        "no_attributes": known.anti_join(described, "member"),
    }
    return ibis.union(
        *[part.select("member", check=ibis.literal(name)) for name, part in parts.items()]
    ).select("check", "member")


def member_quality(
    members: ibis.Table, sales: ibis.Table, attributes: ibis.Table, *, as_of: date
) -> ibis.Table:
    """Count members about whom something basic is not known: (check, members, share).

    Checks: no_sales, no_store (home store), no_joining_day, no_attributes (no profile field that
    is not personal). share = members / members known at as-of. Every check has a row.
    """
    listed = member_quality_members(members, sales, attributes, as_of=as_of)
    counted = listed.group_by("check").aggregate(members=listed.count())
    rows = every_name(counted, "check", MEMBER_CHECKS)
    known = known_at(members, as_of)
    both = rows.cross_join(known.aggregate(n=known.count()))
    place = ibis.cases(
        *[(both["check"] == name, k) for k, name in enumerate(MEMBER_CHECKS)], else_=9
    )
    return both.order_by(place).select("check", "members", share=share(both["members"], both["n"]))
