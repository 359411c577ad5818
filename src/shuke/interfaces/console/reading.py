"""Figures as the pages read them: rows, and for each number the address of the list behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from shuke.interfaces.console.door import Visit
from shuke.lake import figures

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure's rows, with what was asked: enough to open the list behind any of its numbers."""

    name: str
    as_of: date
    parameters: Mapping[str, str]
    rows: tuple[Row, ...]

    def behind(self, **where: object) -> str:
        """The address of the list behind one number, named by its column values."""
        query = {name: str(value) for name, value in where.items()}
        return f"{behind_address(self.name)}?{urlencode({**query, **self._asked()})}"

    def _asked(self) -> dict[str, str]:
        return {"as_of": self.as_of.isoformat(), **self.parameters}


def read(
    visit: Visit,
    name: str,
    *,
    as_of: date | None = None,
    asked: Mapping[str, str] | None = None,
    **parameters: str,
) -> Reading:
    """Compute a figure at the day the page shows, within the visitor's scope.

    Parameters may come by name or together as `asked`; empty ones are left to their defaults.
    """
    day = as_of or visit.day()
    given = {key: value for key, value in {**(asked or {}), **parameters}.items() if value}
    result = figures.compute(name, as_of=day, parameters=given, scope=visit.scope)
    return Reading(name=name, as_of=day, parameters=given, rows=tuple(result.rows))


def behind_address(name: str) -> str:
    """The page that lists what is behind a number of the figure."""
    return reverse("figures:behind", kwargs={"name": name})


def formula_address(name: str) -> str:
    """The page of the figure's definition."""
    return reverse("figures:formula", kwargs={"name": name})
