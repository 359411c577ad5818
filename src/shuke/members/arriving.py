"""Lines of a list of members, checked one by one before anything is written (E04, promise E2)."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from shuke.kernel.refusal import Refusal
from shuke.members import naming
from shuke.members.fields import Field, checked, checked_name
from shuke.members.identifying import UNIQUE_KINDS, IdentityKind
from shuke.members.newcomer import Newcomer
from shuke.members.refusals import IDENTITY_WORDS, Incomplete
from shuke.members.registry import field_of
from shuke.members.sealing import identity_hash

_PARTS = {"name": ("name", "姓名"), "number": ("member number", "会员号")}


@dataclass(frozen=True, slots=True)
class Line:
    """One sound line: the newcomer, his identities in their one spelling, his checked values."""

    place: int
    newcomer: Newcomer
    number: str
    name: str
    identities: Mapping[IdentityKind, tuple[str, str]]
    values: Sequence[tuple[Field, str]]

    @property
    def keys(self) -> list[tuple[IdentityKind, str]]:
        """The look-up keys that name one member only."""
        return [
            (kind, self.identities[kind][1]) for kind in self.identities if kind in UNIQUE_KINDS
        ]


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that was not taken: its place in the batch, counted from 0, and why."""

    place: int
    refusal: Refusal


def read(
    newcomers: Sequence[Newcomer], *, region: str, known: dict[str, Field], required: Set[str]
) -> tuple[list[Line], list[RefusedLine]]:
    """Return the sound lines and the refused ones; a bad line stops no other."""
    sound: list[Line] = []
    refused: list[RefusedLine] = []
    for place, newcomer in enumerate(newcomers):
        try:
            sound.append(_line(place, newcomer, region, known, required))
        except Refusal as refusal:
            refused.append(RefusedLine(place=place, refusal=refusal))
    return sound, refused


def _line(
    place: int, newcomer: Newcomer, region: str, known: dict[str, Field], required: Set[str]
) -> Line:
    name = naming.tidy(newcomer.name)
    missing = sorted(part for part in required if not _given(part, newcomer))
    if missing:
        labels = [_label(part, known) for part in missing]
        raise Incomplete(
            param=missing[0],
            en_names=", ".join(en for en, _ in labels),
            zh_names="、".join(zh for _, zh in labels),
        )
    identities = {
        kind: (value, identity_hash(kind, value))
        for kind, value in newcomer.identities(region).items()
    }
    values = []
    for field_name, text in newcomer.profile.items():
        if text.strip():
            field = field_of(checked_name(field_name), known)
            values.append((field, checked(field, text)))
    return Line(
        place=place,
        newcomer=newcomer,
        number=newcomer.number.strip()[:40],
        name=name,
        identities=identities,
        values=values,
    )


def _label(part: str, known: dict[str, Field]) -> tuple[str, str]:
    if part in known:
        return known[part].en, known[part].zh
    return _PARTS.get(part) or IDENTITY_WORDS.get(part, (part, part))


def _given(part: str, newcomer: Newcomer) -> bool:
    own = getattr(newcomer, part, None)
    text = own if isinstance(own, str) else newcomer.profile.get(part, "")
    return bool(text.strip())
