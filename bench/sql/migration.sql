WITH spent AS (
    SELECT member, "at" >= TIMESTAMP '{as_of}' - INTERVAL 180 DAY AS is_now,
           CAST(sum(amount) AS BIGINT) AS amount
    FROM sales WHERE "at" < TIMESTAMP '{as_of}' AND "at" >= TIMESTAMP '{as_of}' - INTERVAL 360 DAY
        AND member IS NOT NULL GROUP BY ALL HAVING count(*) FILTER (returns_sale IS NULL) > 0),
placed AS (
    SELECT member, is_now,
           row_number() OVER (PARTITION BY is_now ORDER BY amount DESC, ordinal) AS place,
           count(*) OVER (PARTITION BY is_now) AS n
    FROM spent JOIN members USING (member)),
layered AS (
    SELECT member, is_now, CASE WHEN place <= (5 * n + 99) // 100 THEN 1
                                WHEN place <= (20 * n + 99) // 100 THEN 2 ELSE 3 END AS layer
    FROM placed),
moved AS (SELECT coalesce(max(layer) FILTER (NOT is_now), 0) AS before,
                 coalesce(max(layer) FILTER (is_now), 0) AS after
          FROM layered GROUP BY member)
SELECT before, after, count(*) AS members FROM moved GROUP BY before, after
