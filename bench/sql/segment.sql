WITH headers AS (
    SELECT member,
           count(*) FILTER (returns_sale IS NULL) AS times,
           max(day) FILTER (returns_sale IS NULL) AS last_on,
           sum(amount) FILTER ("at" >= TIMESTAMP '{as_of}' - INTERVAL 365 DAY) AS spend
    FROM sales WHERE "at" < TIMESTAMP '{as_of}' AND member IS NOT NULL GROUP BY member),
picked AS (
    SELECT l.member,
           count(DISTINCT l.sale) FILTER (p.category = 'Category 001'
               AND l."at" >= TIMESTAMP '{as_of}' - INTERVAL 60 DAY) AS first,
           count(DISTINCT l.sale) FILTER (p.category = 'Category 009') AS second
    FROM lines l JOIN products p USING (product)
    WHERE p.category IN ('Category 001', 'Category 009') AND NOT l.is_return
      AND l."at" < TIMESTAMP '{as_of}' AND l."at" >= TIMESTAMP '{as_of}' - INTERVAL 180 DAY
    GROUP BY l.member)
SELECT m.member FROM members m JOIN headers h USING (member) JOIN picked p USING (member)
WHERE p.first >= 2 AND p.second = 0 AND h.spend >= 5000 AND h.times >= 5
  AND DATE '{as_of}' - h.last_on <= 90
