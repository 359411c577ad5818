"""A member's file as pages show it: fields, preferences, traits, notes, household, merges."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.members.head import KINDS, store_label
from shuke.interfaces.console.members.people import Person, person_of
from shuke.kernel.day import local_time
from shuke.members import queries as members
from shuke.members.actions import Shown
from shuke.members.fields import FieldType
from shuke.members.noting import TOPICS
from shuke.members.profile import PREFERENCE
from shuke.segments import queries as segments

_BASIS: Mapping[str, tuple[str, str | Promise]] = {
    "declared": ("green", gettext_lazy("said")),
    "inferred": ("", gettext_lazy("inferred")),
}
# Attributes that later packages conclude: shown apart from what staff and member wrote.
TRAITS = ("trait.", "rfm.", "lifecycle.")
SEGMENT = "segment."
_BASICS: Mapping[str, str | Promise] = {
    "name": gettext_lazy("name"),
    "phone": gettext_lazy("phone"),
    "email": gettext_lazy("e-mail"),
}


@dataclass(frozen=True, slots=True)
class Written:
    """One thing known, with where it comes from and when (business day)."""

    name: str
    label: str
    value: str
    source: str
    at: date
    basis: str
    tone: str
    is_valid: bool
    is_custom: bool
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Belonging:
    """A segment that the member was in at its last refresh."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Preference:
    """What is known of one preference: said and inferred apart (A18)."""

    label: str
    said: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """How full the file is, and what is missing, in words."""

    share: float
    validity: float
    filled: int
    possible: int
    invalid: bool
    missing: str


@dataclass(frozen=True, slots=True)
class Note:
    """One note."""

    topic: str
    text: str
    author: str
    store: str
    at: date


@dataclass(frozen=True, slots=True)
class Secret:
    """One piece of personal data in full."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class MergeShown:
    """One merge, in force or undone."""

    id: str
    number: str
    by: str
    reason: str
    at: date
    is_undone: bool


def _field(one: members.FieldView, visit: Visit, labels: Mapping[str, Any]) -> Written:
    tone, basis = _BASIS[one.basis]
    label = one.zh if visit.language == "zh" else one.en
    known = labels.get(one.name)
    value = one.value
    for choice in known.choices if known else ():
        if choice.value == value:
            value = choice.zh if visit.language == "zh" else choice.en
    return Written(
        name=one.name,
        label=label.removeprefix(PREFERENCE),
        value=value,
        source=_source(one.source),
        at=_local(one.at, visit),
        basis=str(basis),
        tone=tone,
        is_valid=one.is_valid,
        is_custom=known is None or known.is_custom,
        confidence=_sureness(one.confidence, visit),
    )


def _sureness(thousandths: int | None, visit: Visit) -> str:
    return "" if thousandths is None else visit.formats.percent(thousandths / 1000, 0)


def _source(text: str) -> str:
    return _("a note") if text.startswith("note/") else text


def _local(at: datetime, visit: Visit) -> date:
    return local_time(at, visit.chain.zone).date()


def file_of(detail: members.Detail, visit: Visit) -> dict[str, object]:
    """Profile, preferences, traits and completeness, ready for the templates."""
    labels = {field.name: field for field in members.field_definitions()}
    plain: list[Written] = []
    traits: list[Written] = []
    belongs: list[Belonging] = []
    titles = segments.names() if visit.scope.can("segments.read") else {}
    preferences: dict[str, list[Written]] = {}
    for one in detail.fields:
        shown = _field(one, visit, labels)
        if one.name.startswith(PREFERENCE):
            subject = one.name.removeprefix(PREFERENCE)
            preferences.setdefault(subject, []).append(shown)
        elif one.name.startswith(SEGMENT):
            belongs += _belonging(one, titles)
        elif one.name.startswith(TRAITS):
            traits.append(shown)
        else:
            plain.append(shown)
    return {
        "fields": plain,
        "preferences": [
            Preference(subject, _said(detail, subject, known, visit, labels))
            for subject, known in preferences.items()
        ],
        "traits": traits,
        "belongs": belongs,
        "completeness": _completeness(detail, visit, labels),
    }


def _belonging(one: members.FieldView, titles: Mapping[str, str]) -> list[Belonging]:
    name = one.name.removeprefix(SEGMENT)
    if name not in titles:
        return []
    return [Belonging(titles[name], reverse("segments:one", kwargs={"name": name}))]


def _said(
    detail: members.Detail,
    subject: str,
    holding: list[Written],
    visit: Visit,
    labels: Mapping[str, Any],
) -> tuple[Written, ...]:
    # What was said and what was inferred stand side by side; what holds comes first.
    history = members.history_of(detail.card.id, f"{PREFERENCE}{subject}", visit.scope)
    current = {one.basis: one for one in history if one.is_current and one.value}
    first = holding[0].basis
    shown = [_field(one, visit, labels) for one in current.values()]
    return tuple(sorted(shown, key=lambda one: one.basis != first)) or tuple(holding)


def _completeness(detail: members.Detail, visit: Visit, labels: Mapping[str, Any]) -> Completeness:
    score = detail.completeness
    missing = [
        str(_BASICS[name]) if name in _BASICS else labels[name].label(visit.language)
        for name in detail.missing
        if name in _BASICS or name in labels
    ]
    comma = "、" if visit.language == "zh" else ", "
    return Completeness(
        share=score.completeness,
        validity=score.validity,
        filled=score.filled,
        possible=score.possible,
        invalid=score.valid < score.filled,
        missing=comma.join(missing),
    )


def notes_of(detail: members.Detail, visit: Visit) -> list[Note]:
    """The notes that the reader may see, newest first."""
    return [
        Note(
            topic=TOPICS[one.topic][1 if visit.language == "zh" else 0],
            text=one.text,
            author=one.author,
            store=store_label(one.store_id, visit),
            at=_local(one.at, visit),
        )
        for one in detail.notes
    ]


def topics(visit: Visit) -> list[tuple[str, str]]:
    """What a note may be about."""
    return [(name, both[1 if visit.language == "zh" else 0]) for name, both in TOPICS.items()]


def field_types() -> list[tuple[str, str]]:
    """What a field may hold; choices need a list and come by the API."""
    return [
        (str(FieldType.TEXT), _("a text")),
        (str(FieldType.NUMBER), _("a number")),
        (str(FieldType.DATE), _("a date")),
        (str(FieldType.BOOLEAN), _("yes or no")),
    ]


def secrets_of(shown: Shown, visit: Visit) -> list[Secret]:
    """Personal data in full, after the reason was recorded."""
    labels = {field.name: field for field in members.field_definitions()}
    found = [Secret(_("Name"), shown.name)] if shown.name else []
    found += [Secret(str(KINDS[kind][1]), value) for kind, value in shown.identities.values()]
    found += [
        Secret(labels[name].label(visit.language) if name in labels else name, value)
        for name, value in shown.fields.items()
    ]
    return found


def household_of(detail: members.Detail) -> list[Person]:
    """The other people of the household."""
    if detail.household is None:
        return []
    return [
        person_of(card, role=role)
        for card, role in detail.household.members
        if card.id != detail.card.id
    ]


def merges_of(detail: members.Detail, visit: Visit) -> list[MergeShown]:
    """Every merge into this member."""
    return [
        MergeShown(
            id=str(one.id),
            number=one.merged_number,
            by=one.by.split(":", 1)[-1],
            reason=one.reason,
            at=_local(one.at, visit),
            is_undone=one.undone_at is not None,
        )
        for one in detail.merges
    ]
