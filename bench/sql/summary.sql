SELECT lines, sales, members, stores, products_sold, amount FROM
    (SELECT count(*) AS lines, count(DISTINCT product) AS products_sold FROM lines
     WHERE "at" < TIMESTAMP '{as_of}' AND NOT is_return),
    (SELECT count(*) FILTER (returns_sale IS NULL) AS sales,
            count(DISTINCT member) FILTER (returns_sale IS NULL) AS members,
            count(DISTINCT store) FILTER (returns_sale IS NULL) AS stores,
            CAST(sum(amount) AS BIGINT) AS amount
     FROM sales WHERE "at" < TIMESTAMP '{as_of}')
