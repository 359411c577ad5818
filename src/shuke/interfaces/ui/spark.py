"""Spark lines: a series as the two SVG paths of a small picture."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 240, 40, 3


@dataclass(frozen=True, slots=True)
class Spark:
    """The line and the area under it, as SVG path data in a box of WIDTH x HEIGHT."""

    line: str
    area: str
    width: int = WIDTH
    height: int = HEIGHT


def spark(values: Sequence[float]) -> Spark | None:
    """Draw at least two values; the least touches the floor, the greatest the ceiling."""
    if len(values) < 2:  # noqa: PLR2004
        return None
    least, most = min(values), max(values)
    reach = (most - least) or 1
    step = WIDTH / (len(values) - 1)
    tall = HEIGHT - 2 * MARGIN
    points = [
        f"{index * step:.1f} {HEIGHT - MARGIN - (value - least) / reach * tall:.1f}"
        for index, value in enumerate(values)
    ]
    line = "M" + " L".join(points)
    return Spark(line=line, area=f"{line} L{WIDTH} {HEIGHT} L0 {HEIGHT} Z")
