"""What a door hands in about somebody new."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shuke.members.identifying import KINDS, IdentityKind, canonical


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to be enrolled, imported or listed as a prospect; every part may be missing.

    `joined_at` is None where the moment is not known (an imported base); `enrol` fills in its own.
    """

    number: str = ""
    name: str = ""
    phone: str = ""
    card: str = ""
    email: str = ""
    open_id: str = ""
    external: str = ""
    store_id: int | None = None
    channel: str = ""
    staff: str = ""
    campaign: str = ""
    referrer_id: int | None = None
    joined_at: datetime | None = None
    profile: Mapping[str, str] = field(default_factory=dict)
    is_name_made: bool = False
    is_phone_verified: bool = False

    def spelled(self, kind: IdentityKind) -> str:
        """Return the identity of that kind as it was given."""
        return {
            "phone": self.phone,
            "card": self.card,
            "email": self.email,
            "open_id": self.open_id,
            "external": self.external,
        }[kind]

    def identities(self, region: str) -> dict[IdentityKind, str]:
        """Return the given identities in their one spelling.

        Raises:
            BadIdentity: one of them is none.
        """
        return {
            kind: canonical(kind, self.spelled(kind), region=region)
            for kind in KINDS
            if self.spelled(kind).strip()
        }
