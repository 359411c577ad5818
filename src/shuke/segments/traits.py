"""The answers of segments as traits of the members: what the rest of the house reads."""

from datetime import datetime

from shuke.kernel.scope import Actor

TRAIT = "segment."


def write(
    name: str,
    *,
    entered: tuple[int, ...],
    left: tuple[int, ...],
    at: datetime,
    by: Actor,
) -> None:
    """Give the trait `segment.<name>` to those who came in and take it from those who left."""
