WITH seen AS (
    SELECT member, min(day) AS first, max(day) AS last,
           min(day) FILTER (day >= DATE '{as_of}' - 90) AS back,
           max(day) FILTER (day < DATE '{as_of}' - 90) AS gone
    FROM sales WHERE "at" < TIMESTAMP '{as_of}' AND member IS NOT NULL AND returns_sale IS NULL
    GROUP BY member),
states AS (
    SELECT CASE WHEN s.member IS NULL THEN 'registered'
                WHEN first >= DATE '{as_of}' - 30 THEN 'new'
                WHEN back - gone > 180 THEN 'reactivated'
                WHEN last >= DATE '{as_of}' - 90 THEN 'active'
                WHEN last >= DATE '{as_of}' - 120 THEN 'silent'
                WHEN last >= DATE '{as_of}' - 180 THEN 'sleeping' ELSE 'lost' END AS state
    FROM (SELECT member FROM members WHERE joined_on IS NULL OR joined_on < DATE '{as_of}') m
    FULL JOIN seen s ON s.member = m.member)
SELECT n.state, count(s.state) AS members
FROM unnest(['registered', 'new', 'active', 'silent', 'sleeping', 'lost', 'reactivated']) n(state)
LEFT JOIN states s ON s.state = n.state GROUP BY n.state
