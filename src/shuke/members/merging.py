"""What later packages do when two members become one: a registry that `project` fills.

Sales, notes and attributes stay where they are: readers follow the redirect. A package whose rows
must move (a wallet's points) registers a part; what it answers is kept with the merge and handed
back when the merge is undone, so that undoing is exact (E07, C5).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Moved = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class PartPreview:
    """One line of the preview: what the survivor will hold, in both languages."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class MergePart:
    """One package's share in a merge.

    `preview(survivor, merged)` changes nothing. `merge(survivor, merged)` runs inside the merge's
    transaction and answers plain JSON values; `undo(survivor, merged, moved)` reverses exactly
    what they describe.
    """

    name: str
    preview: Callable[[int, int], tuple[PartPreview, ...]]
    merge: Callable[[int, int], Moved]
    undo: Callable[[int, int, Moved], None]


_parts: dict[str, MergePart] = {}


def register(part: MergePart) -> None:
    """Add a part; the same name again replaces it."""
    _parts[part.name] = part


def unregister(name: str) -> None:
    """Take a part out again (a plug-in that goes)."""
    _parts.pop(name, None)


def parts() -> tuple[MergePart, ...]:
    """Return the parts in the order in which they registered."""
    return tuple(_parts.values())
