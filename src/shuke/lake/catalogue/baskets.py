"""What is bought together."""

import ibis

from shuke.analytics import baskets
from shuke.analytics.moments import before, sold
from shuke.lake.figures.definition import Asked, Entry, Figure, Listed, Parameter
from shuke.lake.figures.registry import register

LEVELS = ("category", "product", "department", "subcategory", "brand")
PRODUCT = "product"
_BOTH = 2


def _level(asked: Asked) -> baskets.Level:
    return asked.text("level")  # type: ignore[return-value]  # checked against LEVELS


def _pairs(asked: Asked) -> ibis.Table:
    found = baskets.pairs(
        asked.lines,
        asked.products,
        as_of=asked.as_of,
        level=_level(asked),
        min_support=asked.number("min_support"),
    )
    return _by_number(found, asked.products) if _level(asked) == PRODUCT else found


def _by_number(found: ibis.Table, products: ibis.Table) -> ibis.Table:
    """Write product numbers for ids, the naturally first number as `a`."""
    of_a = products.select(a=products["product"], number_a=products["number"])
    of_b = products.select(b=products["product"], number_b=products["number"])
    rows = found.join(of_a, "a").join(of_b, "b")
    a, b = rows["number_a"], rows["number_b"]
    is_first = (a.length() < b.length()) | ((a.length() == b.length()) & (a < b))
    ab, ba = rows["confidence_ab"], rows["confidence_ba"]
    made = rows.select(
        a=is_first.ifelse(a, b),
        b=is_first.ifelse(b, a),
        sales="sales",
        support="support",
        confidence_ab=is_first.ifelse(ab, ba),
        confidence_ba=is_first.ifelse(ba, ab),
        lift="lift",
    )
    return made.order_by(made["a"].length(), "a", made["b"].length(), "b")


def _sales(asked: Asked) -> ibis.Table:
    """The sales that hold both items named in `where`; only lines of the two are looked at."""
    column = "number" if _level(asked) == PRODUCT else _level(asked)
    names = [asked.where["a"], asked.where["b"]]
    both = asked.products.filter(asked.products[column].isin(names))
    rows = sold(before(asked.lines, asked.as_of))
    named = both.select(product="product", item=both[column])
    met = rows.join(named, "product").select("sale", "item").distinct()
    counted = met.group_by("sale").aggregate(both=met.count())
    return counted.filter(counted["both"] == _BOTH).select("sale")


register(
    Entry(
        figure=Figure(
            name="pairs",
            zh="关联购买",
            en="Bought together",
            version=1,
            columns={
                "a": "text",
                "b": "text",
                "sales": "sales",
                "support": "share",
                "confidence_ab": "share",
                "confidence_ba": "share",
                "lift": "number",
            },
            about_zh=(
                "N = 至少含一个该层级已知项的销售单数（退货不计）。支持度 = 同含 A、B 的单数 ÷ "
                "N；置信度 A→B = 同含单数 ÷ 含 A 单数；提升度 = 同含单数 × N ÷（含 A 单数 × 含 "
                "B 单数），大于 1 表示比偶然更常一起购买。"
            ),
            about_en=(
                "N = sales with at least one item known at the level (returns do not count). "
                "Support = sales with A and B / N; confidence A to B = sales with both / sales "
                "with A; lift = sales with both x N / (sales with A x sales with B): above 1 "
                "they meet more often than chance."
            ),
            parameters=(
                Parameter("level", "choice", "category", "层级", "Level", choices=LEVELS),
                Parameter(
                    "min_support",
                    "number",
                    0.01,
                    "最低支持度",
                    "Least support",
                    least=0.0,
                    most=1.0,
                ),
            ),
        ),
        rows=_pairs,
        lists={"sales": Listed(_sales, keys=("a", "b"), kind="sales", narrows=True)},
    )
)
