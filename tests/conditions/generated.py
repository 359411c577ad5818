"""A generated chain of any size, for tests of time: members, sales and lines in a DuckDB file."""

from datetime import date
from pathlib import Path

import ibis

AS_OF = date(2018, 1, 1)
LINES_PER_SALE = 4
SALES_PER_MEMBER = 12
PRODUCTS = 20_000
CATEGORIES = 300


def chain(path: Path, *, lines: int, threads: int = 2) -> ibis.BaseBackend:
    """Fill `path` with `lines` lines of a two-year history and return its connection.

    The shape is the promise's: 50 lines, 12.5 sales and 1 member per 50 lines; purchases are
    skewed (a product's and a member's weight falls with the square of a uniform number).
    """
    lake = ibis.duckdb.connect(str(path), threads=threads)
    sales = lines // LINES_PER_SALE
    members = max(sales // SALES_PER_MEMBER, 1)
    lake.raw_sql(
        f"""
        create table stores as
        select range as store, 'S' || range as number from range(1, 51);
        create table products as
        select range as product, 'P' || range as number, 'D' || (range % 20) as department,
               'C' || (range % {CATEGORIES}) as category, 'U' || (range % 1500) as subcategory,
               'B' || (range % 3) as brand, range % 500 <> 0 as is_counted
        from range(1, {PRODUCTS} + 1);
        create table members as
        select range as member, range as ordinal, date '2016-01-01' as joined_on,
               1 + range % 50 as store, 'store' as channel
        from range(1, {members} + 1);
        select setseed(0.5);
        create table sales as
        select range as sale, 1 + (pow(random(), 1.5) * {members - 1})::bigint as member,
               1 + range % 50 as store, 'store' as channel,
               timestamp '2016-01-01' + to_seconds((random() * 63158400)::bigint) as at,
               null::bigint as returns_sale
        from range(1, {sales} + 1);
        create table lines as
        select s.sale, s.member, s.store,
               1 + (pow(random(), 2) * {PRODUCTS - 1})::bigint as product, s.at,
               s.at::date as day, 1000::bigint as quantity_milli,
               (50 + random() * 950)::bigint as amount, false as is_return
        from sales s, range({LINES_PER_SALE});
        create or replace table sales as
        select s.*, s.at::date as day, l.amount
        from sales s join (select sale, sum(amount)::bigint as amount from lines group by sale) l
        using (sale);
        """,
    )
    return lake
