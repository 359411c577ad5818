"""The form that keeps a list of members as a segment: the same number, asked again every day."""

import json
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.figures.asking import Question
from shuke.interfaces.console.figures.saying import conditions_of, title_of


@dataclass(frozen=True, slots=True)
class Saving:
    """Where the form goes and what it carries."""

    action: str
    title: str
    figure: str
    where: str
    parameters: str


def saving_of(visit: Visit, question: Question) -> Saving | None:
    """The form, where segments can be saved and the reader may save one."""
    if not visit.scope.can("segments.write") or not question.figure.has_members:
        return None
    try:
        action = reverse("segments:save_behind")
    except NoReverseMatch:
        # The area of segments is not part of this installation.
        return None
    words = " · ".join(conditions_of(visit, question))
    return Saving(
        action=action,
        title=words or title_of(question.figure, visit),
        figure=question.name,
        where=json.dumps(dict(question.where), ensure_ascii=False),
        parameters=json.dumps(dict(question.parameters), ensure_ascii=False),
    )
