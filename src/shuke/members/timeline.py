"""One timeline per member over every kind of record: a registry of parts (requirement A10).

Each package that keeps something about members registers a part; `project` wires those above.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shuke.kernel.scope import Scope


@dataclass(frozen=True, slots=True)
class Total:
    """How many records of a kind, and their money in minor units where they have any."""

    count: int
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One record. `key` orders records of one moment; `reference` is a public id to open.

    `amount` in minor units where the record has money; `detail` is short and not personal.
    """

    kind: str
    at: datetime
    key: str
    en: str
    zh: str
    detail: str = ""
    amount: int | None = None
    reference: str = ""


# (the member's rows, scope, at or before this moment or None, how many) -> newest first
Items = Callable[[Sequence[int], Scope, datetime | None, int], Sequence[Item]]
# (the member's rows, scope) -> all records of the kind that the scope may see
Totals = Callable[[Sequence[int], Scope], Total]


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of record: its name in both languages, its items and its totals.

    `items` answers newest first, ties by descending `key`, and includes the moment asked for.
    """

    kind: str
    en: str
    zh: str
    items: Items
    total: Totals


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """Add a kind of record; the same kind again replaces it."""
    _parts[part.kind] = part


def unregister(kind: str) -> None:
    """Take a kind out again (a plug-in that goes, a test that ends)."""
    _parts.pop(kind, None)


def parts() -> tuple[Part, ...]:
    """Return the kinds in the order in which they registered."""
    return tuple(_parts.values())
