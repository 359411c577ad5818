"""One step of the import bench in a process of its own: `python -m bench.import_worker STEP`.

The environment names the database. Steps: `prepare` (migrate, set the chain), `source` and `file`
(a validated import of Complete Journey), `keep` (its rows as Parquet), `bare` (the same rows into
the same indexed tables, nothing else), `digest`. Each prints one JSON line.
"""

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuke.project.settings")
import django

django.setup()

import duckdb  # noqa: E402 - after the settings
import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from bench.journey import ZONE, package_folder  # noqa: E402
from shuke.intake import actions  # noqa: E402
from shuke.kernel.scope import Actor  # noqa: E402
from shuke.storage.attach import attached  # noqa: E402
from shuke.stores import actions as stores  # noqa: E402

AT = datetime(2018, 1, 1, 5, tzinfo=UTC)
BY = Actor("system", "bench")
SHARED = Path(os.environ["BENCH_SHARED"])
# In the order of their foreign keys; the last two are what is timed.
TABLES = ("stores_store", "catalog_product", "members_member", "sales_sale", "sales_line")
TIMED = TABLES[-2:]
# Their columns without ids, which differ from import to import.
DIGESTS = {
    "sales": "SELECT s.number, t.number, m.number, CAST(s.local_at AS varchar(19)), s.gross,"
    " s.amount, s.line_count FROM sales_sale s JOIN stores_store t ON t.id = s.store_id"
    " LEFT JOIN members_member m ON m.id = s.member_id",
    "lines": "SELECT s.number, l.position, p.number, l.quantity_milli, l.gross, l.amount"
    " FROM sales_line l JOIN sales_sale s ON s.id = l.sale_id"
    " LEFT JOIN catalog_product p ON p.id = l.product_id",
}
# Fuel is in thousandths of a gallon in the package: the file says gallons, as a till would.
_FUEL = """SELECT product_id FROM '{folder}/products.parquet'
           WHERE department = 'FUEL' OR product_type LIKE '%GASOLINE%'"""
_FILE = """
COPY (SELECT CAST(basket_id AS VARCHAR) AS sale_number, CAST(store_id AS VARCHAR) AS store,
             strftime(transaction_timestamp, '%Y-%m-%dT%H:%M:%SZ') AS sold_at,
             CAST(household_id AS VARCHAR) AS member, CAST(product_id AS VARCHAR) AS product,
             CASE WHEN quantity > 100 AND product_id IN ({fuel})
                  THEN quantity // 1000 || '.' || lpad(CAST(quantity % 1000 AS VARCHAR), 3, '0')
                  ELSE CAST(quantity AS VARCHAR) END AS quantity,
             CAST(CAST(sales_value AS DECIMAL(12, 2)) AS VARCHAR) AS amount,
             CAST(CAST(retail_disc AS DECIMAL(12, 2)) AS VARCHAR) AS "discount.shelf",
             CAST(CAST(coupon_disc AS DECIMAL(12, 2)) AS VARCHAR) AS "discount.coupon",
             CAST(CAST(coupon_match_disc AS DECIMAL(12, 2)) AS VARCHAR) AS "discount.match"
      FROM '{folder}/transactions.parquet') TO '{file}' (FORMAT parquet)
"""


def prepare() -> dict[str, float]:
    call_command("migrate", verbosity=0)
    stores.set_chain(name="Bench", currency="USD", zone=ZONE, at=AT, by=BY)
    return {}


def source() -> dict[str, float]:
    began = time.perf_counter()
    outcome = actions.import_source("complete-journey", at=AT, by=BY)
    return {"seconds": time.perf_counter() - began, "lines": outcome.counts["lines"]}


def file() -> dict[str, float]:
    """The sales alone, as a file in the Shuke format; members and products are there before."""
    path = SHARED / "sales.parquet"
    if not path.exists():
        fuel = _FUEL.format(folder=package_folder())
        duckdb.execute(_FILE.format(folder=package_folder(), file=path, fuel=fuel))
    _pour_back(TABLES[:-2])
    began = time.perf_counter()
    outcome = actions.import_file(path=path, kind="sales", at=AT, by=BY)
    return {"seconds": time.perf_counter() - began, "lines": outcome.counts["lines"]}


def keep() -> dict[str, float]:
    """Keep the imported rows for the bare load."""
    for table in TABLES:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")
            names = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
        columns = [pa.array(list(column)) for column in zip(*rows, strict=True)]
        pq.write_table(pa.table(columns, names=names), SHARED / f"{table}.parquet")
    return {}


def bare() -> dict[str, float]:
    _pour_back(TABLES[:-2])
    began = time.perf_counter()
    _pour_back(TIMED)
    return {"seconds": time.perf_counter() - began}


def _pour_back(tables: tuple[str, ...]) -> None:
    """Rows from Parquet into the attached tables, in one transaction: DuckDB's own bulk path."""
    # SQLite: never two copies of the library on one file (`storage.apart` says why). This process
    # has closed Django's connection; `file` opens it again only when DuckDB is gone.
    connection.close()
    settings.SHUKE_IS_APART = True
    with attached(read_only=False) as op:
        op.duck.execute("BEGIN")
        for table in tables:
            path = SHARED / f"{table}.parquet"
            op.duck.execute(f"INSERT INTO {op.table(table)} BY NAME SELECT * FROM '{path}'")
        op.duck.execute("COMMIT")


def digest() -> dict[str, str]:
    found = {}
    for name, sql in DIGESTS.items():
        with connection.cursor() as cursor:
            cursor.execute(sql)
            rows = cursor.fetchall()
        table = pa.table([pa.array([str(row) for row in rows])], names=["row"])
        con = duckdb.connect()
        con.register("found", table)
        found[name] = str(
            con.execute("SELECT count(*), bit_xor(hash(row)), sum(hash(row)) FROM found").fetchone()
        )
    return found


if __name__ == "__main__":
    STEPS = {step.__name__: step for step in (prepare, source, file, keep, bare, digest)}
    print(json.dumps(STEPS[sys.argv[1]]()))
