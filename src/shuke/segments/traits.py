"""The answers of segments as traits of the members: what the rest of the house reads."""

from datetime import datetime
from itertools import chain

from shuke.kernel.scope import Actor
from shuke.members.actions.traits import Trait, write_traits

TRAIT = "segment."
IN = "true"
_GONE = ""


def write(
    name: str,
    *,
    entered: tuple[int, ...],
    left: tuple[int, ...],
    at: datetime,
    by: Actor,
    source: str = "",
) -> int:
    """Give the trait `segment.<name>` to those who came in and take it from those who left.

    `source` says which version was asked at which day; it is kept with each trait.
    """
    if not entered and not left:
        return 0
    return write_traits(
        source=source or f"{TRAIT}{name}",
        at=at,
        by=by,
        traits=chain(
            (Trait(member, f"{TRAIT}{name}", IN) for member in entered),
            (Trait(member, f"{TRAIT}{name}", _GONE) for member in left),
        ),
    )
