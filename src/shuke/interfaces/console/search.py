"""Search everything: pages first, then what each area finds in its own data.

An area joins by a module `search.py` with `found(words, visit) -> tuple[HitGroup, ...]`.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.navigation import HitGroup, found_places

AREAS = ("members", "segments", "figures")
WORDS_MAX = 80

Finder = Callable[[str, Visit], tuple[HitGroup, ...]]


@cache
def _finders() -> tuple[Finder, ...]:
    names = [f"shuke.interfaces.console.{area}" for area in AREAS]
    return tuple(
        import_module(f"{name}.search").found
        for name in names
        if find_spec(name) and find_spec(f"{name}.search")
    )


def found(words: str, visit: Visit) -> tuple[HitGroup, ...]:
    """Everything that the words find, within the visitor's scope."""
    words = words.strip()[:WORDS_MAX]
    groups = found_places(visit.menu, words)
    if not words:
        return groups
    # Whoever types the name of a page wants the page before a figure of that name.
    found_in = [group for finder in _finders() for group in finder(words, visit)]
    data = tuple(group for group in found_in if group.is_data)
    return (*data, *groups, *(group for group in found_in if not group.is_data))
