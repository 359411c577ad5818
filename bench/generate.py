"""Make a chain that never was, in the lake's shape, as large as asked and the same every time.

The rows come from hashes of their own numbers, so the same scale gives the same Parquet with the
same DuckDB. Members, products and stores are skewed as in life (few buy much); ids are wide like
the application's own, so that no engine profits from small dense numbers. Findings on this data
mean nothing; only costs do.

Per line: 1/4 sale, 1/20 member. Two years of sales end the day before 2018-01-01; one sale in a
hundred is a return of the sale before it; one in twenty is anonymous.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

CHUNK_LINES = 5_000_000
DAYS = 730
LAST_DAY = "2017-12-31"
PRODUCTS = 20_000
STORES = 400
TABLES = ("sales", "lines", "products", "members", "stores")

# u(n): a number in [0, 1) from the row's own number; another n is another independent number.
U = "((hash({key} * 64 + {n}) % 1000003) / 1000003.0)"


@dataclass(frozen=True)
class Scale:
    lines: int

    @property
    def sales(self) -> int:
        return self.lines // 4

    @property
    def members(self) -> int:
        return max(self.lines // 20, 100)


def _u(key: str, n: int) -> str:
    return U.format(key=key, n=n)


def _headers_sql(scale: Scale, first: int, after: int) -> str:
    """The headers before their lines. `k` is the place of the sale; `o` that of the sale behind it.

    A return undoes the whole sale before it (o = k - 1), late on the same or the next day.
    """
    back = f"{_u('k', 7)} < 0.01 AND {_u('(k - 1)', 7)} >= 0.01 AND k > 0"
    return f"""
    SELECT k, o, 500000000000000000 + k * 4096 AS sale,
        CASE WHEN {_u("o", 1)} < 0.05 THEN NULL ELSE 700000000000000000 + 4096 *
            CAST(floor({scale.members} * power({_u("o", 2)}, 1.5)) AS BIGINT) END AS member,
        300000000000000000
            + 4096 * CAST(floor({STORES} * power({_u("o", 3)}, 2)) AS BIGINT) AS store,
        CASE WHEN {_u("o", 4)} < 0.2 THEN 'web' ELSE 'store' END AS channel,
        DATE '{LAST_DAY}' - {DAYS - 1} + CAST(k * {DAYS} // {scale.sales} AS INT) AS day,
        CASE WHEN k = o THEN CAST(28800 + floor(50400 * {_u("k", 5)}) AS INT) ELSE 82800 END
            AS second,
        1 + CAST(hash(o * 64 + 6) % 7 AS INT) AS size, k <> o AS is_return
    FROM (SELECT k, CASE WHEN {back} THEN k - 1 ELSE k END AS o
          FROM (SELECT unnest(range({first}, {after})) AS k))
    """


LINES_SQL = f"""
    WITH numbered AS (
        SELECT *, unnest(range(size)) AS position, CASE WHEN is_return THEN -1 ELSE 1 END AS sign
        FROM headers),
    bought AS (SELECT *, o * 8 + position AS n FROM numbered)
    SELECT sale, member, store,
        CASE WHEN {_u("n", 8)} < 0.003 THEN NULL ELSE 400000000000000000 + 4096 *
            CAST(floor({PRODUCTS} * power({_u("n", 9)}, 3)) AS BIGINT) END AS product,
        CAST(day AS TIMESTAMP) + to_seconds(second) AS "at", day,
        CAST(1000 AS BIGINT) * sign AS quantity_milli,
        CAST(50 + floor(1500 * power({_u("n", 10)}, 2)) AS BIGINT) * sign AS amount,
        CAST(60 + floor(1500 * power({_u("n", 10)}, 2)) AS BIGINT) * sign AS gross,
        is_return
    FROM bought
"""

SALES_SQL = """
    SELECT h.sale, h.member, h.store, h.channel,
        CAST(h.day AS TIMESTAMP) + to_seconds(h.second) AS "at", h.day,
        l.amount, l.gross, CAST(h.size AS INTEGER) AS line_count,
        CASE WHEN h.is_return THEN h.sale - 4096 END AS returns_sale
    FROM headers h
    JOIN (SELECT sale, CAST(sum(amount) AS BIGINT) AS amount, CAST(sum(gross) AS BIGINT) AS gross
          FROM made GROUP BY sale) l USING (sale)
    ORDER BY h.k
"""

# 318 categories of 63 products, the first ones by far the most bought, as bread and milk are.
PRODUCTS_SQL = f"""
    SELECT 400000000000000000 + 4096 * i AS product, CAST(i AS VARCHAR) AS number,
        'Department ' || i // 63 % 8 AS department,
        CASE WHEN i % 97 = 0 THEN NULL ELSE 'Category ' || lpad(CAST(i // 63 AS VARCHAR), 3, '0')
        END AS category,
        'Kind ' || i % 2000 AS subcategory, 'Brand ' || i % 211 AS brand, i % 50 <> 0 AS is_counted
    FROM range({PRODUCTS}) t(i)
"""

STORES_SQL = f"""
    SELECT 300000000000000000 + 4096 * i AS store, CAST(i AS VARCHAR) AS number,
        'Store ' || i AS name, CASE WHEN i % 4 = 0 THEN 'franchise' ELSE 'own' END AS ownership
    FROM range({STORES}) t(i)
"""


def _members_sql(scale: Scale) -> str:
    return f"""
    SELECT 700000000000000000 + 4096 * i AS member, i + 1 AS ordinal,
        DATE '2014-01-01' + CAST(hash(i * 64 + 11) % 1400 AS INT) AS joined_on,
        300000000000000000 + 4096 * CAST(hash(i * 64 + 12) % {STORES} AS BIGINT) AS store,
        CASE WHEN hash(i * 64 + 13) % 5 = 0 THEN 'web' ELSE 'store' END AS channel
    FROM range({scale.members}) t(i)
    """


def generate(folder: Path, lines: int) -> Path:
    """Write the five tables below `folder/<lines>` unless they are there; return that folder."""
    home = folder / f"{lines}-duckdb-{duckdb.__version__}"
    if (home / "done").exists():
        return home
    scale = Scale(lines)
    for table in TABLES:
        (home / table).mkdir(parents=True, exist_ok=True)
    con = duckdb.connect()
    con.execute("SET threads = 2")
    con.execute("SET memory_limit = '3GB'")
    con.execute("SET enable_progress_bar = false")
    con.execute(f"SET temp_directory = '{home / 'spill'}'")
    step = CHUNK_LINES // 4
    for part, first in enumerate(range(0, scale.sales, step)):
        after = min(first + step, scale.sales)
        con.execute(f"CREATE OR REPLACE TEMP TABLE headers AS {_headers_sql(scale, first, after)}")
        con.execute(f"CREATE OR REPLACE TEMP TABLE made AS {LINES_SQL}")
        _write(con, "FROM made", home / "lines" / f"part-{part:04d}.parquet")
        _write(con, SALES_SQL, home / "sales" / f"part-{part:04d}.parquet")
    _write(con, PRODUCTS_SQL, home / "products" / "part-0000.parquet")
    _write(con, STORES_SQL, home / "stores" / "part-0000.parquet")
    _write(con, _members_sql(scale), home / "members" / "part-0000.parquet")
    con.close()
    (home / "done").touch()
    return home


def _write(con: duckdb.DuckDBPyConnection, sql: str, path: Path) -> None:
    con.execute(f"COPY ({sql}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
