"""A member as every list shows him: face, name, masked phone, where to open him."""

from dataclasses import dataclass

from django.urls import reverse

from shuke.members.queries import Card

_FACE_SIGNS = 2


@dataclass(frozen=True, slots=True)
class Person:
    """One member in a list; `under` stands below the name in small letters."""

    public_id: str
    name: str
    under: str
    face: str
    is_name_made: bool
    href: str
    drawer: str
    number: str
    role: str = ""


def person_of(card: Card, *, role: str = "") -> Person:
    """The member of a card, with the addresses of his page and his drawer."""
    name = card.name or card.number
    return Person(
        public_id=card.public_id,
        name=name,
        under=" · ".join(part for part in (card.phone, _number(card, name)) if part),
        face=face_of(card.name),
        is_name_made=is_made_up(card),
        href=reverse("members:one", kwargs={"reference": card.public_id}),
        drawer=reverse("members:drawer", kwargs={"reference": card.public_id}),
        number=card.number,
        role=role,
    )


def is_made_up(card: Card) -> bool:
    """Whether the name on screen is one that the demo made up; a pseudonym is none."""
    return card.is_name_made and card.name not in {"", card.number}


def _number(card: Card, name: str) -> str:
    return "" if card.number == name else card.number


def face_of(name: str) -> str:
    """The signs of a round portrait: 王小明 -> 小明, John Smith -> JS, nothing known -> empty."""
    plain = name.replace("*", "").strip()
    if not plain:
        return ""
    if plain.isascii():
        return "".join(word[:1] for word in plain.split())[:_FACE_SIGNS].upper()
    return plain[-_FACE_SIGNS:]
