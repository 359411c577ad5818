"""What an address asks for: which list, on which day, with which parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.reading import behind_address
from shuke.lake import figures

# Names in an address that are the page's own, neither columns nor parameters of the figure. The
# place in the list is not called "after": a figure of movements has a column of that name.
PLACE = "place_after"
PAGE_NAMES = frozenset({"as_of", PLACE, "q", "whole", "part", "file", "table"})
VALUE_MAX = 200


@dataclass(frozen=True, slots=True)
class Question:
    """One list: the figure, the values that name one of its numbers, day and parameters."""

    figure: figures.Figure
    as_of: date
    where: Mapping[str, str]
    parameters: Mapping[str, str]

    @property
    def name(self) -> str:
        """The figure's name."""
        return self.figure.name

    def address(self, **more: str) -> str:
        """The address of this list, with some values of the page's own."""
        return f"{behind_address(self.name)}?{self.query(**more)}"

    def query(self, **more: str) -> str:
        """What stands behind the question mark of that address."""
        asked = {**self.where, **self.parameters, "as_of": self.as_of.isoformat(), **more}
        return urlencode({key: value for key, value in asked.items() if value})


def question_of(visit: Visit, name: str) -> Question:
    """Read the address; what is neither the page's own nor a parameter names the number.

    Raises:
        Refusal: there is no such figure.
    """
    figure = figures.figure_of(name)
    known = {parameter.name for parameter in figure.parameters}
    given = {
        key: visit.request.GET[key][:VALUE_MAX]
        for key in visit.request.GET
        if key not in PAGE_NAMES and visit.request.GET[key]
    }
    return Question(
        figure=figure,
        as_of=visit.day(),
        where={key: value for key, value in given.items() if key not in known},
        parameters={key: value for key, value in given.items() if key in known},
    )
