"""What sales publishes to the lake; rows are immutable and only ever added."""

from shuke.storage.published import Published

SALES = Published(
    source="sales_sale",
    key="s.id",
    columns={
        "sale": "BIGINT",
        "member": "BIGINT",
        "store": "BIGINT",
        "channel": "VARCHAR",
        "at": "TIMESTAMP",
        "day": "DATE",
        "amount": "BIGINT",
        "gross": "BIGINT",
        "line_count": "INTEGER",
        "returns_sale": "BIGINT",
        "staff": "VARCHAR",
    },
    sql="SELECT s.id AS sale, s.member_id AS member, s.store_id AS store, s.channel AS channel,"
    ' s.local_at AS "at", s.day AS day, s.amount AS amount, s.gross AS gross,'
    " s.line_count AS line_count, s.returns_id AS returns_sale, s.staff AS staff"
    " FROM {sales_sale} s",
)

# Lines carry what figures ask of their sale, so that no figure joins two large tables.
LINES = Published(
    source="sales_sale",
    key="s.id",
    columns={
        "sale": "BIGINT",
        "member": "BIGINT",
        "store": "BIGINT",
        "product": "BIGINT",
        "at": "TIMESTAMP",
        "day": "DATE",
        "quantity_milli": "BIGINT",
        "amount": "BIGINT",
        "gross": "BIGINT",
        "is_return": "BOOLEAN",
    },
    sql="SELECT l.sale_id AS sale, s.member_id AS member, s.store_id AS store,"
    ' l.product_id AS product, s.local_at AS "at", s.day AS day,'
    " l.quantity_milli AS quantity_milli, l.amount AS amount, l.gross AS gross,"
    " s.returns_id IS NOT NULL AS is_return"
    " FROM {sales_line} l JOIN {sales_sale} s ON s.id = l.sale_id",
)

# The sources' own word on one business day, by channel, for the reconciliation (E06).
DAY_TOTALS = Published(
    source="sales_sale",
    key="s.id",
    columns={"channel": "VARCHAR", "sales": "BIGINT", "amount": "BIGINT"},
    sql="SELECT s.channel AS channel, count(*) AS sales, sum(s.amount) AS amount"
    " FROM {sales_sale} s",
)
