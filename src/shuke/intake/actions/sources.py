"""Importing a source that a plug-in stages: Complete Journey, CDNOW."""

from datetime import datetime
from functools import partial

import duckdb

from shuke.intake import connectors
from shuke.intake.actions.running import Outcome, finished, received, repeated, started
from shuke.intake.counts import Counts
from shuke.intake.engine import engine
from shuke.intake.landing import cutting
from shuke.intake.landing.directories import land_products, land_stores
from shuke.intake.landing.history import land_history
from shuke.intake.landing.members import MembersChunk, land_members
from shuke.intake.landing.sales import sales_landing
from shuke.intake.ledger import Ledger
from shuke.intake.limits import MEMBERS_PER_CHUNK
from shuke.intake.models import Import
from shuke.intake.progress import Progress, silent
from shuke.kernel.scope import Actor
from shuke.members.actions import place_homes

_MEMBERS = """
CREATE OR REPLACE TEMP TABLE staged_members AS
SELECT m.line, m.number, '' AS name, '' AS phone, '' AS card, '' AS email, '' AS open_id,
       CAST(NULL AS BIGINT) AS store_id, '' AS channel, '' AS staff, '' AS campaign,
       CAST(NULL AS TIMESTAMP) AS joined_at, coalesce(a.profile, '{{}}') AS profile,
       (m.line - 1) // {rows} AS chunk
FROM (SELECT number, row_number() OVER (ORDER BY length(number), number) AS line
      FROM in_members) m
LEFT JOIN (SELECT number, CAST(json_group_object(name, value) AS VARCHAR) AS profile
           FROM in_attributes GROUP BY number) a USING (number)
ORDER BY m.line
"""
_HOMES = """
SELECT member_id, arg_max(store_id, sales * 1000000 - place) FROM (
    SELECT t.member_id, t.store_id, count(*) AS sales, any_value(p.place) AS place
    FROM timed t JOIN (SELECT id, row_number() OVER (ORDER BY length(number), number) AS place
                       FROM store_ids) p ON p.id = t.store_id
    WHERE t.member_id IS NOT NULL GROUP BY t.member_id, t.store_id
) GROUP BY member_id ORDER BY member_id
"""


def import_source(
    name: str, *, at: datetime, by: Actor, progress: Progress | None = None
) -> Outcome:
    """Import a source whole; killed anywhere, the next call goes on where it stopped.

    The source's records are checked like a file's. The same source again changes nothing.

    Raises:
        UnknownSource: the deployment has no such connector.
        SourceMissing: the package that carries the data is not installed.
    """
    tell = progress or silent
    connector = connectors.connector_of(name)
    row = started(
        _waiting(name, connector.digest(), at=at, by=by),
        mapping=None,
        mapping_digest="",
        at=at,
        by=by,
    )
    if row.state == "finished":
        return repeated(row, row, at=at)
    with engine() as duck:
        connectors.empty_tables(duck)
        tell(0, 0, "reading")
        connector.stage(duck)
        _land(duck, Ledger(row.pk, at=at, by=by), source=name, tell=tell)
    return Outcome(row.pk, finished(row, at=at, by=by).as_mapping())


def _waiting(name: str, digest: str, *, at: datetime, by: Actor) -> Import:
    same = Import.objects.filter(kind="source", digest=digest)
    return same.first() or received(kind="source", source=name, digest=digest, at=at, by=by)


def _land(duck: duckdb.DuckDBPyConnection, ledger: Ledger, *, source: str, tell: Progress) -> None:
    duck.execute("CREATE OR REPLACE TEMP VIEW checked_lines AS SELECT * FROM in_lines")
    cut = cutting.cut(duck)
    done = 0

    def told(counts: Counts, note: str) -> None:
        nonlocal done
        done += counts.made.get("lines", 0)
        tell(done, cut.lines, note)

    told(ledger.once("stores", 0, lambda: land_stores(duck, "in_stores")), "stores")
    told(ledger.once("products", 0, lambda: land_products(duck, "in_products")), "products")
    people = MembersChunk(ledger.import_id, source, frozenset(), ledger.at, ledger.by)
    for number in range(_staged_members(duck)):
        told(ledger.once("members", number, partial(land_members, duck, number, people)), "members")
    told(ledger.once("history", 0, lambda: land_history(duck, by=ledger.by)), "campaigns")
    told(ledger.once("named", 0, lambda: cutting.name_directories(duck)), "products")
    cutting.find_directories(duck)
    for number in range(cut.sales):
        told(ledger.once_or_careful("sales", number, sales_landing(duck, number, ledger)), "sales")
    told(ledger.once("homes", 0, partial(_place_homes, duck, ledger)), "homes")


def _place_homes(duck: duckdb.DuckDBPyConnection, ledger: Ledger) -> Counts:
    """Call the store with most of a member's sales his home; ties go to the lower number."""
    homes = duck.execute(_HOMES).fetchall()
    placed = place_homes(dict(homes), at=ledger.at, by=ledger.by) if homes else 0
    return Counts(made={"homes": placed})


def _staged_members(duck: duckdb.DuckDBPyConnection) -> int:
    """Give the source's members the shape of a file's; answer the number of chunks."""
    duck.execute(_MEMBERS.format(rows=MEMBERS_PER_CHUNK))
    found = duck.execute("SELECT coalesce(max(chunk) + 1, 0) FROM staged_members").fetchone()
    return int(found[0]) if found else 0
