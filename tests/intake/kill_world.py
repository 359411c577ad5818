"""What happens in the forks of `killing`: preparing, importing with a stop, reading the state."""

import hashlib
import json
import os
import time

from django.db import connection
from tests.intake.conftest import AT, BY
from tests.intake.reading_back import rows_of

from shuke.catalog import actions as catalog
from shuke.intake import pouring
from shuke.intake.actions import import_file
from shuke.intake.actions import landing as file_landing
from shuke.intake.landing import cutting
from shuke.members import actions as members
from shuke.members.newcomer import Newcomer
from shuke.stores import actions as stores

MEMBERS = 500
cutting.LINES_PER_CHUNK = 2_000
file_landing.MEMBERS_PER_CHUNK = 400

# Everything that an import leaves, by the numbers of the chain: ids differ from run to run.
STATE = (
    (
        "SELECT s.number, t.number AS store, m.number AS member, s.sold_at, s.local_at, s.day,"
        " s.gross, s.amount, s.line_count, s.staff, s.channel, r.number AS returns"
        " FROM sales_sale s JOIN stores_store t ON t.id = s.store_id"
        " LEFT JOIN members_member m ON m.id = s.member_id"
        " LEFT JOIN sales_sale r ON r.id = s.returns_id ORDER BY s.number, t.number"
    ),
    (
        "SELECT s.number, l.position, p.number AS product, l.quantity_milli, l.gross, l.amount,"
        " CAST(l.discounts AS varchar(200)) FROM sales_line l JOIN sales_sale s ON s.id = l.sale_id"
        " LEFT JOIN catalog_product p ON p.id = l.product_id ORDER BY s.number, l.position"
    ),
    (
        "SELECT s.number, y.kind, y.amount FROM sales_payment y"
        " JOIN sales_sale s ON s.id = y.sale_id ORDER BY s.number, y.kind"
    ),
    "SELECT number, name, category, is_known FROM catalog_product ORDER BY number",
    "SELECT number, name FROM stores_store ORDER BY number",
    (
        "SELECT CASE WHEN m.name = '' THEN m.number ELSE m.name END, m.number, m.stage, m.joined_on"
        " FROM members_member m ORDER BY m.number"
    ),
    (
        "SELECT m.number, i.kind, i.hash FROM members_identity i"
        " JOIN members_member m ON m.id = i.member_id ORDER BY m.number, i.kind, i.hash"
    ),
    (
        "SELECT m.number, a.name, a.value, a.is_current FROM members_attribute a"
        " JOIN members_member m ON m.id = a.member_id WHERE NOT a.is_personal"
        " ORDER BY m.number, a.name, a.version"
    ),
    "SELECT state, rows, rows_done, CAST(counts AS varchar(900)) FROM intake_import",
    "SELECT part, number, rows FROM intake_chunk ORDER BY part, number",
    "SELECT part, line, code FROM intake_refusedrow ORDER BY line, part",
    "SELECT name, count(*) FROM events_event GROUP BY name ORDER BY name",
)
# Whole rows only: each must find nothing.
BROKEN = (
    (
        "SELECT s.id FROM sales_sale s LEFT JOIN sales_line l ON l.sale_id = s.id"
        " GROUP BY s.id, s.line_count, s.amount, s.gross HAVING count(l.id) <> s.line_count"
        " OR sum(l.amount) <> s.amount OR sum(l.gross) <> s.gross"
    ),
    (
        "SELECT i.id FROM members_identity i LEFT JOIN members_identifier d"
        " ON d.kind = i.kind AND d.hash = i.hash WHERE i.kind = 'phone' AND d.id IS NULL"
    ),
)


class Stop:
    """Counts statements and rows, and stands still at the one asked for until it is killed."""

    def __init__(self, how="", where=0, mouth=None):
        self.how, self.where, self.mouth = how, where, mouth
        self.statement = self.row = 0

    def reached(self, how):
        count = getattr(self, how) + 1
        setattr(self, how, count)
        if how == self.how and count == self.where:
            os.write(self.mouth, b"!")
            time.sleep(600)

    def __call__(self, execute, sql, params, many, context):
        self.reached("statement")
        return execute(sql, params, many, context)


def prepare():
    """A chain with stores, products and members, whose sales the file holds."""
    stores.set_chain(name="熟客超市", currency="CNY", zone="Asia/Shanghai", at=AT, by=BY)
    catalog.ensure_products(f"P{number}" for number in range(200))
    members.load(
        [Newcomer(number=f"M{number}") for number in range(MEMBERS)], at=AT, by=BY, source="test"
    )
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return ""


def run_import(kind, file, stop):
    rows = pouring._rows

    def counted(duck, query):
        for row in rows(duck, query):
            stop.reached("row")
            yield row

    pouring._rows = counted
    try:
        with connection.execute_wrapper(stop):
            import_file(path=file, kind=kind, at=AT, by=BY)
    finally:
        pouring._rows = rows


def counted_import(kind, file):
    """Import without a stop; answer how many statements, rows and seconds it took."""
    stop, began = Stop(), time.monotonic()
    run_import(kind, file, stop)
    return json.dumps(
        {
            "statement": stop.statement,
            "row": stop.row,
            "seconds": time.monotonic() - began,
        }
    )


def state():
    """The digest of everything, the number of chunks in, and what is not whole."""
    found = [rows_of(sql) for sql in STATE]
    digest = hashlib.sha256(repr(found).encode()).hexdigest()
    made = rows_of("SELECT counts FROM intake_chunk WHERE part IN ('sales', 'returns')")
    sales = sum(_counts(counts)["made"].get("sales", 0) for (counts,) in made)
    broken = [row for sql in BROKEN for row in rows_of(sql)]
    if sales != rows_of("SELECT count(*) FROM sales_sale")[0][0]:
        broken.append(("sales without a ledger", sales))
    return json.dumps(
        {
            "digest": digest,
            "broken": broken,
            "chunks": rows_of("SELECT count(*) FROM intake_chunk")[0][0],
            "sales": rows_of("SELECT count(*) FROM sales_sale")[0][0],
            "members": rows_of("SELECT count(*) FROM members_member")[0][0],
            "counts": [_counts(row[0]) for row in rows_of("SELECT counts FROM intake_import")],
        }
    )


def _counts(counts):
    return json.loads(counts) if isinstance(counts, str) else counts
