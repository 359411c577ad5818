"""Sources that bring their own data: a plug-in stages it as DuckDB tables, intake lands it.

`project` names the connectors in the setting SHUKE_CONNECTORS; nobody imports them.
"""

from typing import Protocol

import duckdb
from django.conf import settings
from django.utils.module_loading import import_string

from shuke.intake.refusals import UnknownSource

# What a connector makes, with the columns that intake reads; a table it has nothing for is left
# out. Times are naive, of UTC or (`is_local`) of the store's wall clock; quantities are in
# thousandths, money in minor units, discounts JSON or NULL.
TABLES = {
    "in_stores": "number VARCHAR, name VARCHAR, ownership VARCHAR, is_online BOOLEAN, zone VARCHAR,"
    " latitude DOUBLE, longitude DOUBLE",
    "in_products": "number VARCHAR, name VARCHAR, department VARCHAR, category VARCHAR,"
    " subcategory VARCHAR, brand VARCHAR, maker VARCHAR, package_size VARCHAR, is_counted BOOLEAN",
    "in_members": "number VARCHAR",
    "in_attributes": "number VARCHAR, name VARCHAR, value VARCHAR",
    "in_lines": "line BIGINT, store_number VARCHAR, sale_number VARCHAR, sold_at TIMESTAMP,"
    " is_local BOOLEAN, member_number VARCHAR, product_number VARCHAR, quantity_milli BIGINT,"
    " gross BIGINT, amount BIGINT, discounts VARCHAR, channel VARCHAR, till VARCHAR, staff VARCHAR,"
    " returns_number VARCHAR, payment VARCHAR",
    "in_campaigns": "campaign VARCHAR, campaign_type VARCHAR, starts_on DATE, ends_on DATE,"
    " coupons INTEGER",
    "in_contacts": "campaign VARCHAR, campaign_type VARCHAR, number VARCHAR, kind VARCHAR,"
    " day DATE, coupon VARCHAR",
}


class Connector(Protocol):
    """A source by name; `digest` names its content, `stage` makes the tables of `TABLES`."""

    name: str
    zh: str
    en: str

    def digest(self) -> str:
        """A text that changes when the source's content does."""

    def stage(self, duck: duckdb.DuckDBPyConnection) -> None:
        """Make tables or views named as in `TABLES`."""


def connector_of(name: str) -> Connector:
    """The connector of that name.

    Raises:
        UnknownSource: the deployment has none.
    """
    path = settings.SHUKE_CONNECTORS.get(name)
    if path is None:
        raise UnknownSource(param="source", name=name[:40], names=", ".join(connector_names()))
    connector: Connector = import_string(path)
    return connector


def connector_names() -> tuple[str, ...]:
    """The names of the sources that this deployment knows."""
    return tuple(sorted(settings.SHUKE_CONNECTORS))


def empty_tables(duck: duckdb.DuckDBPyConnection) -> None:
    """Make every table of `TABLES` empty, for the connector to replace."""
    for name, columns in TABLES.items():
        duck.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({columns})")
