WITH items AS (
    SELECT DISTINCT l.sale, p.category AS item FROM lines l JOIN products p USING (product)
    WHERE l."at" < TIMESTAMP '{as_of}' AND NOT l.is_return AND p.category IS NOT NULL),
total AS (SELECT count(DISTINCT sale) AS n FROM items),
alone AS (SELECT item, count(*) AS k FROM items GROUP BY item),
often AS (SELECT sale, item FROM items
          WHERE item IN (SELECT item FROM alone, total WHERE k >= 0.01 * n)),
paired AS (SELECT a.item AS a, b.item AS b, count(*) AS sales
           FROM often a JOIN often b ON a.sale = b.sale AND a.item < b.item GROUP BY ALL)
SELECT a, b, sales, sales / n AS support, sales / x.k AS confidence_ab, sales / y.k AS confidence_ba,
       CAST(sales AS DOUBLE) * n / (x.k * y.k) AS lift
FROM paired JOIN alone x ON x.item = a JOIN alone y ON y.item = b, total WHERE sales >= 0.01 * n
