"""The frame of every analytic page: heading, day, choices, thresholds, tabs, and the parts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponseBase

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.parts import Part, show_parts
from shuke.interfaces.console.reading import formula_address
from shuke.interfaces.ui.charts import Tab

_OWN = frozenset({"part", "whole", "file", "table"})


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a choice."""

    value: str
    label: str
    is_chosen: bool
    is_data: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A list to choose from in the head of the page."""

    name: str
    label: str
    options: tuple[Option, ...]

    @property
    def value(self) -> str:
        """What is chosen."""
        return next((option.value for option in self.options if option.is_chosen), "")


@dataclass(frozen=True, slots=True)
class Limit:
    """A number to type: a threshold or a period."""

    name: str
    label: str
    value: str
    unit: str = ""
    least: str = "0"
    most: str = ""
    step: str = "1"


@dataclass(frozen=True, slots=True)
class Page:
    """What stands around the parts."""

    title: str
    parts: tuple[Part, ...]
    figure: str = ""
    choices: tuple[Choice, ...] = ()
    limits: tuple[Limit, ...] = ()
    limits_title: str = ""
    tabs: tuple[Tab, ...] = ()
    tabs_label: str = ""
    lead: tuple[str, ...] = ("answer",)
    has_day: bool = True


def choice_of(
    visit: Visit, name: str, label: str, options: Iterable[tuple[str, str]], chosen: str
) -> Choice:
    """A choice of (value, label) pairs with one chosen."""
    made = tuple(Option(value, text, value == chosen) for value, text in options)
    return Choice(name, label, made)


def tabs_of(
    visit: Visit, name: str, options: Iterable[tuple[str, str]], chosen: str
) -> tuple[Tab, ...]:
    """Tabs that change one value of the address and keep the others."""
    return tuple(
        Tab(label, f"?{_with(visit, **{name: value})}", value == chosen) for value, label in options
    )


def _with(visit: Visit, **changes: str) -> str:
    query = visit.request.GET.copy()
    for name in _OWN:
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = value
    return query.urlencode()


def show_page(visit: Visit, page: Page) -> HttpResponseBase:
    """Show the page, one of its parts, or one of its tables as a file."""
    asked = {choice.name for choice in page.choices} | {"as_of"}
    limits = {limit.name for limit in page.limits}
    kept = [(k, v) for k, v in visit.request.GET.items() if k not in _OWN]
    context = {
        "page": page,
        "as_of": visit.day(),
        "formula": formula_address(page.figure) if page.figure else "",
        "kept": [(k, v) for k, v in kept if k not in asked],
        "kept_by_limits": [(k, v) for k, v in kept if k not in limits],
        "lead": page.lead,
    }
    return show_parts(visit, "analysis/page.html", page.parts, context)
