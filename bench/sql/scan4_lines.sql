SELECT count(member) AS members, max(sale) AS sales, max(day) AS last,
       CAST(sum(amount) AS BIGINT) AS amount
FROM lines
