WITH spent AS (
    SELECT member, count(*) FILTER (returns_sale IS NULL) AS sales,
           CAST(sum(amount) AS BIGINT) AS amount
    FROM sales WHERE "at" < TIMESTAMP '{as_of}' AND member IS NOT NULL GROUP BY member
    HAVING count(*) FILTER (returns_sale IS NULL) > 0),
placed AS (
    SELECT sales, amount, row_number() OVER (ORDER BY amount DESC, ordinal) AS place,
           count(*) OVER () AS n
    FROM spent JOIN members USING (member)),
layered AS (
    SELECT sales, amount, CASE WHEN place <= (5 * n + 99) // 100 THEN 1
                               WHEN place <= (20 * n + 99) // 100 THEN 2 ELSE 3 END AS layer
    FROM placed)
SELECT layer, count(*) AS members, CAST(sum(sales) AS BIGINT) AS sales,
       CAST(sum(amount) AS BIGINT) AS amount,
       CAST(sum(amount) AS DOUBLE) / (SELECT CAST(sum(amount) AS DOUBLE) FROM layered)
           AS amount_share
FROM layered GROUP BY layer
