WITH behaviour AS (
    SELECT member, DATE '{as_of}' - max(day) FILTER (returns_sale IS NULL) AS recency_days,
           count(*) FILTER (returns_sale IS NULL) AS frequency,
           CAST(sum(amount) AS BIGINT) AS monetary
    FROM sales WHERE "at" < TIMESTAMP '{as_of}' AND member IS NOT NULL GROUP BY member
    HAVING count(*) FILTER (returns_sale IS NULL) > 0),
cuts AS (
    SELECT quantile_cont(recency_days, [0.2, 0.4, 0.6, 0.8]) AS r,
           quantile_cont(frequency, [0.2, 0.4, 0.6, 0.8]) AS f,
           quantile_cont(monetary, [0.2, 0.4, 0.6, 0.8]) AS m FROM behaviour),
scored AS (
    SELECT member, recency_days, frequency, monetary,
           5 - (recency_days > c.r[1])::INT - (recency_days > c.r[2])::INT
             - (recency_days > c.r[3])::INT - (recency_days > c.r[4])::INT AS r,
           1 + (frequency > c.f[1])::INT + (frequency > c.f[2])::INT
             + (frequency > c.f[3])::INT + (frequency > c.f[4])::INT AS f,
           1 + (monetary > c.m[1])::INT + (monetary > c.m[2])::INT
             + (monetary > c.m[3])::INT + (monetary > c.m[4])::INT AS m
    FROM behaviour, cuts c)
SELECT member, recency_days, frequency, monetary, r, f, m,
       CASE WHEN m >= 4 THEN CASE WHEN f >= 4 THEN CASE WHEN r >= 4 THEN '重要价值' ELSE '重要保持' END
                                  ELSE CASE WHEN r >= 4 THEN '重要发展' ELSE '重要挽留' END END
            ELSE CASE WHEN f >= 4 THEN CASE WHEN r >= 4 THEN '一般价值' ELSE '一般保持' END
                      ELSE CASE WHEN r >= 4 THEN '一般发展' ELSE '一般挽留' END END END AS segment
FROM scored
