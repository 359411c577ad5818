"""The same figures a second time, in hand-written DuckDB SQL over the tables of `journey.database`.

pandas and SQL must agree on every row before a truth file is written; counts and cents exactly,
fractions to one part in 10^12.
"""

from datetime import date
from typing import Any

import duckdb

Row = dict[str, Any]

BEHAVIOUR = """
WITH behaviour AS (
    SELECT member, date_diff('day', max(day), DATE '{as_of}') AS recency_days,
           count(*) AS frequency, CAST(sum(amount) AS BIGINT) AS monetary
    FROM sales GROUP BY member)
"""

SUMMARY = """
SELECT count(*) AS lines, count(DISTINCT sale) AS sales, count(DISTINCT member) AS members,
       count(DISTINCT store) AS stores, count(DISTINCT product) AS products_sold,
       CAST(sum(amount) AS BIGINT) AS amount FROM lines
"""

# A cut times 100 in whole numbers, so that a value on the cut is never lost to rounding.
RFM_QUANTILE = (
    BEHAVIOUR
    + """, ranked AS (
    SELECT list_sort(list(recency_days)) AS r, list_sort(list(frequency)) AS f,
           list_sort(list(monetary)) AS m, count(*) - 1 AS last FROM behaviour),
cuts AS (
    SELECT p, {cut_r} AS r, {cut_f} AS f, {cut_m} AS m
    FROM ranked, (VALUES (20), (40), (60), (80)) AS percents(p))
SELECT member, recency_days, frequency, monetary,
       CAST(6 - (1 + (SELECT count(*) FROM cuts WHERE cuts.r < recency_days * 100)) AS INT) AS r,
       CAST(1 + (SELECT count(*) FROM cuts WHERE cuts.f < frequency * 100) AS INT) AS f,
       CAST(1 + (SELECT count(*) FROM cuts WHERE cuts.m < monetary * 100) AS INT) AS m
FROM behaviour ORDER BY member
"""
)

RFM_RANK = (
    BEHAVIOUR
    + """
SELECT member, recency_days, frequency, monetary,
       6 - CAST(1 + 5 * (rank() OVER (ORDER BY recency_days) - 1) // count(*) OVER () AS INT) AS r,
       CAST(1 + 5 * (rank() OVER (ORDER BY frequency) - 1) // count(*) OVER () AS INT) AS f,
       CAST(1 + 5 * (rank() OVER (ORDER BY monetary) - 1) // count(*) OVER () AS INT) AS m
FROM behaviour ORDER BY member
"""
)

COHORTS = """
WITH first AS (SELECT member, min(month) AS cohort FROM sales GROUP BY member)
SELECT cohort, month, count(DISTINCT member) AS members
FROM sales JOIN first USING (member) GROUP BY cohort, month ORDER BY cohort, month
"""

ACTIVE = "SELECT month, count(DISTINCT member) AS members FROM sales GROUP BY month ORDER BY month"

CONCENTRATION = (
    BEHAVIOUR
    + """, ranked AS (
    SELECT monetary, row_number() OVER (ORDER BY monetary DESC, member) AS place,
           count(*) OVER () AS n, sum(monetary) OVER () AS total FROM behaviour)
SELECT p / 100 AS top_share, count(*) AS members,
       CAST(sum(monetary) AS BIGINT) AS amount, sum(monetary) / any_value(total) AS amount_share
FROM ranked, (VALUES (1), (5), (10), (20), (50)) AS shares(p)
WHERE place <= (p * n + 99) // 100 GROUP BY p ORDER BY p
"""
)

GINI = (
    BEHAVIOUR
    + """, ranked AS (
    SELECT monetary, row_number() OVER (ORDER BY monetary) AS place, count(*) OVER () AS n
    FROM behaviour)
SELECT sum((2 * place - n - 1) * monetary) / (any_value(n) * sum(monetary)) AS gini FROM ranked
"""
)

PYRAMID = (
    BEHAVIOUR
    + """, ranked AS (
    SELECT monetary, row_number() OVER (ORDER BY monetary DESC, member) AS place,
           count(*) OVER () AS n FROM behaviour),
layered AS (
    SELECT monetary, CASE WHEN place <= (5 * n + 99) // 100 THEN 1
                          WHEN place <= (20 * n + 99) // 100 THEN 2 ELSE 3 END AS layer FROM ranked)
SELECT layer, count(*) AS members, CAST(sum(monetary) AS BIGINT) AS amount,
       sum(monetary) / (SELECT sum(monetary) FROM layered) AS amount_share
FROM layered GROUP BY layer ORDER BY layer
"""
)

REPURCHASE = """
WITH placed AS (
    SELECT member, "at", row_number() OVER (PARTITION BY member ORDER BY "at", sale) AS place
    FROM sales),
two AS (SELECT member, min("at") FILTER (place = 1) AS first,
               min("at") FILTER (place = 2) AS second
        FROM placed GROUP BY member)
SELECT n AS days, count(*) AS eligible,
       count(*) FILTER (second <= first + to_hours(24 * n)) AS repurchased
FROM two, (VALUES (7), (30), (60), (90)) AS windows(n)
WHERE first <= TIMESTAMP '{as_of}' - to_hours(24 * n) GROUP BY n ORDER BY n
"""

INTERVALS = """
WITH days AS (SELECT DISTINCT member, day FROM sales),
gaps AS (SELECT date_diff('day', lag(day) OVER (PARTITION BY member ORDER BY day), day) AS gap
         FROM days)
SELECT count(gap) AS n, avg(gap) AS mean, quantile_cont(gap, 0.5) AS median,
       quantile_cont(gap, 0.8) AS p80, quantile_cont(gap, 0.9) AS p90,
       quantile_cont(gap, 0.95) AS p95
FROM gaps WHERE gap IS NOT NULL
"""

PAIRS = """
WITH items AS (SELECT DISTINCT sale, {level} AS item FROM lines WHERE {level} IS NOT NULL),
total AS (SELECT count(DISTINCT sale) AS n FROM items),
alone AS (SELECT item, count(*) AS k FROM items GROUP BY item),
often AS (SELECT sale, item FROM items JOIN alone USING (item), total WHERE k >= {support} * n),
paired AS (SELECT a.item AS a, b.item AS b, count(*) AS sales
         FROM often a JOIN often b ON a.sale = b.sale AND a.item < b.item GROUP BY a.item, b.item)
SELECT a, b, sales, sales / n AS support, sales / x.k AS confidence_ab,
       sales / y.k AS confidence_ba, CAST(sales AS DOUBLE) * n / (x.k * y.k) AS lift
FROM paired JOIN alone x ON x.item = a JOIN alone y ON y.item = b, total
WHERE sales >= {support} * n ORDER BY a, b
"""

REDEMPTION = """
SELECT campaign_type, count(*) AS recipients, count(taken.member) AS redeemers,
       count(taken.member) / count(*) AS rate
FROM sent LEFT JOIN taken USING (campaign, member) GROUP BY campaign_type ORDER BY campaign_type
"""

CALENDAR = """
SELECT strftime(day, '%Y-%m-%d') AS day, count(*) AS sales, count(DISTINCT member) AS members,
       CAST(sum(amount) AS BIGINT) AS amount FROM sales GROUP BY sales.day ORDER BY day
"""

STATISTICS = """
WITH spend AS (SELECT {by}, member, count(*) AS sales, sum(amount) AS amount
               FROM sales GROUP BY {by}, member)
SELECT {by}, CAST(sum(sales) AS BIGINT) AS sales, count(*) AS members,
       CAST(sum(amount) AS BIGINT) AS amount, sum(amount) / count(*) AS mean,
       quantile_cont(CAST(amount AS BIGINT), 0.5) AS median
FROM spend GROUP BY {by} ORDER BY {by}
"""


def rows(con: duckdb.DuckDBPyConnection, sql: str, **values: object) -> list[Row]:
    answer = con.execute(sql.format(**values) if values else sql)
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def rfm_quantile(con: duckdb.DuckDBPyConnection, as_of: date) -> list[Row]:
    # DuckDB lists count from 1; divmod of the position in whole numbers, as in pandas' twin.
    at = "(p * last) // 100"
    low, high = "{x}[{at} + 1]", "{x}[least({at} + 2, last + 1)]"
    cut = f"{low} * 100 + ({high} - {low}) * ((p * last) % 100)"
    cuts = {f"cut_{x}": cut.format(x=f"ranked.{x}", at=at) for x in ("r", "f", "m")}
    return rows(con, RFM_QUANTILE, as_of=as_of, **cuts)
