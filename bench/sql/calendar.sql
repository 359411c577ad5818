SELECT day, count(*) FILTER (returns_sale IS NULL) AS sales,
       count(DISTINCT member) FILTER (returns_sale IS NULL) AS members,
       CAST(sum(amount) AS BIGINT) AS amount
FROM sales WHERE "at" < TIMESTAMP '{as_of}' GROUP BY day
