"""Likely duplicates for a person to judge, and what a merge would do (requirement E07).

Phones, cards and ids name one member by constraint, so what is left to judge is weaker: one
mailbox, one name with one birthday, one name at one address. A number that changed hands (X24) is
no sign at all, and a made-up name is none either.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby

from django.db import connection

from shuke.kernel.scope import Scope
from shuke.members import merging
from shuke.members.merging import PartPreview
from shuke.members.models import Identity, Verdict
from shuke.members.queries.cards import Card, cards_of
from shuke.members.queries.files import FieldView, file_of
from shuke.members.queries.reaching import among, demand, groups_of
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


# Each sign that somebody bears, once. More than a handful who bear the same one are no duplicates
# but a company's shared mailbox, or a birthday that a form filled in.
_BEARERS_MAX = 5
_MAILBOX = """
    SELECT DISTINCT COALESCE(m.merged_into_id, m.id) AS person, i.hash AS sign
    FROM members_identity i JOIN members_member m ON m.id = i.member_id
    WHERE i.kind = 'email' AND i.ends_before IS NULL
"""
_NAMESAKE = """
    SELECT DISTINCT x.id AS person, x.name || '|' || a.hash AS sign
    FROM members_attribute a JOIN members_member m ON m.id = a.member_id
    JOIN members_member x ON x.id = COALESCE(m.merged_into_id, m.id)
    WHERE a.name = '{field}' AND a.is_current AND a.hash <> ''
        AND x.name <> '' AND NOT x.is_name_made
"""
_SIGNS = {
    "email": _MAILBOX,
    "birthday": _NAMESAKE.format(field="birthday"),
    "address": _NAMESAKE.format(field="address"),
}
# Groups are counted before they are paired: pairing a million birthdays first would never end.
_GROUPS = """
    WITH signs AS ({signs})
    SELECT s.sign, s.person FROM signs s JOIN (
        SELECT sign FROM signs GROUP BY sign HAVING COUNT(*) BETWEEN 2 AND {bearers}
        ORDER BY sign LIMIT {groups}
    ) g ON g.sign = s.sign ORDER BY s.sign, s.person
"""


def likely_duplicates(scope: Scope, *, limit: int = 50) -> tuple[Candidate, ...]:
    """Pairs that a person should look at, the ones with more reasons first."""
    scope.demand("members.merge")
    reasons: dict[tuple[int, int], list[str]] = {}
    for reason in _SIGNS:
        for pair in _pairs(reason):
            reasons.setdefault(pair, []).append(reason)
    asked = reasons.keys() - _apart(reasons)
    ordered = sorted(asked, key=lambda pair: (-len(reasons[pair]), pair))
    cards = cards_of({member for pair in ordered for member in pair}, scope)
    return tuple(
        Candidate(first=cards[one], second=cards[other], reasons=tuple(reasons[one, other]))
        for one, other in ordered
        if one in cards and other in cards
    )[: max(1, min(limit, LIMIT_MAX))]


def _pairs(reason: str) -> Iterator[tuple[int, int]]:
    sql = _GROUPS.format(signs=_SIGNS[reason], bearers=_BEARERS_MAX, groups=_EXAMINED_MAX)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall()
    for _, group in groupby(rows, key=lambda row: row[0]):
        yield from combinations([person for _, person in group], 2)


def _apart(pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    judged = Verdict.objects.filter(first_id__in=among({one for one, _ in pairs}))
    return set(judged.values_list("first_id", "second_id"))


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
