"""How far an import is, told to whoever listens."""

from collections.abc import Callable

Progress = Callable[[int, int, str], None]


def silent(_done: int, _total: int, _note: str) -> None:
    """Tell nobody."""
