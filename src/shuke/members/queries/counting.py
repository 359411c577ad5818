"""How many there are, and how good what is known about them is."""

from dataclasses import dataclass
from typing import Any, Literal

from django.db import connection
from django.db.models import Count, Q

from shuke.kernel.scope import Scope
from shuke.members.models import Member
from shuke.members.queries.reaching import reach, survivors
from shuke.members.registry import fields, weights


@dataclass(frozen=True, slots=True)
class Counts:
    """Members and prospects the scope reaches; merged rows count once."""

    members: int
    prospects: int
    named: int
    made_names: int


def is_empty() -> bool:
    """Whether nobody is known yet."""
    return not Member.objects.exists()


def counts(scope: Scope) -> Counts:
    """How many members and prospects the scope reaches, and how many have a (made-up) name."""
    scope.demand("members.read")
    found = (
        survivors()
        .filter(reach(scope))
        .aggregate(
            members=Count("pk", filter=Q(stage="member")),
            prospects=Count("pk", filter=Q(stage="prospect")),
            named=Count("pk", filter=Q(stage="member") & ~Q(name="")),
            made=Count("pk", filter=Q(stage="member", is_name_made=True)),
        )
    )
    return Counts(
        members=found["members"],
        prospects=found["prospects"],
        named=found["named"],
        made_names=found["made"],
    )


@dataclass(frozen=True, slots=True)
class Quality:
    """How full and how sound the files of a group are; `key` is a store id or a staff name.

    Shares from 0 to 1, weighed as the fields are; `consistency` is the share of the fields known
    both from the member and by inference on which the two agree. None where nothing was counted.
    """

    key: str
    members: int
    completeness: float | None
    validity: float | None
    consistency: float | None


_KEYS = {
    "chain": "''",
    "store": "COALESCE(s.store_id, m.store_id)",
    "staff": "COALESCE(s.staff, m.staff)",
}
_WEIGHED = """
    WITH people AS (
        SELECT m.id AS row_id, COALESCE(s.id, m.id) AS person, {key} AS place
        FROM members_member m LEFT JOIN members_member s ON s.id = m.merged_into_id
        WHERE COALESCE(s.stage, m.stage) = 'member' {limit}
    ), parts AS (
        SELECT p.person, p.place, a.name, MAX(CASE WHEN a.is_valid THEN 1 ELSE 0 END) AS sound
        FROM people p JOIN members_attribute a ON a.member_id = p.row_id
        WHERE a.is_current AND a.value <> '' GROUP BY p.person, p.place, a.name
        UNION ALL
        SELECT p.person, p.place, i.kind, MAX(CASE WHEN i.is_valid THEN 1 ELSE 0 END)
        FROM people p JOIN members_identity i ON i.member_id = p.row_id
        WHERE i.ends_before IS NULL AND i.kind IN ('phone', 'email')
        GROUP BY p.person, p.place, i.kind
        UNION ALL
        SELECT p.person, p.place, 'name', 1 FROM people p JOIN members_member n ON n.id = p.person
        WHERE p.row_id = p.person AND n.name <> ''
    )
    SELECT place, name, COUNT(*), SUM(sound) FROM parts GROUP BY place, name
"""


def quality(scope: Scope, *, by: Literal["chain", "store", "staff"]) -> tuple[Quality, ...]:
    """Completeness, validity and consistency of the files, over the chain, by store or by staff.

    A member's store is his home store, his staff the one who enrolled him (requirement E12).
    """
    scope.demand("quality.read")
    key = _KEYS[by]
    weighed = weights(fields())
    filled: dict[str, int] = {}
    sound: dict[str, int] = {}
    for place, name, count, valid in _rows(_WEIGHED, key, scope):
        if name in weighed:
            filled[place] = filled.get(place, 0) + weighed[name] * count
            sound[place] = sound.get(place, 0) + weighed[name] * valid
    agreeing = {place: equal / both for place, both, equal in _rows(_AGREEING, key, scope) if both}
    possible = sum(weighed.values())
    return tuple(
        Quality(
            key=place,
            members=count,
            completeness=filled.get(place, 0) / (possible * count) if possible else None,
            validity=sound[place] / filled[place] if filled.get(place) else None,
            consistency=agreeing.get(place),
        )
        for place, count in sorted(_rows(_PEOPLE, key, scope))
    )


_PEOPLE = """
    SELECT {key}, COUNT(*) FROM members_member m
    LEFT JOIN members_member s ON s.id = m.merged_into_id
    WHERE m.merged_into_id IS NULL AND m.stage = 'member' {limit} GROUP BY 1
"""
_AGREEING = """
    SELECT {key}, COUNT(*), SUM(CASE WHEN d.value = i.value THEN 1 ELSE 0 END)
    FROM members_member m LEFT JOIN members_member s ON s.id = m.merged_into_id
    JOIN members_attribute d ON d.member_id = m.id AND d.is_current AND d.basis = 'declared'
    JOIN members_attribute i ON i.member_id = m.id AND i.is_current AND i.basis = 'inferred'
        AND i.name = d.name
    WHERE COALESCE(s.stage, m.stage) = 'member' AND NOT d.is_personal AND d.value <> ''
        AND i.value <> '' {limit}
    GROUP BY 1
"""


def _rows(template: str, key: str, scope: Scope) -> list[tuple[Any, ...]]:
    limit, parameters = "", []
    if scope.stores is not None:
        parameters = sorted(scope.stores)
        marks = ", ".join(["%s"] * len(parameters)) or "NULL"
        limit = f"AND COALESCE(s.store_id, m.store_id) IN ({marks})"
    with connection.cursor() as cursor:
        cursor.execute(template.format(key=key, limit=limit), parameters)
        return [("" if row[0] is None else str(row[0]), *row[1:]) for row in cursor.fetchall()]
