"""The set-up guide: what a new chain still has to do, computed from its real state."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from shuke.kernel.scope import Scope
from shuke.stores import queries as stores


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and the page where it is done."""

    label: str
    is_done: bool
    href: str


@dataclass(frozen=True, slots=True)
class Guide:
    """The steps, in order."""

    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(step.is_done for step in self.steps)

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.steps)

    @property
    def next(self) -> Step:
        """The first that is not done."""
        return next(step for step in self.steps if not step.is_done)

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left."""
        return self.done == self.total


def guide() -> Guide:
    """The guide as it stands now; each answer is one cheap query."""
    everything = Scope.everything()
    return Guide(
        (
            Step(gettext("name the chain"), stores.is_set_up(), ""),
            Step(gettext("add the stores"), bool(stores.stores(everything)), ""),
            Step(gettext("import members and sales"), _has_any("members"), _href("imports:list")),
            Step(gettext("save a segment"), _has_any("segments"), _href("segments:list")),
        )
    )


def _has_any(package: str) -> bool:
    # `is_empty` is each package's own cheap answer; a package without one counts as not begun.
    name = f"shuke.{package}.queries"
    if find_spec(f"shuke.{package}") is None or find_spec(name) is None:
        return False
    is_empty = getattr(import_module(name), "is_empty", None)
    return is_empty is not None and not is_empty()


def _href(address: str) -> str:
    try:
        return reverse(address)
    except NoReverseMatch:
        return ""
