"""The figures of `life_figures.py` a second time, in hand-written DuckDB SQL."""

from datetime import date, timedelta
from typing import Any

import duckdb
from second_opinion import Row, rows

DAYS_STATE = """
SELECT h.member, CASE
    WHEN first IS NULL THEN 'registered'
    WHEN DATE '{as_of}' - first <= 30 THEN 'new'
    WHEN back - gone > 180 THEN 'reactivated'
    WHEN DATE '{as_of}' - last <= 90 THEN 'active'
    WHEN DATE '{as_of}' - last <= 120 THEN 'silent'
    WHEN DATE '{as_of}' - last <= 180 THEN 'sleeping'
    ELSE 'lost' END AS state
FROM households h LEFT JOIN (
    SELECT member, min(day) AS first, max(day) AS last,
           min(day) FILTER (DATE '{as_of}' - day <= 90) AS back,
           max(day) FILTER (DATE '{as_of}' - day > 90) AS gone
    FROM year WHERE day < DATE '{as_of}' GROUP BY member) USING (member)
"""

CYCLE_STATE = """
WITH days AS (SELECT DISTINCT member, day FROM year WHERE day < DATE '{as_of}'),
seen AS (SELECT member, count(*) AS n, max(day) - min(day) AS span,
                DATE '{as_of}' - max(day) AS silence FROM days GROUP BY member),
shop AS (SELECT sum(span) / sum(n - 1) AS usual FROM seen),
cycled AS (SELECT member, n, silence,
                  (CAST(span AS DOUBLE) + usual * 3) / (n - 1 + 3) AS cycle FROM seen, shop),
gaps AS (SELECT member, day, day - lag(day) OVER (PARTITION BY member ORDER BY day) AS gap
         FROM days),
back AS (SELECT DISTINCT member FROM gaps JOIN cycled USING (member)
         WHERE gap > 3 * cycle AND DATE '{as_of}' - day <= cycle)
SELECT h.member, CASE
    WHEN n IS NULL THEN 'registered'
    WHEN n = 1 AND silence <= cycle THEN 'new'
    WHEN h.member IN (FROM back) THEN 'reactivated'
    WHEN silence <= cycle THEN 'active'
    WHEN silence <= 2 * cycle THEN 'silent'
    WHEN silence <= 3 * cycle THEN 'sleeping'
    ELSE 'lost' END AS state
FROM households h LEFT JOIN cycled USING (member)
"""

COUNTED = """
SELECT state, members, members / sum(members) OVER () AS share FROM (
    SELECT s.state, place, count(member) AS members
    FROM unnest(['registered', 'new', 'active', 'silent', 'sleeping', 'lost', 'reactivated'])
         WITH ORDINALITY AS s(state, place) LEFT JOIN ({state}) USING (state)
    GROUP BY ALL) ORDER BY place
"""

MOVED = """
SELECT member, now.state AS after,
       CASE WHEN was.state = 'registered' AND now.state <> 'registered' THEN 'none'
            ELSE was.state END AS before
FROM ({was}) was JOIN ({now}) now USING (member)
"""

TRANSITIONS = "SELECT before, after, count(*) AS members FROM ({moved}) GROUP BY ALL ORDER BY 1, 2"

BUCKET = """
WITH moved AS ({moved}),
counts AS (SELECT
    count(*) FILTER (before NOT IN ('none', 'lost')) AS opening,
    count(*) FILTER (before = 'none') AS joined,
    count(*) FILTER (before <> 'lost' AND after = 'lost') AS lost,
    count(*) FILTER (before = 'lost' AND after <> 'lost') AS reactivated,
    count(*) FILTER (after <> 'lost') AS closing FROM moved)
SELECT *, greatest(opening - closing, 0) AS need, lost / opening AS loss_rate,
    CAST((SELECT coalesce(sum(amount), 0) FROM sales JOIN moved USING (member)
          WHERE before <> 'lost' AND after = 'lost' AND "at" < TIMESTAMP '{since}'
            AND "at" >= TIMESTAMP '{since}' - INTERVAL 365 DAY) AS BIGINT) AS amount_lost,
    CAST((SELECT coalesce(sum(amount), 0) FROM sales JOIN moved USING (member)
          WHERE (before = 'none' OR before = 'lost' AND after <> 'lost')
            AND "at" >= TIMESTAMP '{since}') AS BIGINT) AS amount_added
FROM counts
"""

LAYERS = """
SELECT member, CASE WHEN place <= (5 * n + 99) // 100 THEN 1
                    WHEN place <= (20 * n + 99) // 100 THEN 2 ELSE 3 END AS layer
FROM (SELECT member, row_number() OVER (ORDER BY sum(amount) DESC, member) AS place,
             count(*) OVER () AS n
      FROM sales WHERE "at" >= TIMESTAMP '{since}' AND "at" < TIMESTAMP '{until}' GROUP BY member)
"""

MIGRATION = """
WITH pair AS (SELECT coalesce(was.layer, 0) AS before, coalesce(now.layer, 0) AS after
              FROM ({was}) was FULL JOIN ({now}) now USING (member)),
net AS (SELECT (count(*) FILTER (after < before) - count(*) FILTER (after > before)) / count(*)
               AS net_upward FROM pair WHERE before > 0 AND after > 0)
SELECT before, after, count(*) AS members, any_value(net_upward) AS net_upward
FROM pair, net GROUP BY before, after ORDER BY before, after
"""

INDICATORS = """
WITH moved AS ({moved}),
ordered AS (SELECT *, row_number() OVER (PARTITION BY member ORDER BY "at", sale) AS place
            FROM sales),
period AS (SELECT *, lag("at") OVER (PARTITION BY member, store ORDER BY "at", sale) AS last
           FROM ordered WHERE "at" >= TIMESTAMP '{since}'),
visited AS (SELECT member, count(*) AS n FROM period
            WHERE last IS NULL OR "at" > last + INTERVAL 10 MINUTE GROUP BY member),
recent AS (SELECT member FROM sales WHERE "at" >= TIMESTAMP '{as_of}' - INTERVAL 30 DAY
           GROUP BY member HAVING count(*) * 5 >= 10),
parts AS (
    SELECT 1 AS k, 'card_opening' AS indicator, 0 AS numerator, 0 AS denominator
    UNION ALL SELECT 2, 'conversion', 0, 0
    UNION ALL SELECT 3, 'development',
        count(*) FILTER (before = 'none') - count(*) FILTER (before <> 'lost' AND after = 'lost'),
        count(*) FILTER (before NOT IN ('none', 'lost')) FROM moved
    UNION ALL SELECT 4, 'churn', count(*) FILTER (after = 'lost'), count(*) FROM moved
        WHERE before NOT IN ('none', 'registered', 'lost')
    UNION ALL SELECT 5, 'repeat_amount', sum(amount) FILTER (place > 1), sum(amount) FROM period
    UNION ALL SELECT 6, 'repurchase', count(*) FILTER (n > 1), count(*) FROM visited
    UNION ALL SELECT 7, 'activity', (SELECT count(*) FROM recent),
        (SELECT count(*) FROM households))
SELECT indicator, CAST(numerator AS BIGINT) AS numerator,
       CAST(denominator AS BIGINT) AS denominator,
       numerator / nullif(denominator, 0) AS value FROM parts ORDER BY k
"""

PREFERENCES = """
WITH layered AS ({layers}),
valued AS (SELECT member, amount, CAST({value} AS VARCHAR) AS value FROM {table}),
known AS (SELECT * FROM valued JOIN layered USING (member) WHERE value IS NOT NULL),
base AS (SELECT value, sum(amount) AS base, sum(sum(amount)) OVER () AS total
         FROM known GROUP BY value)
SELECT CAST(layer AS VARCHAR) AS "group", value, count(DISTINCT member) AS members,
       CAST(sum(amount) AS BIGINT) AS amount,
       sum(amount) / sum(sum(amount)) OVER (PARTITION BY layer) AS share,
       any_value(base / total) AS base_share,
       sum(amount) / sum(sum(amount)) OVER (PARTITION BY layer)
           / nullif(any_value(base / total), 0) * 100 AS index
FROM known JOIN base USING (value) GROUP BY layer, value ORDER BY layer, value
"""

TIME = """CASE WHEN hour("at") < 6 OR hour("at") >= 21 THEN 'night' WHEN hour("at") < 11
THEN 'morning' WHEN hour("at") < 14 THEN 'noon' WHEN hour("at") < 17 THEN 'afternoon'
ELSE 'evening' END"""
VALUES = {
    "category": ("category", "lines"),
    "brand": ("brand", "lines"),
    "weekday": ("isodow(day)", "sales"),
    "time": (TIME, "sales"),
}


def add_year(con: duckdb.DuckDBPyConnection, year: duckdb.DuckDBPyConnection) -> None:
    """Put all households and their purchase days of the whole year beside a cut database."""
    con.register("handed", year.execute("SELECT DISTINCT member, day FROM sales").to_arrow_table())
    con.execute("CREATE OR REPLACE TABLE year AS FROM handed")
    con.execute("CREATE OR REPLACE TABLE households AS SELECT DISTINCT member FROM year")


def moved(as_of: date, days: int, state: str = DAYS_STATE) -> str:
    was = state.format(as_of=as_of - timedelta(days=days))
    return MOVED.format(was=was, now=state.format(as_of=as_of))


def migration(con: Any, as_of: date, days: int) -> list[Row]:
    middle = as_of - timedelta(days=days)
    was = LAYERS.format(since=middle - timedelta(days=days), until=middle)
    return rows(con, MIGRATION, was=was, now=LAYERS.format(since=middle, until=as_of))


def preferences(con: Any, as_of: date, dimension: str) -> list[Row]:
    value, table = VALUES[dimension]
    layers = LAYERS.format(since=date(2000, 1, 1), until=as_of)
    return rows(con, PREFERENCES, layers=layers, value=value, table=table)
