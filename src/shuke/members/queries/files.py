"""What is known about one member, with source and time of every piece (A09, A11, A12, E12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shuke.kernel.scope import Scope
from shuke.members.completeness import Score, score
from shuke.members.fields import Field, FieldType
from shuke.members.models import Attribute, Identity, Member
from shuke.members.profile import Basis, Known, disliked, effective
from shuke.members.queries.reaching import demand, groups_of
from shuke.members.refusals import UnknownField
from shuke.members.registry import field_of, fields, weights

HIDDEN = "••••"


@dataclass(frozen=True, slots=True)
class FieldView:
    """One thing known; `value` is hidden where it is personal. `confidence` in thousandths."""

    name: str
    en: str
    zh: str
    type: FieldType
    value: str
    is_personal: bool
    source: str
    at: datetime
    basis: Basis
    confidence: int | None
    version: int
    is_valid: bool
    is_current: bool = True


@dataclass(frozen=True, slots=True)
class File:
    """What holds now, how complete it is, and the weighted fields that are still missing."""

    fields: tuple[FieldView, ...]
    score: Score
    missing: tuple[str, ...]


def file_of(group: Sequence[int], survivor: int, scope: Scope) -> File:
    """The file of a merged group: the one value per field that holds now, and its score."""
    known = fields()
    holding = effective(_known(group), survivor=survivor)
    filled = {name for name, one in holding.items() if one.value}
    invalid = {name for name, one in holding.items() if one.value and not one.is_valid}
    contacts = Identity.objects.filter(
        member_id__in=group, kind__in=["phone", "email"], ends_before__isnull=True
    ).values_list("kind", "is_valid")
    sound: dict[str, bool] = {}
    for kind, is_valid in contacts:
        sound[kind] = sound.get(kind, False) or is_valid
    filled |= sound.keys()
    invalid |= {kind for kind, is_sound in sound.items() if not is_sound}
    if Member.objects.filter(pk=survivor).exclude(name="").exists():
        filled.add("name")
    weighed = weights(known)
    return File(
        fields=tuple(
            _view(one, known, scope)
            for name, one in sorted(holding.items(), key=lambda pair: _place(pair[0], known))
            if one.value and _may_see(one, scope)
        ),
        score=score(weights=weighed, filled=filled, invalid=invalid),
        missing=tuple(name for name in weighed if name not in filled),
    )


def _place(name: str, known: dict[str, Field]) -> tuple[int, str]:
    places = {field: place for place, field in enumerate(known)}
    return places.get(name, len(places)), name


def _may_see(one: Known, scope: Scope) -> bool:
    # What is only a row of dots tells an analyst nothing, and that it is there tells too much.
    return not (one.is_personal and scope.is_pseudonymous)


def _known(group: Sequence[int], name: str | None = None) -> list[Known]:
    rows = Attribute.objects.filter(member_id__in=group)
    rows = rows.filter(is_current=True) if name is None else rows.filter(name=name)
    return [known_of(row) for row in rows]


def known_of(row: Attribute) -> Known:
    """One row as the pure functions know it; a personal value stays sealed."""
    return Known(
        id=row.pk,
        member_id=row.member_id,
        name=row.name,
        value=row.value,
        source=row.source,
        at=row.at,
        version=row.version,
        basis=row.basis,  # type: ignore[arg-type]  # CHECK in the table
        is_current=row.is_current,
        is_personal=row.is_personal,
        is_valid=row.is_valid,
        confidence=row.confidence,
    )


def _view(one: Known, known: dict[str, Field], scope: Scope) -> FieldView:
    field = _field(one.name, known)
    return FieldView(
        name=one.name,
        en=field.en,
        zh=field.zh,
        type=field.type,
        value=HIDDEN if one.is_personal and one.value else one.value,
        is_personal=one.is_personal,
        source=one.source,
        at=one.at,
        basis=one.basis,
        confidence=one.confidence,
        version=one.version,
        is_valid=one.is_valid,
        is_current=one.is_current,
    )


def _field(name: str, known: dict[str, Field]) -> Field:
    try:
        return field_of(name, known)
    except UnknownField:
        # A trait that a later package wrote: it is named, not defined.
        return Field(name=name, zh=name, en=name)


def history_of(member_id: int, name: str, scope: Scope) -> tuple[FieldView, ...]:
    """Every version of one field, newest first: what was learnt when, and from where (A12, E22).

    Raises:
        UnknownMember, OtherStore: not a member the scope may see.
    """
    survivor = demand(member_id, scope, "members.read")
    known = fields()
    rows = _known(sorted(groups_of([survivor])), name)
    rows.sort(key=lambda one: (one.at, one.id), reverse=True)
    return tuple(_view(one, known, scope) for one in rows if _may_see(one, scope))


def dislikes_of(member_id: int, scope: Scope) -> frozenset[str]:
    """What the member declared to dislike: a campaign leaves him out and says why (A18)."""
    survivor = demand(member_id, scope, "members.read")
    return disliked(_known(sorted(groups_of([survivor]))), survivor=survivor)


def field_definitions() -> tuple[Field, ...]:
    """Every profile field of this chain, built in or its own, for forms, filters and segments."""
    return tuple(fields().values())
