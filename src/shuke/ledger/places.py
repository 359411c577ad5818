"""Where value lies and how it moves: plain values, no database, no clock."""

from dataclasses import dataclass
from datetime import date, datetime

from typing_extensions import override

from shuke.kernel.scope import Actor
from shuke.ledger.refusals import BadEntry

HOUSE = 0
AMOUNT_MAX = 10**15


@dataclass(frozen=True, slots=True)
class Pocket:
    """A kind of value: its name, its unit, how low it may fall, whether its parts lapse.

    `floor` is the least balance less held (0 for all that is spent, None for a debt, which only
    grows downwards). The terms are written with the first entry and hold for the place for ever.
    """

    name: str
    unit: str
    floor: int | None = 0
    is_lotted: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A pocket of one holder; the holder 0 is the house."""

    holder: int
    pocket: Pocket

    @override
    def __str__(self) -> str:
        whose = f"member/{self.holder}" if self.holder else "house"
        return f"{whose}/{self.pocket.name}"


@dataclass(frozen=True, slots=True)
class Move:
    """One entry to be made: `amount` units from `source` to `target`.

    `until`: the last day on which the lot made at the target counts (None: no end; ignored where
    the target has no lots; where the source has lots too, each part keeps its own day unless
    `until` is given). `is_back`: the entry takes back what an earlier posting made: from the lots
    that it made first, or into the lots that it drew from, which then count at least `days_least`
    days more. `short`: the place that the part comes from which the source cannot give (a debt);
    without it a shortage refuses the posting. `issuer` owes the value, `acceptor` honoured it
    (party ids).
    """

    source: Place
    target: Place
    amount: int
    until: date | None = None
    is_back: bool = False
    days_least: int = 0
    short: Place | None = None
    issuer: int | None = None
    acceptor: int | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why, when and by whom something is booked; `day` is the business day of the books."""

    kind: str
    at: datetime
    day: date
    by: Actor
    reference: str = ""


def check(holder: int, moves: tuple[Move, ...], of: int | None) -> None:
    """Refuse what no book may hold.

    Raises:
        BadEntry: nothing moves, an amount outside 1 to 10^15, two units in one entry, a place
            moving to itself, a second holder, or something taken back of no posting.
    """
    if not moves:
        raise BadEntry(why_en="nothing moves", why_zh="没有任何分录")
    if of is None and any(move.is_back for move in moves):
        raise BadEntry(why_en="taken back of no posting", why_zh="未指明冲回哪笔记账")
    for move in moves:
        if not 1 <= move.amount <= AMOUNT_MAX:
            raise BadEntry(why_en=f"amount {move.amount}", why_zh=f"数额 {move.amount}")
        places = [move.source, move.target, *([move.short] if move.short else [])]
        if len({place.pocket.unit for place in places}) > 1:
            raise BadEntry(why_en="two units in one entry", why_zh="一笔分录含有两种单位")
        if move.target in {move.source, move.short}:
            raise BadEntry(why_en=f"{move.target} to itself", why_zh=f"{move.target} 自转")
        if {place.holder for place in places} - {HOUSE, holder}:
            raise BadEntry(why_en="a second holder", why_zh="涉及第二个持有人")
