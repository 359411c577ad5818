"""One chunk of whole sales into the tables of sales: new ones land, known ones are left alone.

A sale is known by store and number. The same content again is `known`; other content is refused
row by row, for a correction is a return and a new sale (package `sales`).
"""

from datetime import date, datetime

import duckdb

from shuke.intake.counts import Counts
from shuke.intake.looking import look_up
from shuke.intake.pouring import pour
from shuke.intake.quoting import literal
from shuke.kernel import ids
from shuke.kernel.scope import Actor
from shuke.sales import actions as sales
from shuke.sales import queries as sales_queries

# Sums weighted by position tell lines that were swapped or changed without fetching them.
_KNOWN = (
    "SELECT s.store_id, s.number, s.member_id, CAST(s.local_at AS varchar(19)), s.amount,"
    " count(*), sum(l.quantity_milli * l.position), sum(l.amount * l.position),"
    " sum(l.gross * l.position), coalesce(sum((l.product_id % 1000003) * l.position), 0)"
    " FROM intake_keys k CROSS JOIN sales_sale s JOIN sales_line l ON l.sale_id = s.id"
    " WHERE s.store_id = k.store_id AND s.number = k.number"
    " GROUP BY s.id, s.store_id, s.number, s.member_id, s.local_at, s.amount"
)
_KNOWN_COLUMNS = {
    "store_id": "bigint",
    "number": "text",
    "member_id": "bigint",
    "local_at": "text",
    "amount": "bigint",
    "lines": "bigint",
    "quantities": "hugeint",
    "amounts": "hugeint",
    "grosses": "hugeint",
    "products": "hugeint",
}
_JUDGED = """
CREATE OR REPLACE TEMP TABLE judged AS
SELECT h.ordinal, h.line_count,
       CASE WHEN k.number IS NULL THEN 'new'
            WHEN k.member_id IS NOT DISTINCT FROM h.member_id AND k.amount = h.amount
                 AND k.local_at = strftime(h.local_at, '%Y-%m-%d %H:%M:%S')
                 AND k.lines = h.line_count AND k.quantities = b.quantities
                 AND k.amounts = b.amounts AND k.grosses = b.grosses AND k.products = b.products
            THEN 'same' ELSE 'differs' END AS verdict
FROM chunk_heads h
LEFT JOIN known_sales k ON k.store_id = h.store_id AND k.number = h.sale_number
LEFT JOIN (
    SELECT ordinal, sum(quantity_milli * position) AS quantities,
           sum(amount * position) AS amounts, sum(gross * position) AS grosses,
           coalesce(sum((p.id % 1000003) * position), 0) AS products
    FROM chunk_body LEFT JOIN product_ids p ON p.number = product_number GROUP BY ordinal
) b USING (ordinal)
"""
_ALL_NEW = """
CREATE OR REPLACE TEMP TABLE judged AS SELECT ordinal, line_count, 'new' AS verdict FROM chunk_heads
"""
_FRESH = """
CREATE OR REPLACE TEMP TABLE fresh AS
SELECT h.*, row_number() OVER (ORDER BY h.ordinal) - 1 AS place
FROM chunk_heads h JOIN judged j USING (ordinal) WHERE j.verdict = 'new' ORDER BY h.ordinal
"""
_LINES = (
    "(SELECT b.*, p.id AS product_id, f.place"
    " FROM chunk_body b JOIN fresh f USING (ordinal)"
    " LEFT JOIN product_ids p ON p.number = b.product_number ORDER BY b.ordinal, b.position)"
)
_TAKEN = "sale.number_taken"


def land_chunk(
    duck: duckdb.DuckDBPyConnection, number: int, *, import_id: int, at: datetime, by: Actor
) -> Counts:
    """Land one chunk of sales, in the caller's transaction, with one event for all of them."""
    for name, table in (("chunk_heads", "timed"), ("chunk_body", "body")):
        duck.execute(
            f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM {table}"  # noqa: S608 - names
            f" WHERE NOT is_return AND chunk = {int(number)}"
        )
    _judge(duck)
    counts = _counted(duck) + _refuse(duck, import_id)
    if counts.made.get("sales"):
        _pour(duck, counts.made["sales"], counts.made["lines"])
        sales.announce(
            source=str(import_id),
            count=counts.made["sales"],
            days=_days(duck),
            at=at,
            by=by,
            digest=f"chunk {number}",
        )
    return counts


def _judge(duck: duckdb.DuckDBPyConnection) -> None:
    if sales_queries.is_empty():
        duck.execute(_ALL_NEW)
    else:
        look_up(
            duck,
            into="known_sales",
            keys={"store_id": "bigint", "number": "text"},
            source="(SELECT store_id, sale_number AS number FROM chunk_heads)",
            sql=_KNOWN,
            columns=_KNOWN_COLUMNS,
        )
        duck.execute(_JUDGED)
    duck.execute(_FRESH)


def _counted(duck: duckdb.DuckDBPyConnection) -> Counts:
    found = duck.execute(
        "SELECT verdict, count(*), CAST(sum(line_count) AS BIGINT) FROM judged GROUP BY verdict"
    ).fetchall()
    by_verdict = {str(verdict): (int(count), int(lines)) for verdict, count, lines in found}
    new_sales, new_lines = by_verdict.get("new", (0, 0))
    return Counts(
        accepted=new_lines,
        known=by_verdict.get("same", (0, 0))[1],
        made={"sales": new_sales, "lines": new_lines},
    )


def _pour(duck: duckdb.DuckDBPyConnection, sales_count: int, lines_count: int) -> None:
    first_sale, first_line = ids.block(sales_count), ids.block(lines_count)
    pour(
        duck,
        table="sales_sale",
        columns={
            "id": f"{first_sale} + place",
            "number": "sale_number",
            "store_id": "store_id",
            "till_id": "till_id",
            "staff": "coalesce(staff, '')",
            "member_id": "member_id",
            "channel": "coalesce(channel, 'store')",
            "sold_at": "sold_at",
            "local_at": "local_at",
            "day": "CAST(local_at AS DATE)",
            "gross": "gross",
            "amount": "amount",
            "line_count": "line_count",
        },
        source="fresh",
    )
    pour(
        duck,
        table="sales_line",
        columns={
            "id": f"{first_line} + row_number() OVER (ORDER BY ordinal, position) - 1",
            "sale_id": f"{first_sale} + place",
            "position": "position",
            "product_id": "product_id",
            "quantity_milli": "quantity_milli",
            "gross": "gross",
            "amount": "amount",
            "discounts": "discounts",
        },
        source=_LINES,
    )
    paid = "(SELECT * FROM fresh WHERE payment <> '' ORDER BY ordinal)"
    pour(
        duck,
        table="sales_payment",
        columns={
            "id": f"{ids.block(sales_count)} + place",
            "sale_id": f"{first_sale} + place",
            "kind": "payment",
            "amount": "amount",
        },
        source=paid,
    )


def _days(duck: duckdb.DuckDBPyConnection) -> tuple[date, date]:
    found = duck.execute(
        "SELECT CAST(min(local_at) AS DATE), CAST(max(local_at) AS DATE) FROM fresh"
    ).fetchone()
    if found is None:
        raise AssertionError("an aggregate has a row")
    return found[0], found[1]


def _refuse(duck: duckdb.DuckDBPyConnection, import_id: int) -> Counts:
    count = pour(
        duck,
        table="intake_refusedrow",
        columns={
            "batch_id": str(int(import_id)),
            "part": "'sales'",
            "line": "b.line",
            "code": literal(_TAKEN),
            "column": "'sale_number'",
            "values": "json_object('store', h.store_number, 'number', h.sale_number)",
        },
        source="judged j JOIN chunk_heads h USING (ordinal) JOIN chunk_body b USING (ordinal)"
        " WHERE j.verdict = 'differs' ORDER BY b.line",
    )
    return Counts(refused=count)
