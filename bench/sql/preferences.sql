WITH spent AS (
    SELECT member, p.category AS value, CAST(sum(amount) AS BIGINT) AS amount
    FROM lines JOIN products p USING (product)
    WHERE "at" < TIMESTAMP '{as_of}' AND member IS NOT NULL AND p.category IS NOT NULL
    GROUP BY ALL)
SELECT value, count(*) AS members, CAST(sum(amount) AS BIGINT) AS amount,
       CAST(sum(amount) AS DOUBLE) / (SELECT CAST(sum(amount) AS DOUBLE) FROM spent) AS share
FROM spent GROUP BY value
