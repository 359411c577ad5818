"""How members' personal values are hashed for look-up and to which place each seal is bound."""

from shuke.members.identifying import IdentityKind
from shuke.storage.secrets import keyed_hash


def identity_hash(kind: IdentityKind, value: str) -> str:
    """Return the look-up hash of a canonical identity."""
    return keyed_hash(value, f"members/{kind}")


def tail_hash(tail: str) -> str:
    """Return the look-up hash of the last four digits; empty for an empty tail."""
    return keyed_hash(tail, "members/tail") if tail else ""


def attribute_hash(name: str, value: str) -> str:
    """Return the look-up hash of a personal profile value; empty for an empty value."""
    return keyed_hash(value, f"members/attribute/{name}") if value else ""


def session_hash(session: str) -> str:
    """Return what is kept of a browser session's cookie."""
    return keyed_hash(session, "members/session")


def identity_context(identity_id: int) -> str:
    """Return the place a sealed identity is bound to."""
    return f"members.identity/{identity_id}"


def attribute_context(attribute_id: int) -> str:
    """Return the place a sealed attribute is bound to."""
    return f"members.attribute/{attribute_id}"


def note_context(note_id: int) -> str:
    """Return the place a sealed note is bound to."""
    return f"members.note/{note_id}"
