"""One chunk of whole sales into the tables of sales: new ones land, known ones are left alone.

A sale is known by store and number. The same content again is `known`; other content is refused
row by row, for a correction is a return and a new sale (package `sales`).
"""

from collections.abc import Callable
from datetime import date

import duckdb

from shuke.intake.counts import Counts
from shuke.intake.ledger import Ledger
from shuke.intake.looking import look_up
from shuke.intake.models import RefusedRow
from shuke.intake.pouring import pour
from shuke.intake.sealing import refused_row
from shuke.kernel import ids
from shuke.sales import actions as sales
from shuke.sales.refusals import NumberTaken

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
           coalesce(sum((product_id % 1000003) * position), 0) AS products
    FROM chunk_body GROUP BY ordinal
) b USING (ordinal)
"""
_NEW_ONLY = """
CREATE OR REPLACE TEMP VIEW {name} AS
SELECT c.* FROM {table} c SEMI JOIN (SELECT ordinal FROM judged WHERE verdict = 'new') n
USING (ordinal)
"""
_SPAN = "SELECT min(ordinal), count(*), min(lines_before), sum(line_count) FROM chunk_heads"
_SALE = {
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
}
_LINE = {
    "position": "position",
    "product_id": "product_id",
    "quantity_milli": "quantity_milli",
    "gross": "gross",
    "amount": "amount",
    "discounts": "discounts",
}


def sales_landing(
    duck: duckdb.DuckDBPyConnection, number: int, ledger: Ledger
) -> Callable[[bool], Counts]:
    """The landing of one chunk, for `Ledger.once_or_careful`."""
    return lambda careful: land_chunk(duck, number, careful=careful, work=ledger)


def land_chunk(
    duck: duckdb.DuckDBPyConnection, number: int, *, careful: bool, work: Ledger
) -> Counts:
    """Land one chunk of sales, in the caller's transaction, with one event for all of them.

    At first nothing is looked up: the database itself refuses a number that is taken (an
    IntegrityError), and the caller comes again with `careful`.
    """
    for name, table in (("chunk_heads", "timed"), ("chunk_body", "body")):
        duck.execute(
            f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM {table}"  # noqa: S608 - names
            f" WHERE NOT is_return AND chunk = {int(number)}"
        )
    counts = _judged(duck, work) if careful else Counts()
    heads, body = ("new_heads", "new_body") if careful else ("chunk_heads", "chunk_body")
    made = _pour(duck, heads, body)
    if made.made["sales"]:
        sales.announce(
            source=str(work.import_id),
            count=made.made["sales"],
            days=_days(duck, heads),
            at=work.at,
            by=work.by,
            digest=f"chunk {number}",
        )
    return counts + made


def _judged(duck: duckdb.DuckDBPyConnection, work: Ledger) -> Counts:
    """Tell the new sales from those that are known, the same or with other content."""
    look_up(
        duck,
        into="known_sales",
        keys={"store_id": "bigint", "number": "text"},
        source="(SELECT store_id, sale_number AS number FROM chunk_heads)",
        sql=_KNOWN,
        columns=_KNOWN_COLUMNS,
    )
    duck.execute(_JUDGED)
    for name, table in (("new_heads", "chunk_heads"), ("new_body", "chunk_body")):
        duck.execute(_NEW_ONLY.format(name=name, table=table))
    same = duck.execute(
        "SELECT CAST(coalesce(sum(line_count), 0) AS BIGINT) FROM judged WHERE verdict = 'same'"
    ).fetchone()
    return Counts(known=int(same[0]) if same else 0) + _refuse(duck, work.import_id)


def _pour(duck: duckdb.DuckDBPyConnection, heads: str, body: str) -> Counts:
    span = duck.execute(_SPAN).fetchone()
    if span is None or not span[1]:
        return Counts(made={"sales": 0, "lines": 0})
    first_ordinal, sales_count, lines_before, lines_count = (int(value) for value in span)
    sale = f"{ids.block(sales_count) - first_ordinal} + ordinal"
    line = f"{ids.block(lines_count) - lines_before - 1} + place"
    poured = pour(duck, table="sales_sale", columns={"id": sale, **_SALE}, source=heads)
    lines = pour(
        duck, table="sales_line", columns={"id": line, "sale_id": sale, **_LINE}, source=body
    )
    payment = f"{ids.block(sales_count) - first_ordinal} + ordinal"
    pour(
        duck,
        table="sales_payment",
        columns={"id": payment, "sale_id": sale, "kind": "payment", "amount": "amount"},
        source=f"{heads} WHERE payment <> ''",
    )
    return Counts(accepted=lines, made={"sales": poured, "lines": lines})


def _days(duck: duckdb.DuckDBPyConnection, heads: str) -> tuple[date, date]:
    found = duck.execute(
        f"SELECT CAST(min(local_at) AS DATE), CAST(max(local_at) AS DATE) FROM {heads}"  # noqa: S608
    ).fetchone()
    if found is None:
        raise AssertionError("an aggregate has a row")
    return found[0], found[1]


def _refuse(duck: duckdb.DuckDBPyConnection, import_id: int) -> Counts:
    differing = duck.execute(
        "SELECT b.line, h.store_number, h.sale_number"
        " FROM judged j JOIN chunk_heads h USING (ordinal) JOIN chunk_body b USING (ordinal)"
        " WHERE j.verdict = 'differs' ORDER BY b.line"
    ).fetchall()
    RefusedRow.objects.bulk_create(
        [
            refused_row(
                NumberTaken(param="sale_number", store=store, number=number),
                batch_id=import_id,
                part="sales",
                line=line,
            )
            for line, store, number in differing
        ],
        batch_size=1_000,
    )
    return Counts(refused=len(differing))
