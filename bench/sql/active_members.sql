WITH counted AS (
    SELECT year(day) * 12 + month(day) - 1 AS m, count(DISTINCT member) AS members
    FROM sales WHERE "at" < TIMESTAMP '{as_of}' AND member IS NOT NULL AND returns_sale IS NULL GROUP BY m)
SELECT m // 12 || '-' || lpad(CAST(m % 12 + 1 AS VARCHAR), 2, '0') AS month, members FROM counted
