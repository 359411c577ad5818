WITH spent AS (
    SELECT member, CAST(sum(amount) AS BIGINT) AS amount
    FROM sales WHERE "at" < TIMESTAMP '{as_of}' AND member IS NOT NULL GROUP BY member
    HAVING count(*) FILTER (returns_sale IS NULL) > 0),
placed AS (
    SELECT amount, row_number() OVER (ORDER BY amount DESC, ordinal) AS place
    FROM spent JOIN members USING (member)),
total AS (
    SELECT count(*) AS n, CAST(sum(amount) AS DOUBLE) AS amount,
           CAST(sum(CAST(place AS HUGEINT) * amount) AS DOUBLE) AS weighted FROM placed)
SELECT p / 100 AS top_share,
       CAST((SELECT sum(amount) FROM placed WHERE place <= (p * n + 99) // 100) AS DOUBLE)
           / total.amount AS amount_share,
       (n * total.amount + total.amount - 2 * weighted) / (n * total.amount) AS gini
FROM total, (VALUES (1), (5), (10), (20), (50)) AS shares(p)
