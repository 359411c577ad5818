"""What is known about a member, decided from everything that was ever written down.

Declared beats inferred (A18), later beats earlier (A12); over a merged group the survivor's own
word wins a tie, so that undoing the merge changes nothing that was written.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Basis = Literal["declared", "inferred"]
PREFERENCE = "preference."
DISLIKES = "dislikes"


@dataclass(frozen=True, slots=True)
class Known:
    """One version of one thing known; `confidence` in thousandths, None where nobody gave one."""

    id: int
    member_id: int
    name: str
    value: str
    source: str
    at: datetime
    version: int
    basis: Basis
    is_current: bool = True
    is_personal: bool = False
    is_valid: bool = True
    confidence: int | None = None


def effective(known: Iterable[Known], *, survivor: int) -> dict[str, Known]:
    """Return the one version per name that holds now, among current versions of a merged group."""
    best: dict[str, Known] = {}
    for one in known:
        if not one.is_current:
            continue
        other = best.get(one.name)
        if other is None or _rank(one, survivor) > _rank(other, survivor):
            best[one.name] = one
    return best


def _rank(one: Known, survivor: int) -> tuple[bool, datetime, bool, int]:
    return (one.basis == "declared", one.at, one.member_id == survivor, one.id)


def disliked(known: Iterable[Known], *, survivor: int) -> frozenset[str]:
    """Return the subjects that the member effectively dislikes, e.g. {"pork"} (A18)."""
    return frozenset(
        name.removeprefix(PREFERENCE)
        for name, one in effective(known, survivor=survivor).items()
        if name.startswith(PREFERENCE) and one.value == DISLIKES
    )
