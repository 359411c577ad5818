"""Figures of data quality: what is missing in sales and in members."""

from shuke.analytics import soundness
from shuke.lake.figures.definition import Entry, Figure, Listed
from shuke.lake.figures.registry import register

register(
    Entry(
        figure=Figure(
            name="sales_quality",
            zh="销售数据质量",
            en="Quality of the sales data",
            version=1,
            columns={"check": "text", "lines": "count", "sales": "sales", "share": "share"},
            about_zh=(
                "每项检查涉及的明细行数、销售单数及其占全部销售单的比例："
                "明细无商品、占位商品（目录中没有）、"
                "商品无品类、数量不是件数的商品（如汽油）、"
                "数量为 0、金额为 0 的销售单、非会员销售单。"
            ),
            about_en=(
                "Lines and sales that each check concerns, and their share of all sales: lines "
                "without a product, placeholders (unknown to the catalogue), products without a "
                "category, goods not counted in pieces (fuel), lines of quantity 0, sales of "
                "nothing, sales without a member."
            ),
        ),
        rows=lambda asked: soundness.sales_quality(
            asked.sales, asked.lines, asked.products, as_of=asked.as_of
        ),
        lists={
            "sales": Listed(
                lambda asked: soundness.sales_quality_sales(
                    asked.sales, asked.lines, asked.products, as_of=asked.as_of
                ).select("check", "sale"),
                keys=("check",),
                kind="sales",
            ),
        },
    )
)

register(
    Entry(
        figure=Figure(
            name="member_quality",
            zh="会员数据质量",
            en="Quality of the member data",
            version=1,
            columns={"check": "text", "members": "members", "share": "share"},
            about_zh=(
                "每项检查涉及的会员数及其占全部会员的比例：没有消费、没有归属门店、没有入会日期、"
                "没有任何非个人属性。"
            ),
            about_en=(
                "Members that each check concerns, and their share of all members: without sales, "
                "without a home store, without a day of joining, without any attribute that is not "
                "personal."
            ),
        ),
        rows=lambda asked: soundness.member_quality(
            asked.members, asked.sales, asked.tables.given("attributes"), as_of=asked.as_of
        ),
        lists={
            "members": Listed(
                lambda asked: soundness.member_quality_members(
                    asked.members, asked.sales, asked.tables.given("attributes"), as_of=asked.as_of
                ),
                keys=("check",),
            ),
        },
    )
)
