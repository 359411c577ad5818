"""Writing into the book: post entries, set amounts aside, let lots lapse."""

from shuke.ledger.actions.holding import Held, lapse_holds, open_hold, release
from shuke.ledger.actions.lapsing import Lapsed, lapse_lots
from shuke.ledger.actions.posting import Booked, Posted, post

__all__ = [
    "Booked",
    "Held",
    "Lapsed",
    "Posted",
    "lapse_holds",
    "lapse_lots",
    "open_hold",
    "post",
    "release",
]
