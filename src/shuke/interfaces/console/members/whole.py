"""One member as his page and his drawer show him: head, key figures, file, notes, household."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.members.columns import ago, last_day
from shuke.interfaces.console.members.figures import NOTHING, TONES, Known, known_of
from shuke.interfaces.console.members.people import Person, face_of, person_of
from shuke.kernel.day import local_time
from shuke.members import queries as members
from shuke.members.actions import Shown
from shuke.members.noting import TOPICS
from shuke.members.profile import PREFERENCE
from shuke.stores import queries as stores

_KINDS: Mapping[str, tuple[str, str | Promise]] = {
    "phone": ("phone", gettext_lazy("Phone")),
    "card": ("credit-card", gettext_lazy("Card")),
    "email": ("mail", gettext_lazy("E-mail")),
    "open_id": ("message-circle", gettext_lazy("Open id")),
    "external": ("key-round", gettext_lazy("Other id")),
}
_BASIS: Mapping[str, tuple[str, str | Promise]] = {
    "declared": ("green", gettext_lazy("said")),
    "inferred": ("", gettext_lazy("inferred")),
}
# Attributes that later packages conclude: shown apart from what staff and member wrote.
TRAITS = ("trait.", "segment.", "rfm.", "lifecycle.")
_BASICS: Mapping[str, str | Promise] = {
    "name": gettext_lazy("name"),
    "phone": gettext_lazy("phone"),
    "email": gettext_lazy("e-mail"),
}


@dataclass(frozen=True, slots=True)
class Identity:
    """A phone, card or address, masked."""

    icon: str
    label: str
    masked: str
    is_valid: bool


@dataclass(frozen=True, slots=True)
class Who:
    """The head of a member; `place` keeps the ids of page and drawer apart."""

    public_id: str
    href: str
    name: str
    number: str
    face: str
    place: str
    is_name_made: bool
    is_prospect: bool
    identities: tuple[Identity, ...]
    store: str
    joined_on: date | None
    channel: str
    has_secrets: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """One key figure; `tone` makes a badge of it."""

    label: str
    value: str
    note: str = ""
    tone: str | None = None


@dataclass(frozen=True, slots=True)
class Badges:
    """RFM segment and lifecycle in words, with the mood of their badges."""

    segment: str
    segment_tone: str
    state: str
    state_tone: str


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


def who_of(detail: members.Detail, visit: Visit, *, place: str) -> Who:
    """The head of a page or drawer."""
    card = detail.card
    return Who(
        public_id=card.public_id,
        href=reverse("members:one", kwargs={"reference": card.public_id}),
        name=card.name or card.number,
        number=card.number,
        face=face_of(card.name),
        place=place,
        is_name_made=card.is_name_made and bool(card.name),
        is_prospect=card.stage == "prospect",
        identities=tuple(
            Identity(_KINDS[one.kind][0], str(_KINDS[one.kind][1]), one.shown, one.is_valid)
            for one in detail.identities
            if one.ends_before is None
        ),
        store=_store_label(card.store_id, visit),
        joined_on=card.joined_on,
        channel=card.channel,
        has_secrets=bool(detail.identities or any(one.is_personal for one in detail.fields))
        or bool(card.name and not card.is_name_made),
    )


def _store_label(store_id: int | None, visit: Visit) -> str:
    if store_id is None:
        return ""
    return next((one.label for one in stores.stores(visit.reach) if one.id == store_id), "")


def key_figures(card: members.Card, visit: Visit) -> tuple[tuple[Strip, ...], Badges]:
    """Last purchase, sales, spend, average, RFM: the numbers of the business day."""
    known = known_of(visit, [card], with_states=True).get(card.id, NOTHING)
    badges = Badges(
        segment=known.segment_label,
        segment_tone=TONES.get(known.segment, ""),
        state=known.state_label,
        state_tone=TONES.get(known.state, ""),
    )
    return _strip(known, visit), badges


def _strip(known: Known, visit: Visit) -> tuple[Strip, ...]:
    if known.row is None:
        return ()
    formats = visit.formats
    times, amount = known.value("frequency"), known.value("monetary")
    day = last_day(known, visit)
    recency = known.value("recency_days")
    found = [
        Strip(
            _("Last purchase"),
            ago(int(recency), visit) if day is not None else _("never"),
            formats.day(day) if day else "",
        ),
        Strip(_("Sales"), formats.count(times)),
        Strip(_("Spend"), formats.money(amount)),
    ]
    if times:
        found.append(Strip(_("Average sale"), formats.money(round(amount / times))))
    scores = {name: known.value(name) for name in ("r", "f", "m")}
    if all(score is not None for score in scores.values()):
        words = " ".join(f"{name.upper()}{score}" for name, score in scores.items())
        found.append(Strip(_("RFM scores"), words, _("5 is best")))
    return tuple(found)


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
    plain, preferences, traits = [], {}, []
    for one in detail.fields:
        shown = _field(one, visit, labels)
        if one.name.startswith(PREFERENCE):
            subject = one.name.removeprefix(PREFERENCE)
            preferences.setdefault(subject, []).append(shown)
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
        "completeness": _completeness(detail, visit, labels),
    }


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
            store=_store_label(one.store_id, visit),
            at=_local(one.at, visit),
        )
        for one in detail.notes
    ]


def topics(visit: Visit) -> list[tuple[str, str]]:
    """What a note may be about."""
    return [(name, both[1 if visit.language == "zh" else 0]) for name, both in TOPICS.items()]


def secrets_of(shown: Shown, visit: Visit) -> list[Secret]:
    """Personal data in full, after the reason was recorded."""
    labels = {field.name: field for field in members.field_definitions()}
    found = [Secret(_("Name"), shown.name)] if shown.name else []
    found += [Secret(str(_KINDS[kind][1]), value) for kind, value in shown.identities.values()]
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
