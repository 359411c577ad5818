SELECT (SELECT count(*) FROM lines WHERE "at" < TIMESTAMP '{as_of}') AS lines,
       count(*) AS sales, count(DISTINCT member) AS members, count(DISTINCT store) AS stores,
       (SELECT count(DISTINCT product) FROM lines WHERE "at" < TIMESTAMP '{as_of}') AS products_sold,
       CAST(sum(amount) AS BIGINT) AS amount
FROM sales WHERE "at" < TIMESTAMP '{as_of}'
