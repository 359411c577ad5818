"""What an address asks for: which list, on which day, with which parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from shuke.interfaces.console.door import Visit

# Names in an address that are the page's own, not columns of the figure.
PAGE_NAMES = frozenset({"as_of", "after", "q", "page"})
VALUE_MAX = 200


@dataclass(frozen=True, slots=True)
class Question:
    """One list: the figure, the values that name one of its numbers, day and parameters."""

    name: str
    as_of: date
    where: Mapping[str, str]
    parameters: Mapping[str, str]


def question_of(
    request: HttpRequest, visit: Visit, name: str, parameter_names: frozenset[str]
) -> Question:
    """Read the address; what is neither the page's own nor a parameter names the number."""
    given = {key: value[:VALUE_MAX] for key, value in request.GET.items() if key not in PAGE_NAMES}
    return Question(
        name=name,
        as_of=visit.day(),
        where={key: value for key, value in given.items() if key not in parameter_names},
        parameters={key: value for key, value in given.items() if key in parameter_names},
    )
