"""Say in words which number a list stands behind."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.figures.asking import Question
from shuke.interfaces.console.wording import column_label, name_of
from shuke.lake.figures import Figure

# Scores are written as people say them: R5, not "R is 5".
_SCORES = frozenset({"r", "f", "m"})


def title_of(figure: Figure, visit: Visit) -> str:
    """The figure's name in the reader's language."""
    return figure.zh if visit.language == "zh" else figure.en


def conditions_of(visit: Visit, question: Question) -> tuple[str, ...]:
    """The values that name the number, each in words."""
    return tuple(_said(visit, question.figure, *pair) for pair in question.where.items())


def _said(visit: Visit, figure: Figure, column: str, value: str) -> str:
    if column == "column":
        return column_label(value)
    if column in _SCORES:
        return f"{column.upper()}{value}"
    return _("{column}: {value}").format(
        column=column_label(column), value=written_value(visit, figure.columns.get(column), value)
    )


def written_value(visit: Visit, unit: str | None, value: str) -> str:
    """One value of an address in its unit; an odd text stands as it is."""
    try:
        return _WAYS.get(unit or "", _plain)(visit, value)
    except ValueError:
        return value


def _plain(visit: Visit, value: str) -> str:
    return name_of(value)


def _percent(visit: Visit, value: str) -> str:
    return visit.formats.percent(float(value), 0)


def _days(visit: Visit, value: str) -> str:
    return visit.formats.days(int(value))


def _date(visit: Visit, value: str) -> str:
    return visit.formats.day(date.fromisoformat(value))


_WAYS = {"share": _percent, "days": _days, "day": _date}


def sentence_of(visit: Visit, question: Question, kind: str, total: int) -> str:
    """One sentence: how many, of which figure, with which values, at which day."""
    count = visit.formats.count(total)
    head = (
        _("{count} members behind “{figure}”")
        if kind == "members"
        else _("{count} sales behind “{figure}”")
    ).format(count=count, figure=title_of(question.figure, visit))
    return _joined([head, *conditions_of(visit, question)])


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(parts)
