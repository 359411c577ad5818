"""Whom a store may see besides its own members: a registry that `project` fills.

A store-scoped reader sees the members whose home store is his, and those whom his stores served.
The second is known above (sales), so whoever knows registers a function here.
"""

from collections.abc import Callable, Iterable

# (ids, stores) -> those of the ids whom one of the stores served. `ids` may be a lazy query over
# all members, which a database filter takes as a subquery: `member_id__in=ids`.
Served = Callable[[Iterable[int], frozenset[int]], set[int]]

_served: list[Served] = []


def register(served: Served) -> None:
    """Add a source of "was served by"; the same function twice is once."""
    if served not in _served:
        _served.append(served)


def unregister(served: Served) -> None:
    """Take a source out again (a plug-in that goes, a test that ends)."""
    if served in _served:
        _served.remove(served)


def served_among(ids: Iterable[int], stores: frozenset[int]) -> set[int]:
    """Return those of the ids whom one of the stores served, by any registered source."""
    found: set[int] = set()
    for served in _served:
        found |= served(ids, stores)
    return found
