"""Every number opens the list behind it, and the list is as long as the number says."""

from datetime import date

import pytest

from shuke.kernel.scope import Scope
from shuke.lake import figures
from shuke.lake.access import open_lake
from shuke.lake.figures.asking import asked_of
from shuke.lake.figures.registry import entry_of

DAY = date(2018, 1, 1)
EVERYTHING = Scope.everything()
ROWS_MAX = 3
# Figure -> the parameters to try besides the defaults.
ALSO = {
    "descriptive": ({"by": "month"}, {"by": "store"}, {"by": "group"}),
    "segments_rfm": ({"preset": "eleven"}, {"preset": "eight_mean", "scoring": "rank"}),
    "pairs": ({"level": "product", "min_support": "0.004"},),
}


def numbers_of(name: str, parameters: dict[str, str]) -> list[tuple[dict[str, str], int]]:
    """Each number of the figure with a list: how it is named, and its value."""
    entry = entry_of(name)
    asked = asked_of(entry, as_of=DAY, parameters=parameters, lake=open_lake(EVERYTHING))
    result = figures.compute(name, as_of=DAY, parameters=parameters, scope=EVERYTHING)
    rows = result.envelope()["rows"]
    found = []
    for row in rows[:: max(len(rows) // ROWS_MAX, 1)]:
        for column, listed in entry.lists.items():
            keys = [key for key in (*listed.keys_of(asked), *listed.any_of) if key in row]
            where = {key: "" if row[key] is None else str(row[key]) for key in keys}
            # A row about one member has no count: it stands for that member.
            value = 1 if column == "member" else row[column]
            found.append(({**where, "column": column}, value))
    return found


CASES = [
    (figure.name, parameters)
    for figure in figures.all_figures()
    if figure.has_members
    for parameters in ({}, *ALSO.get(figure.name, ()))
]


@pytest.mark.parametrize(("name", "parameters"), CASES, ids=str)
def test_the_list_is_as_long_as_the_number(journey, name, parameters) -> None:
    numbers = numbers_of(name, parameters)
    assert numbers, name
    for where, value in numbers:
        answer = figures.behind(
            name, as_of=DAY, parameters=parameters, where=where, scope=EVERYTHING
        )
        assert answer.total == (value or 0), where
        assert len(answer.ids) == min(answer.total, 50)
