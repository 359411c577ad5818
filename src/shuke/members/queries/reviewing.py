"""Likely duplicates for a person to judge, and what a merge would do (requirement E07).

Phones, cards and ids name one member by constraint, so what is left to judge is weaker: one
mailbox, one name with one birthday, one name at one address. A number that changed hands (X24) is
no sign at all, and a made-up name is none either.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

from shuke.kernel.scope import Scope
from shuke.members import merging
from shuke.members.merging import PartPreview
from shuke.members.models import Identity
from shuke.members.queries.cards import Card, cards_of
from shuke.members.queries.files import FieldView, file_of
from shuke.members.queries.reaching import demand, groups_of
from shuke.members.refusals import SameMember

LIMIT_MAX = 200
_EXAMINED_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two members who may be one; `reasons` are codes: email, birthday, address."""

    first: Card
    second: Card
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field on which the two files disagree, with the value that the merged file will show."""

    name: str
    en: str
    zh: str
    survivor: str
    merged: str
    kept: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do; nothing has changed yet."""

    survivor: Card
    merged: Card
    identities: int
    differences: tuple[Difference, ...]
    parts: tuple[tuple[str, tuple[PartPreview, ...]], ...]


# One pair per row, the lower id first. Groups of more than a handful are no pairs but a shared
# mailbox of a company, or a default birthday.
_PAIRS = {
    "email": """
        SELECT a.member_id, b.member_id FROM members_identity a
        JOIN members_identity b ON b.hash = a.hash AND b.kind = 'email' AND b.ends_before IS NULL
        WHERE a.kind = 'email' AND a.ends_before IS NULL
    """,
    "birthday": """
        SELECT a.member_id, b.member_id FROM members_attribute a
        JOIN members_attribute b ON b.hash = a.hash AND b.is_current AND b.name = 'birthday'
        WHERE a.is_current AND a.name = 'birthday' AND a.hash <> ''
    """,
    "address": """
        SELECT a.member_id, b.member_id FROM members_attribute a
        JOIN members_attribute b ON b.hash = a.hash AND b.is_current AND b.name = 'address'
        WHERE a.is_current AND a.name = 'address' AND a.hash <> ''
    """,
}
_QUEUE = """
    SELECT DISTINCT x.id, y.id FROM ({pairs}) AS p(one, other)
    JOIN members_member m ON m.id = p.one JOIN members_member n ON n.id = p.other
    JOIN members_member x ON x.id = COALESCE(m.merged_into_id, m.id)
    JOIN members_member y ON y.id = COALESCE(n.merged_into_id, n.id)
    WHERE x.id < y.id {same_name}
    AND NOT EXISTS (SELECT 1 FROM members_verdict v
        WHERE v.first_id = x.id AND v.second_id = y.id)
    ORDER BY 1, 2 LIMIT {limit}
"""
_SAME_NAME = "AND x.name = y.name AND x.name <> '' AND NOT x.is_name_made AND NOT y.is_name_made"


def likely_duplicates(scope: Scope, *, limit: int = 50) -> tuple[Candidate, ...]:
    """Pairs that a person should look at, the ones with more reasons first."""
    scope.demand("members.merge")
    reasons: dict[tuple[int, int], list[str]] = {}
    for reason in _PAIRS:
        for pair in _pairs(reason):
            reasons.setdefault(pair, []).append(reason)
    ordered = sorted(reasons, key=lambda pair: (-len(reasons[pair]), pair))
    cards = cards_of({member for pair in ordered for member in pair}, scope)
    return tuple(
        Candidate(first=cards[one], second=cards[other], reasons=tuple(reasons[one, other]))
        for one, other in ordered
        if one in cards and other in cards
    )[: max(1, min(limit, LIMIT_MAX))]


def _pairs(reason: str) -> Iterator[tuple[int, int]]:
    pairs = _PAIRS[reason]
    if connection.vendor == "sqlite":
        # SQLite names no columns of a subquery from outside.
        pairs = pairs.replace(
            "SELECT a.member_id, b.member_id", "SELECT a.member_id AS one, b.member_id AS other", 1
        )
        template = _QUEUE.replace("AS p(one, other)", "AS p")
    else:
        template = _QUEUE
    sql = template.format(
        pairs=pairs,
        same_name="" if reason == "email" else _SAME_NAME,
        limit=_EXAMINED_MAX,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        yield from ((one, other) for one, other in cursor.fetchall())


def merge_preview(survivor_id: int, merged_id: int, scope: Scope) -> Preview:
    """What merging the second member into the first would do.

    Raises:
        SameMember: both are one already.
        UnknownMember, OtherStore: one of them is out of reach.
    """
    survivor = demand(survivor_id, scope, "members.merge")
    merged = demand(merged_id, scope, "members.merge")
    if survivor == merged:
        raise SameMember
    cards = cards_of([survivor, merged], scope)
    if cards[survivor].stage == "prospect" and cards[merged].stage == "member":
        survivor, merged = merged, survivor
    groups = sorted(groups_of([merged]))
    return Preview(
        survivor=cards[survivor],
        merged=cards[merged],
        identities=Identity.objects.filter(member_id__in=groups, ends_before__isnull=True).count(),
        differences=_differences(survivor, merged, groups, scope),
        parts=tuple((part.name, part.preview(survivor, merged)) for part in merging.parts()),
    )


def _differences(
    survivor: int, merged: int, groups: Sequence[int], scope: Scope
) -> tuple[Difference, ...]:
    own = sorted(groups_of([survivor]))
    ours = {one.name: one for one in file_of(own, survivor, scope).fields}
    theirs = {one.name: one for one in file_of(groups, merged, scope).fields}
    kept = {one.name: one for one in file_of([*own, *groups], survivor, scope).fields}
    return tuple(
        _difference(ours[name], theirs[name], kept[name])
        for name in ours
        if name in theirs and ours[name].value != theirs[name].value
    )


def _difference(ours: FieldView, theirs: FieldView, kept: FieldView) -> Difference:
    return Difference(
        name=ours.name,
        en=ours.en,
        zh=ours.zh,
        survivor=ours.value,
        merged=theirs.value,
        kept=kept.value,
    )
