WITH seen AS (
    SELECT member, min(day) AS first, max(day) AS last,
           max(day) FILTER ("at" < TIMESTAMP '{as_of}' - INTERVAL 90 DAY) AS last_then
    FROM sales WHERE "at" < TIMESTAMP '{as_of}' AND member IS NOT NULL AND returns_sale IS NULL
    GROUP BY member),
states AS (
    SELECT coalesce(m.member, s.member) AS member,
           CASE WHEN last_then IS NULL AND (m.joined_on >= DATE '{as_of}' - 90
                     OR m.joined_on IS NULL AND first IS NOT NULL) THEN 'none'
                WHEN last_then < DATE '{as_of}' - 270 THEN 'lost' ELSE 'here' END AS before,
           CASE WHEN last < DATE '{as_of}' - 180 THEN 'lost' ELSE 'here' END AS after
    FROM (FROM members WHERE joined_on IS NULL OR joined_on < DATE '{as_of}') m
    FULL JOIN seen s ON s.member = m.member),
counts AS (
    SELECT count(*) FILTER (before = 'here') AS opening,
           count(*) FILTER (before = 'none') AS joined,
           count(*) FILTER (before <> 'lost' AND after = 'lost') AS lost,
           count(*) FILTER (before = 'lost' AND after = 'here') AS reactivated,
           count(*) FILTER (after = 'here') AS closing
    FROM states),
gone AS (
    SELECT CAST(sum(amount) AS BIGINT) AS amount_lost FROM sales
    WHERE "at" < TIMESTAMP '{as_of}' - INTERVAL 90 DAY
      AND "at" >= TIMESTAMP '{as_of}' - INTERVAL 455 DAY
      AND member IN (SELECT member FROM states WHERE before <> 'lost' AND after = 'lost')),
come AS (
    SELECT CAST(sum(amount) AS BIGINT) AS amount_added FROM sales
    WHERE "at" < TIMESTAMP '{as_of}' AND "at" >= TIMESTAMP '{as_of}' - INTERVAL 90 DAY
      AND member IN (SELECT member FROM states
                     WHERE before = 'none' OR before = 'lost' AND after = 'here'))
SELECT * FROM counts, gone, come
