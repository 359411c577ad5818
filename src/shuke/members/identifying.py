"""How an identity is spelled once and for all, shown masked, and looked up (C7, design 10).

A phone is E.164 by the rules of `phonenumbers` (ITU-T E.164; any spelling, full-width digits
included); a card loses blanks, hyphens and case; an e-mail address loses case and outer blanks.
"""

import re
import unicodedata
from typing import Literal, get_args

import phonenumbers

from shuke.members.refusals import BadIdentity

IdentityKind = Literal["phone", "card", "email", "open_id", "external"]
KINDS: tuple[IdentityKind, ...] = get_args(IdentityKind)
# A household may share one mailbox, so an e-mail address names no single member.
UNIQUE_KINDS: frozenset[IdentityKind] = frozenset({"phone", "card", "open_id", "external"})
CONTACT_KINDS: frozenset[IdentityKind] = frozenset({"phone", "email"})
TAIL_DIGITS = 4
_HEAD_DIGITS = 3
_SHORT_ID = 3
_LENGTH_MAX = 120

# Mainland mobile numbers are nearly all of a Chinese base; the full parser costs ten times this.
_MAINLAND_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_CARD = re.compile(r"[0-9A-Z]{3,40}")
_EMAIL = re.compile(r"[^@\s]{1,64}@(?:[^@\s.]+\.)+[^@\s.]{2,}")


def canonical(kind: IdentityKind, text: str, *, region: str) -> str:
    """Return the one spelling of an identity; `region` is the chain's ISO country.

    Raises:
        BadIdentity: the text cannot be an identity of this kind.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain or len(plain) > _LENGTH_MAX:
        raise BadIdentity(param=kind, text=_hint(plain), kind=kind)
    if kind == "phone":
        return _phone(plain, region)
    if kind == "card":
        plain = re.sub(r"[\s\-]", "", plain).upper()
        if not _CARD.fullmatch(plain):
            raise BadIdentity(param=kind, text=_hint(plain), kind=kind)
    elif kind == "email":
        plain = plain.lower()
        if not _EMAIL.fullmatch(plain):
            raise BadIdentity(param=kind, text=_hint(plain), kind=kind)
    return plain


def _phone(text: str, region: str) -> str:
    compact = re.sub(r"[\s\-().]", "", text)
    mobile = _MAINLAND_MOBILE.fullmatch(compact)
    if mobile and (region == "CN" or compact.startswith("+86")):
        return f"+86{mobile.group(1)}"
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise BadIdentity(param="phone", text=_hint(text), kind="phone") from None
    if not phonenumbers.is_valid_number(number):
        raise BadIdentity(param="phone", text=_hint(text), kind="phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _hint(text: str) -> str:
    # Refusals reach logs and lists of refused rows: they show where to look, not the number.
    return text if len(text) <= TAIL_DIGITS else f"{text[:2]}…{text[-2:]}"


def tail_of(kind: IdentityKind, value: str) -> str:
    """Return the last four digits that people say at a till, empty where a kind has none."""
    return value[-TAIL_DIGITS:] if kind in {"phone", "card"} else ""


def masked(kind: IdentityKind, value: str) -> str:
    """Return a canonical value as screens show it: 138****0001, ****1234, w***@example.com.

    At most half of the signs that tell one value from another are shown, however short it is.
    """
    if kind == "phone":
        local = value[3:] if value.startswith("+86") else value
        return f"{local[:_HEAD_DIGITS]}****{_end(local[_HEAD_DIGITS:])}"
    if kind == "email":
        name, _, host = value.partition("@")
        return f"{name[: len(name) > 1]}***@{host}"
    if kind == "card":
        return f"****{_end(value)}"
    return f"{value[: min(2, len(value) // 2 - 1)]}****" if len(value) > _SHORT_ID else "****"


def _end(text: str) -> str:
    shown = min(TAIL_DIGITS, len(text) // 2)
    return text[len(text) - shown :]
