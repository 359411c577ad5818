SELECT count(member) AS members, max(day) AS last, max("at") AS latest,
       CAST(sum(amount) AS BIGINT) AS amount
FROM sales
