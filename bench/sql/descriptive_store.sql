WITH spent AS (
    SELECT store, member, count(*) FILTER (returns_sale IS NULL) AS sales,
           CAST(sum(amount) AS BIGINT) AS amount
    FROM sales WHERE "at" < TIMESTAMP '{as_of}' AND member IS NOT NULL GROUP BY store, member
    HAVING count(*) FILTER (returns_sale IS NULL) > 0)
SELECT store, count(*) AS buyers, CAST(sum(sales) AS BIGINT) AS sales,
       CAST(sum(amount) AS BIGINT) AS amount, median(amount) AS median
FROM spent GROUP BY store
