"""What the chain concluded about its members, written back by the thousand (design section 4)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, connection

from shuke.events import actions as events
from shuke.kernel import ids
from shuke.kernel.scope import Actor
from shuke.members import bulk, records
from shuke.storage.transactions import retrying, writing

_TABLE = "members_traits_arriving"
_NAMES_MAX = 50
_RACES_MAX = 5
_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]{0,62}")


@dataclass(frozen=True, slots=True)
class Trait:
    """One conclusion about one member; an empty value takes the trait away again.

    `confidence` in thousandths, None where nobody gave one.
    """

    member_id: int
    name: str
    value: str
    confidence: int | None = None


def write_traits(
    *,
    source: str,
    at: datetime,
    by: Actor,
    traits: Iterable[Trait] = (),
    staging: str = "",
) -> int:
    """Write traits from an iterable, or from a staging table, and answer how many changed.

    A staging table has the columns member_id, name, value, confidence and is filled on this
    connection. A value that holds already is left as it is; any other becomes a version with
    source and moment. Unknown members are passed over. One event tells of the whole batch.
    """
    if staging and not _IDENTIFIER.fullmatch(staging):
        raise ValueError(f"not the name of a table: {staging!r}")
    known = list(traits) if not staging else []

    def run() -> int:
        with writing():
            _stage(known, staging)
            count = _written(source=source, at=at, by=by)
            bulk.drop(_TABLE)
            return count

    for attempt in range(1, _RACES_MAX + 1):
        try:
            return retrying(run)
        except IntegrityError:
            # Somebody wrote the same trait of a member between our look and our writing.
            if attempt == _RACES_MAX:
                raise
    raise AssertionError("the loop returns or raises")


def _stage(known: list[Trait], staging: str) -> None:
    columns = (
        "member_id bigint, name varchar(80), value text, confidence smallint,"
        " PRIMARY KEY (member_id, name)"
    )
    rows = {(one.member_id, one.name): (one.value, one.confidence) for one in known}
    bulk.stage(
        _TABLE,
        columns,
        ("member_id", "name", "value", "confidence"),
        ((member, name, *rest) for (member, name), rest in rows.items()),
    )
    if staging:
        bulk.run(
            f"INSERT INTO {_TABLE} SELECT member_id, name, MAX(value), MAX(confidence)"  # noqa: S608
            f" FROM {staging} GROUP BY member_id, name"
        )
    if connection.vendor == "postgresql":
        bulk.run(f"ANALYZE {_TABLE}")


_HOLDS = """
    SELECT 1 FROM members_attribute a WHERE a.member_id = {table}.member_id
    AND a.name = {table}.name AND a.basis = 'inferred' AND a.is_current
"""


def _written(*, source: str, at: datetime, by: Actor) -> int:
    holds = _HOLDS.format(table=_TABLE)
    bulk.run(
        f"DELETE FROM {_TABLE} WHERE EXISTS ({holds} AND a.value = {_TABLE}.value)"  # noqa: S608
        f" OR (value = '' AND NOT EXISTS ({holds}))"
        " OR NOT EXISTS (SELECT 1 FROM members_member m"
        f" WHERE m.id = {_TABLE}.member_id)"
    )
    count, names, digest = _digest()
    if not count:
        return 0
    bulk.run(
        "UPDATE members_attribute SET is_current = FALSE"  # noqa: S608 - names from the code
        " WHERE basis = 'inferred' AND is_current AND EXISTS (SELECT 1 FROM"
        f" {_TABLE} s WHERE s.member_id = members_attribute.member_id"
        " AND s.name = members_attribute.name)"
    )
    bulk.run(
        "INSERT INTO members_attribute (id, member_id, name, value, hash, source, at, version,"  # noqa: S608
        " is_current, is_personal, is_valid, basis, confidence)"
        " SELECT %s + ROW_NUMBER() OVER (ORDER BY s.member_id, s.name), s.member_id, s.name,"
        " s.value, '', %s, %s, 1 + COALESCE((SELECT MAX(v.version) FROM members_attribute v"
        " WHERE v.member_id = s.member_id AND v.name = s.name AND v.basis = 'inferred'), 0),"
        f" TRUE, FALSE, TRUE, 'inferred', s.confidence FROM {_TABLE} s",
        (ids.block(count) - 1, source[:80], at),
    )
    events.record(
        records.TRAITS_WRITTEN,
        at=at,
        by=by,
        subject="members",
        payload={
            "source": source,
            "count": count,
            "names": sorted(names)[:_NAMES_MAX],
            "digest": digest,
        },
    )
    return count


def _digest() -> tuple[int, set[str], str]:
    count, names, digest = 0, set(), sha256()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT member_id, name, value FROM {_TABLE} ORDER BY 1, 2")  # noqa: S608
        for member, name, value in iter(cursor.fetchone, None):
            count += 1
            names.add(name)
            digest.update(f"{member}|{name}|{value}\n".encode())
    return count, names, digest.hexdigest()
