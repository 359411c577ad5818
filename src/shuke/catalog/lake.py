"""What the catalogue publishes to the lake."""

from shuke.storage.published import Published

PRODUCTS = Published(
    source="catalog_product",
    key="p.id",
    columns={
        "product": "BIGINT",
        "number": "VARCHAR",
        "name": "VARCHAR",
        "department": "VARCHAR",
        "category": "VARCHAR",
        "subcategory": "VARCHAR",
        "brand": "VARCHAR",
        "is_counted": "BOOLEAN",
        "is_known": "BOOLEAN",
    },
    sql="SELECT p.id AS product, p.number AS number, p.name AS name, p.department AS department,"
    " p.category AS category, p.subcategory AS subcategory, p.brand AS brand,"
    " p.is_counted AS is_counted, p.is_known AS is_known FROM {catalog_product} p",
)
