WITH two AS (
    SELECT min("at", 2) AS times FROM sales
    WHERE "at" < TIMESTAMP '{as_of}' AND member IS NOT NULL AND returns_sale IS NULL GROUP BY member)
SELECT n AS days, count(*) AS eligible,
       count(*) FILTER (times[2] <= times[1] + to_hours(24 * n)) AS repurchased
FROM two, (VALUES (7), (30), (60), (90)) AS windows(n)
WHERE times[1] <= TIMESTAMP '{as_of}' - to_hours(24 * n) GROUP BY n
