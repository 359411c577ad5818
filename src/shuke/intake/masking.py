"""What of a refused row may be shown to whoever may see imports, and what needs a reason (D9)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from shuke.intake.formats import Kind
from shuke.members.identifying import canonical
from shuke.members.refusals import BadIdentity

# A phone number has 7 to 15 digits (E.164); an address has its @.
_LIKE_A_PHONE = re.compile(r"\+?[\d０-９\s\-().]{7,30}")
_LIKE_AN_ADDRESS = re.compile(r"\S+[@＠]\S+")
_END = 2


@dataclass(frozen=True, slots=True)
class Personal:
    """What of a file is personal: fields of its kind, and headings over such cells."""

    fields: frozenset[str]
    headers: frozenset[str]


def personal_of(kind: Kind, mapping: Mapping[str, str], headers: Iterable[str]) -> Personal:
    """What of a file is personal; a column that no field wanted may hold anything, so it is."""
    fields = personal_fields(kind)
    plain = {header for field, header in mapping.items() if field not in fields}
    return Personal(fields, frozenset(headers) - plain)


def personal_fields(kind: Kind) -> frozenset[str]:
    """The fields of a kind that hold personal data."""
    return frozenset(column.name for column in kind.columns if column.is_personal)


def masked(text: str) -> str:
    """A text of which at most half the signs are shown: 13…01, 1…5, … for a short one."""
    shown = min(_END, len(text) // 4)
    return f"{text[:shown]}…{text[len(text) - shown :]}" if text else ""


def told(text: str, *, region: str) -> str:
    """A cell that should not be personal: masked where it is a phone number or an address.

    Columns that slipped by one, or were matched wrongly, put numbers of people under any heading.
    """
    return masked(text) if _names_somebody(text, region) else text


@lru_cache(maxsize=4_096)
def _names_somebody(text: str, region: str) -> bool:
    if _LIKE_AN_ADDRESS.search(text):
        return True
    return any(_is_phone(found.group(), region) for found in _LIKE_A_PHONE.finditer(text))


def _is_phone(text: str, region: str) -> bool:
    try:
        canonical("phone", text, region=region)
    except BadIdentity:
        return False
    return True
