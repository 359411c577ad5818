"""What stores publishes to the lake."""

from shuke.storage.published import Published

STORES = Published(
    source="stores_store",
    key="s.id",
    columns={"store": "BIGINT", "number": "VARCHAR", "name": "VARCHAR", "ownership": "VARCHAR"},
    sql="SELECT s.id AS store, s.number AS number, s.name AS name, s.ownership AS ownership"
    " FROM {stores_store} s",
)
