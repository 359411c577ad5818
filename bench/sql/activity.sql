WITH bought AS (
    SELECT member, count(*) AS orders FROM sales
    WHERE "at" < TIMESTAMP '{as_of}' AND "at" >= TIMESTAMP '{as_of}' - INTERVAL 30 DAY
        AND member IS NOT NULL AND returns_sale IS NULL GROUP BY member),
scored AS (
    SELECT coalesce(orders, 0) AS orders FROM members LEFT JOIN bought USING (member)
    WHERE joined_on IS NULL OR joined_on < DATE '{as_of}')
SELECT CASE WHEN orders * 5 >= 30 THEN 'high' WHEN orders * 5 >= 10 THEN 'active'
            WHEN orders > 0 THEN 'low' ELSE 'none' END AS band,
       count(*) AS members, CAST(sum(orders) AS BIGINT) AS orders
FROM scored GROUP BY band
