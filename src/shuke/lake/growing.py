"""Tables that only grow: sales with their lines, and campaign contacts.

What is new since the last snapshot is found without reading the rest:

SQLite has one writer, so rows appear in the order of their row numbers; rows are never deleted,
so the numbers have no holes. Everything above the last number is new.

PostgreSQL commits out of order, and the application makes ids before it commits. New rows are
looked for among the ids of the last hour and later, those that the lake has are left out, and the
rows are counted on both sides: should one with an older id have come late, all ids are compared.
"""

from dataclasses import dataclass

from shuke.events.lake import CONTACTS
from shuke.lake.folder import Manifest, Part
from shuke.lake.source import Source, one
from shuke.lake.writing import Writer, files
from shuke.sales.lake import LINES, SALES

_HOUR_OF_IDS = 3_600_000 << 22  # see kernel.ids: milliseconds above 22 bits of sequence

CONTACTS_SQL = """
SELECT event, payload->>'campaign' AS campaign, payload->>'campaign_type' AS campaign_type, member,
    CASE name WHEN 'campaign.received' THEN 'received' ELSE 'redeemed' END AS kind,
    CAST(payload->>'day' AS DATE) AS day
FROM ({rows})
"""


class LakeIsAhead(Exception):
    """The lake holds rows that the database does not: it was restored or started anew."""


@dataclass(frozen=True, slots=True)
class Grown:
    """The parts of sales and lines, and how far the sales were read."""

    sales: tuple[Part, ...]
    lines: tuple[Part, ...]
    last: int
    fresh: int


def all_sales(source: Source, writer: Writer) -> Grown:
    """Write every sale and line; the headers once into a temporary table that lines join."""
    last = source.number(f"SELECT max({_order(source)}) FROM sales_sale")
    sales = writer.write("sales", source.whole(SALES))
    lines = writer.write("lines", source.whole(LINES))
    return Grown((sales,), (lines,), last, sales.rows)


def new_sales(source: Source, writer: Writer, before: Manifest) -> Grown:
    """Write the sales that came since the snapshot before, with their lines.

    Raises:
        LakeIsAhead: the lake has sales that the database has not.
    """
    parts, mark = before.tables["sales"], int(before.marks["sales"])
    last = source.number(f"SELECT max({_order(source)}) FROM sales_sale")
    known = sum(part.rows for part in parts)
    if source.vendor == "sqlite":
        if last < known or last < mark:
            raise LakeIsAhead
        _keep(source, f"s.rowid > {mark}", "")
        if known + _kept(source) != last:
            raise LakeIsAhead
        condition = f"s.rowid > {mark}"
    else:
        condition = _keep_out_of_order(source, parts, mark, known)
    fresh = _kept(source)
    if not fresh:
        return Grown(parts, before.tables["lines"], last, 0)
    lines = f"SELECT * FROM ({source.some(LINES, condition)}) SEMI JOIN fresh USING (sale)"
    return Grown(
        writer.appended("sales", parts, "FROM fresh"),
        writer.appended("lines", before.tables["lines"], lines),
        last,
        fresh,
    )


def _order(source: Source) -> str:
    return "rowid" if source.vendor == "sqlite" else "id"


def _keep(source: Source, condition: str, without: str) -> None:
    rows = f"SELECT * FROM ({source.some(SALES, condition)}) {without}"
    source.duck.execute(f"CREATE OR REPLACE TEMP TABLE fresh AS {rows}")


def _kept(source: Source) -> int:
    return int(str(one(source.duck, "SELECT count(*) FROM fresh")[0]))


def _keep_out_of_order(source: Source, parts: tuple[Part, ...], mark: int, known: int) -> str:
    since = f"s.id > {mark - _HOUR_OF_IDS}"
    recent = f"(SELECT sale FROM {files(parts)} WHERE sale > {mark - _HOUR_OF_IDS})"
    _keep(source, since, f"ANTI JOIN {recent} k USING (sale)")
    missing = source.number("SELECT count(*) FROM sales_sale") - known - _kept(source)
    if missing < 0:
        raise LakeIsAhead
    if not missing:
        return since
    _keep(source, "TRUE", f"ANTI JOIN (SELECT sale FROM {files(parts)}) k USING (sale)")
    if source.number("SELECT count(*) FROM sales_sale") != known + _kept(source):
        raise LakeIsAhead
    oldest = one(source.duck, "SELECT min(sale) FROM fresh")[0]
    return f"s.id >= {oldest}"


def all_contacts(source: Source, writer: Writer) -> tuple[Part, ...]:
    """Write every campaign contact in the book of events."""
    return (writer.write("contacts", CONTACTS_SQL.format(rows=source.whole(CONTACTS))),)


def new_contacts(source: Source, writer: Writer, before: Manifest, since: str) -> tuple[Part, ...]:
    """Write the contacts of events that meet `since`; those the lake has already are left out."""
    parts = before.tables["contacts"]
    rows = CONTACTS_SQL.format(rows=source.some(CONTACTS, since))
    if source.vendor == "sqlite":
        return writer.appended("contacts", parts, rows)
    known = f"(SELECT event FROM {files(parts)})"
    return writer.appended(
        "contacts", parts, f"SELECT * FROM ({rows}) ANTI JOIN {known} k USING (event)"
    )
