"""Members of a source: numbers and profile fields, no names and no phones."""

from datetime import datetime

import duckdb

from shuke.intake.counts import Counts
from shuke.intake.landing.directories import rows_of
from shuke.intake.looking import look_up
from shuke.intake.pouring import pour
from shuke.intake.quoting import literal
from shuke.kernel import ids

_MEMBERS = "SELECT m.number, m.id FROM members_member m JOIN intake_keys k ON k.number = m.number"
_KNOWN_ATTRIBUTES = (
    "SELECT a.member_id, a.name FROM members_attribute a"
    " JOIN intake_keys k ON k.member_id = a.member_id"
)
_TEXT, _BIG = "text", "bigint"


def land_source_members(duck: duckdb.DuckDBPyConnection, *, source: str, at: datetime) -> Counts:
    """Add the members of `in_members` and what `in_attributes` says of them."""
    known = _find(duck)
    fresh = "(SELECT m.* FROM in_members m ANTI JOIN source_members k ON k.number = m.number)"
    count = rows_of(duck, fresh)
    if count:
        pour(
            duck,
            table="members_member",
            columns={
                "id": f"{ids.block(count)} - 1"
                " + row_number() OVER (ORDER BY length(number), number)",
                "number": "number",
                "name": "''",
                "initials": "''",
                "stage": "'member'",
                "joined_on": "joined_on",
                "channel": "''",
                "staff": "''",
                "campaign": "''",
                "is_name_made": "false",
            },
            source=fresh,
        )
        _find(duck)
    attributes = _land_attributes(duck, source=source, at=at)
    return Counts(accepted=count, known=known, made={"members": count, "attributes": attributes})


def _find(duck: duckdb.DuckDBPyConnection) -> int:
    return look_up(
        duck,
        into="source_members",
        keys={"number": _TEXT},
        source="in_members",
        sql=_MEMBERS,
        columns={"number": _TEXT, "id": _BIG},
    )


def _land_attributes(duck: duckdb.DuckDBPyConnection, *, source: str, at: datetime) -> int:
    look_up(
        duck,
        into="source_attributes",
        keys={"member_id": _BIG},
        source="(SELECT id AS member_id FROM source_members)",
        sql=_KNOWN_ATTRIBUTES,
        columns={"member_id": _BIG, "name": _TEXT},
    )
    fresh = (
        "(SELECT k.id AS member_id, a.name, a.value FROM in_attributes a"
        " JOIN source_members k ON k.number = a.number"
        " ANTI JOIN source_attributes s ON s.member_id = k.id AND s.name = a.name"
        " ORDER BY k.id, a.name)"
    )
    count = rows_of(duck, fresh)
    if not count:
        return 0
    return pour(
        duck,
        table="members_attribute",
        columns={
            "id": f"{ids.block(count)} + row_number() OVER () - 1",
            "member_id": "member_id",
            "name": "name",
            "value": "value",
            "source": literal(source),
            "at": f"TIMESTAMP {literal(at.strftime('%Y-%m-%d %H:%M:%S'))}",
            "version": "1",
            "is_current": "true",
            "is_personal": "false",
            "is_valid": "true",
            "basis": "'declared'",
            "hash": "''",
        },
        source=fresh,
    )
