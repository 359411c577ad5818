"""Stores and products: whole lists by one set-based action each."""

import duckdb

from shuke.catalog import actions as catalog
from shuke.intake.counts import Counts
from shuke.intake.landing.staging import staged
from shuke.kernel import ids
from shuke.stores import actions as stores

_STORE_TYPES = {
    "id": "bigint",
    "is_online": "boolean",
    "latitude": "double precision",
    "longitude": "double precision",
}
_PRODUCT_TYPES = {"id": "bigint", "is_counted": "boolean"}
_NUMBER_TYPES = {"id": "bigint"}


def rows_of(duck: duckdb.DuckDBPyConnection, source: str) -> int:
    """How many rows a DuckDB table or bracketed query has."""
    found = duck.execute(f"SELECT count(*) FROM {source}").fetchone()  # noqa: S608 - from the code
    return int(found[0]) if found else 0


def land_stores(duck: duckdb.DuckDBPyConnection, source: str) -> Counts:
    """Add or update the stores of `source` (columns of `stores.actions.STAGED`)."""
    count = rows_of(duck, source)
    if not count:
        return Counts()
    columns = {"id": _numbered(count), **{name: name for name in stores.STAGED}}
    with staged(duck, types=_STORE_TYPES, columns=columns, source=source) as staging:
        loaded = stores.load(staging=staging)
    return _counted("stores", loaded.new, loaded.changed, loaded.same)


def land_products(duck: duckdb.DuckDBPyConnection, source: str) -> Counts:
    """Add or update the products of `source` (columns of `catalog.actions.STAGED`)."""
    count = rows_of(duck, source)
    if not count:
        return Counts()
    columns = {"id": _numbered(count), **{name: name for name in catalog.STAGED}}
    with staged(duck, types=_PRODUCT_TYPES, columns=columns, source=source) as staging:
        loaded = catalog.load(staging=staging)
    return _counted("products", loaded.new, loaded.changed, loaded.same)


def land_store_numbers(duck: duckdb.DuckDBPyConnection, source: str) -> Counts:
    """Add the stores whose numbers sales name and nobody described."""
    numbers = duck.execute(f"SELECT DISTINCT number FROM {source} ORDER BY 1").fetchall()  # noqa: S608
    before = stores.ensure_stores(str(number) for (number,) in numbers)
    return Counts(made={"stores_named": len(before)})


def land_placeholders(duck: duckdb.DuckDBPyConnection, source: str) -> Counts:
    """Add a placeholder for each product number that sales name and nobody described."""
    distinct = f"(SELECT DISTINCT number FROM {source} WHERE number IS NOT NULL ORDER BY 1)"  # noqa: S608
    count = rows_of(duck, distinct)
    if not count:
        return Counts()
    columns = {"id": _numbered(count), "number": "number"}
    with staged(duck, types=_NUMBER_TYPES, columns=columns, source=distinct) as staging:
        return Counts(made={"placeholders": catalog.load_placeholders(staging=staging)})


def _numbered(count: int) -> str:
    return f"{ids.block(count)} + row_number() OVER () - 1"


def _counted(what: str, new: int, changed: int, same: int) -> Counts:
    return Counts(accepted=new + changed, known=same, made={what: new, f"{what}_changed": changed})
