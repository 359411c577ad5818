WITH scored AS ({rfm})
SELECT segment, count(*) AS members, CAST(sum(monetary) AS BIGINT) AS amount
FROM scored GROUP BY segment
