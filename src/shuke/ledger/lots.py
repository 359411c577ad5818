"""Which lots an amount comes from, and into which it goes back. Pure decisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Lot:
    """A live part of a pocket: `free` units of it are neither spent nor held."""

    id: int
    free: int
    until: date | None


@dataclass(frozen=True, slots=True)
class Part:
    """So many units of one lot."""

    lot: Lot
    amount: int


def drawn(lots: Iterable[Lot], amount: int) -> tuple[Part, ...]:
    """Take an amount out of lots, soonest to lapse first, those without an end last (A7).

    Lots that lapse on the same day are taken in the order they were made. Answers less than the
    amount where the lots hold less.
    """
    parts = []
    for lot in sorted(lots, key=lambda lot: (lot.until or date.max, lot.id)):
        taken = min(lot.free, amount)
        if taken > 0:
            parts.append(Part(lot, taken))
            amount -= taken
    return tuple(parts)


def returned(parts: Iterable[Part], amount: int) -> tuple[Part, ...]:
    """Give an amount back into the lots it came from, latest to lapse first.

    The reverse order of `drawn`: after a part is given back the lots stand as if only the rest
    had been taken.
    """
    back = []
    for part in sorted(
        parts, key=lambda part: (part.lot.until or date.max, part.lot.id), reverse=True
    ):
        given = min(part.amount, amount)
        if given > 0:
            back.append(Part(part.lot, given))
            amount -= given
    return tuple(back)


def until_at_least(until: date | None, day: date, days_least: int) -> date | None:
    """The last day of a lot given back on `day`: its own, or `days_least` days on if later.

    With 0 the lot keeps its day, even one gone by: such a part lapses again.
    """
    if until is None or not days_least:
        return until
    return max(until, day + timedelta(days=days_least))
