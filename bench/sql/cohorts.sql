WITH seen AS (
    SELECT DISTINCT member, year(day) * 12 + month(day) - 1 AS m
    FROM sales WHERE "at" < TIMESTAMP '{as_of}' AND member IS NOT NULL AND returns_sale IS NULL),
first AS (SELECT member, min(m) AS c FROM seen GROUP BY member),
counted AS (SELECT c, m, count(*) AS members FROM seen JOIN first USING (member) GROUP BY c, m)
SELECT c // 12 || '-' || lpad(CAST(c % 12 + 1 AS VARCHAR), 2, '0') AS cohort,
       m // 12 || '-' || lpad(CAST(m % 12 + 1 AS VARCHAR), 2, '0') AS month, members FROM counted
