"""Where a fact's value comes from in the lake: one frozen description per fact.

`register` ties a fact to its source; the two evaluators (`columns` in Ibis, `history` in Python)
read the description, so a fact is declared once.
"""

from dataclasses import dataclass
from enum import StrEnum

from shuke.rules.conditions import Count, Level
from shuke.rules.facts import FACTS, Fact, FactType


class Own(StrEnum):
    """A column of the member's own row."""

    JOINED_ON = "joined_on"
    STORE = "store"
    CHANNEL = "channel"


class Edge(StrEnum):
    """A fact made of the first or last sale that is no return; unknown without one."""

    FIRST_ON = "first_on"
    LAST_ON = "last_on"
    DAYS_SINCE_LAST = "days_since_last"
    AVERAGE = "average"


class Contact(StrEnum):
    """The number of distinct campaigns received or redeemed before as-of."""

    RECEIVED = "received"
    REDEEMED = "redeemed"


class Reach(StrEnum):
    """Whether the member can be reached: by a current phone, by e-mail, by either."""

    PHONE = "phone"
    EMAIL = "email"
    ANY = "any"


class Worth(StrEnum):
    """A counter of worth beyond the own purchases (requirement A20): referring and taking part.

    Quality is the share of the referred who bought, 0 to 1; a member who referred nobody has 0.
    """

    REFERRALS = "referrals"
    REFERRAL_QUALITY = "referral_quality"
    REFERRED_AMOUNT = "referred_amount"
    PARTICIPATIONS = "participations"
    PARTICIPATION_KINDS = "participation_kinds"
    PARTICIPATION_POINTS = "participation_points"


REFERRING = frozenset({Worth.REFERRALS, Worth.REFERRAL_QUALITY, Worth.REFERRED_AMOUNT})


@dataclass(frozen=True, slots=True)
class Favourite:
    """The value of a product level with the largest positive net amount; ties: smallest text."""

    level: Level


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute row of the member by its name, its text read as `type`.

    What the member declared wins over what was inferred (requirement A18).
    """

    name: str
    type: FactType


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A column of a member-level figure table, which the caller hands in."""

    figure: str
    column: str


Source = Own | Edge | Contact | Reach | Worth | Favourite | Attribute | FigureColumn | Count

_SOURCES: dict[str, Source] = {}


def register(fact: Fact, source: Source) -> None:
    """Register a fact together with where the lake knows it from."""
    FACTS.register(fact)
    _SOURCES[fact.name] = source


def registered(name: str) -> Source | None:
    """Return the source of a fact that was registered by name."""
    return _SOURCES.get(name)
