WITH days AS (SELECT DISTINCT member, day FROM sales
              WHERE "at" < TIMESTAMP '{as_of}' AND member IS NOT NULL AND returns_sale IS NULL),
gaps AS (SELECT day - lag(day) OVER (PARTITION BY member ORDER BY day) AS gap FROM days)
SELECT count(gap) AS n, sum(gap) / count(gap) AS mean,
       quantile_cont(gap, 0.5) AS median, quantile_cont(gap, 0.8) AS p80,
       quantile_cont(gap, 0.9) AS p90, quantile_cont(gap, 0.95) AS p95
FROM gaps WHERE gap IS NOT NULL
