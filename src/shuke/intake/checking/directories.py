"""Parsed stores, products and members into the shape in which they land."""

from zoneinfo import available_timezones

import duckdb
import pyarrow as pa

from shuke.catalog.actions import STAGED as PRODUCT_COLUMNS
from shuke.intake.checking import problems
from shuke.intake.formats import Kind
from shuke.intake.kinds import profile_names
from shuke.intake.looking import look_up
from shuke.intake.quoting import literal, quoted
from shuke.stores.actions import STAGED as STORE_COLUMNS

_STORES = (
    "SELECT s.number, s.id FROM intake_keys k CROSS JOIN stores_store s WHERE s.number = k.number"
)
_PLAIN = ("number", "name", "phone", "card", "email", "open_id", "channel", "staff", "campaign")


def note_stores(duck: duckdb.DuckDBPyConnection) -> None:
    """Note the zones that are none."""
    zones = duck.execute("SELECT DISTINCT zone FROM parsed WHERE zone IS NOT NULL").fetchall()
    known = available_timezones()
    unknown = [str(zone) for (zone,) in zones if zone not in known]
    if unknown:
        duck.register("unknown_zones", pa.table({"zone": unknown}))
        duck.execute(
            problems.note(
                code="row.not_a_zone",
                column="zone",
                place=problems.LAST,
                vals="CAST(json_object('value', left(zone, 40)) AS VARCHAR)",
                source="parsed JOIN unknown_zones USING (zone)",
            )
        )
        duck.unregister("unknown_zones")


def make_stores(duck: duckdb.DuckDBPyConnection) -> None:
    """Make `checked` of the parsed stores: one row per number, the last word of each cell."""
    _one_per_number(duck, STORE_COLUMNS)


def make_products(duck: duckdb.DuckDBPyConnection) -> None:
    """Make `checked` of the parsed products: one row per number, the last word of each cell."""
    _one_per_number(duck, PRODUCT_COLUMNS)


def _one_per_number(duck: duckdb.DuckDBPyConnection, columns: tuple[str, ...]) -> None:
    last = ", ".join(f"arg_max({name}, line) AS {name}" for name in columns if name != "number")
    duck.execute(
        "CREATE OR REPLACE TEMP TABLE checked AS"  # noqa: S608 - names from the code
        f" SELECT number, min(line) AS line, count(*) AS rows, {last} FROM parsed"
        " ANTI JOIN problems USING (line) GROUP BY number ORDER BY line"
    )


def note_members(duck: duckdb.DuckDBPyConnection) -> None:
    """Find the home stores, and note those that nobody knows."""
    look_up(
        duck,
        into="store_ids",
        keys={"number": "text"},
        source="(SELECT store AS number FROM parsed WHERE store IS NOT NULL)",
        sql=_STORES,
        columns={"number": "text", "id": "bigint"},
    )
    duck.execute(
        problems.note(
            code="row.unknown_store",
            column="store",
            place=problems.LAST,
            vals="CAST(json_object('value', left(store, 40)) AS VARCHAR)",
            source="parsed p ANTI JOIN store_ids s ON s.number = p.store WHERE store IS NOT NULL",
        )
    )


def make_members(
    duck: duckdb.DuckDBPyConnection, kind: Kind, mapping: dict[str, str], *, zone: str, rows: int
) -> None:
    """Make `staged_members` of the parsed members, cut into chunks of so many rows."""
    duck.execute(_members(kind, mapping, zone, rows))


def _members(kind: Kind, mapping: dict[str, str], zone: str, rows: int) -> str:
    profile = sorted(profile_names(kind) & set(mapping))
    pairs = ", ".join(f"{literal(name)}, {quoted(name)}" for name in profile)
    # An empty cell says nothing about the field; json_object would say null.
    values = f"json_merge_patch('{{}}', json_object({pairs}))" if pairs else "'{}'"
    offset = "p.joined_at_has_offset" if "joined_at" in mapping else "false"
    listed = ", ".join(f"p.{name}" for name in _PLAIN)
    return f"""
CREATE OR REPLACE TEMP TABLE staged_members AS
SELECT p.line, {listed}, s.id AS store_id, CAST({values} AS VARCHAR) AS profile,
       CASE WHEN {offset} THEN p.joined_at
            ELSE timezone('UTC', timezone({literal(zone)}, p.joined_at)) END AS joined_at,
       (row_number() OVER (ORDER BY p.line) - 1) // {rows} AS chunk
FROM parsed p
LEFT JOIN store_ids s ON s.number = p.store
ANTI JOIN problems b ON b.line = p.line
ORDER BY p.line
"""  # noqa: S608 - quoted names
