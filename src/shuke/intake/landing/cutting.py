"""Checked sale lines cut into whole sales and chunks, and the ids behind their numbers.

`cut` groups `checked_lines` into `heads` (one row per sale), ordered by the time of the sale;
`find_directories` makes `timed` (heads with ids) and `body` (their lines) of them. The cut depends
on the file alone, so a resumed run meets the same chunks. Returns have chunks of their own and come
last: their sales may stand in the same file.
"""

from dataclasses import dataclass

import duckdb

from shuke.intake.counts import Counts
from shuke.intake.landing.directories import land_placeholders, land_store_numbers
from shuke.intake.limits import LINES_PER_CHUNK
from shuke.intake.looking import look_up

_HEADS = """
CREATE OR REPLACE TEMP TABLE heads AS
SELECT *, row_number() OVER (ORDER BY is_return, sold_at, first_line) AS ordinal,
       CAST(sum(line_count) OVER (ORDER BY is_return, sold_at, first_line) - line_count AS BIGINT)
           AS lines_before,
       CAST((sum(line_count) OVER (PARTITION BY is_return ORDER BY sold_at, first_line)
             - line_count) // {lines} AS INTEGER) AS chunk
FROM (
    SELECT store_number, sale_number, min(line) AS first_line, any_value(sold_at) AS sold_at,
           any_value(is_local) AS is_local,
           any_value(member_number) AS member_number, any_value(channel) AS channel,
           any_value(till) AS till, any_value(staff) AS staff,
           any_value(returns_number) AS returns_number, any_value(payment) AS payment,
           count(returns_number) > 0 AS is_return,
           CAST(sum(gross) AS BIGINT) AS gross, CAST(sum(amount) AS BIGINT) AS amount,
           CAST(count(*) AS INTEGER) AS line_count
    FROM checked_lines GROUP BY store_number, sale_number
)
"""
# `place` counts all lines in the order of the sales: ids of a chunk follow from it without a sort.
_BODY = """
CREATE OR REPLACE TEMP TABLE body AS
SELECT *, lines_before + position AS place FROM (
    SELECT h.ordinal, h.is_return, h.chunk, h.lines_before, l.line,
           row_number() OVER (PARTITION BY h.ordinal ORDER BY l.line) AS position,
           l.product_number, p.id AS product_id, l.quantity_milli, l.gross, l.amount, l.discounts
    FROM checked_lines l JOIN heads h USING (store_number, sale_number)
    LEFT JOIN product_ids p ON p.number = l.product_number
) ORDER BY ordinal, position
"""
# The wall clock of each sale's store, fixed once, here (design section 7); DuckDB's ICU knows the
# rules of every zone and a test holds it against Python's zoneinfo.
_TIMED = """
CREATE OR REPLACE TEMP TABLE timed AS
SELECT h.* EXCLUDE (sold_at, is_local), s.id AS store_id, m.id AS member_id, t.id AS till_id,
       CASE WHEN h.is_local THEN timezone('UTC', timezone(s.zone, h.sold_at))
            ELSE h.sold_at END AS sold_at,
       CASE WHEN h.is_local THEN h.sold_at
            ELSE timezone(s.zone, timezone('UTC', h.sold_at)) END AS local_at
FROM heads h JOIN store_ids s ON s.number = h.store_number
LEFT JOIN member_ids m ON m.number = h.member_number
LEFT JOIN till_ids t ON t.store_id = s.id AND t.number = h.till
ORDER BY h.ordinal
"""
_STORES = (
    "SELECT s.number, s.id, CASE WHEN s.zone = '' THEN c.zone ELSE s.zone END"
    " FROM intake_keys k CROSS JOIN stores_store s CROSS JOIN stores_chain c"
    " WHERE s.number = k.number"
)
_PRODUCTS = (
    "SELECT p.number, p.id FROM intake_keys k CROSS JOIN catalog_product p"
    " WHERE p.number = k.number"
)
# A merged member's old number leads to the row itself: readers follow the redirect.
_MEMBERS = (
    "SELECT m.number, m.id FROM intake_keys k CROSS JOIN members_member m WHERE m.number = k.number"
)
_TILLS = (
    "SELECT t.store_id, t.number, t.id FROM intake_keys k CROSS JOIN stores_till t"
    " WHERE t.store_id = k.store_id AND t.number = k.number"
)
_NUMBER = {"number": "text"}
_IDS = {"number": "text", "id": "bigint"}


@dataclass(frozen=True, slots=True)
class Cut:
    """How many chunks of sales and of returns there are, and how many lines in all."""

    sales: int
    returns: int
    lines: int


def cut(duck: duckdb.DuckDBPyConnection) -> Cut:
    """Group `checked_lines` into sales and chunks."""
    duck.execute(_HEADS.format(lines=LINES_PER_CHUNK))
    found = duck.execute(
        "SELECT coalesce(max(chunk) FILTER (NOT is_return) + 1, 0),"
        " coalesce(max(chunk) FILTER (is_return) + 1, 0), coalesce(sum(line_count), 0) FROM heads"
    ).fetchone()
    sales, returns, lines = found or (0, 0, 0)
    return Cut(sales=int(sales), returns=int(returns), lines=int(lines))


def name_directories(duck: duckdb.DuckDBPyConnection) -> Counts:
    """Add the stores, tills and products that only sales name; part of one chunk."""
    named = land_store_numbers(duck, "(SELECT store_number AS number FROM heads)")
    return named + land_placeholders(duck, "(SELECT product_number AS number FROM checked_lines)")


def find_directories(duck: duckdb.DuckDBPyConnection) -> None:
    """Bring the ids behind the numbers that the sales name, and fix each sale's local time."""
    look_up(
        duck,
        into="store_ids",
        keys=_NUMBER,
        source="(SELECT store_number AS number FROM heads)",
        sql=_STORES,
        columns={**_IDS, "zone": "text"},
    )
    look_up(
        duck,
        into="product_ids",
        keys=_NUMBER,
        source="(SELECT product_number AS number FROM checked_lines"
        " WHERE product_number IS NOT NULL)",
        sql=_PRODUCTS,
        columns=_IDS,
    )
    look_up(
        duck,
        into="member_ids",
        keys=_NUMBER,
        source="(SELECT member_number AS number FROM heads WHERE member_number IS NOT NULL)",
        sql=_MEMBERS,
        columns=_IDS,
    )
    look_up(
        duck,
        into="till_ids",
        keys={"store_id": "bigint", "number": "text"},
        source="(SELECT s.id AS store_id, h.till AS number FROM heads h"
        " JOIN store_ids s ON s.number = h.store_number WHERE h.till <> '')",
        sql=_TILLS,
        columns={"store_id": "bigint", **_IDS},
    )
    duck.execute(_BODY)
    duck.execute(_TIMED)
