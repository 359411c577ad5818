"""What the builder's form says: a condition as JSON, read with the facts of this deployment."""

from shuke.interfaces.console.door import Visit
from shuke.rules.conditions import EVERYONE, Condition
from shuke.rules.reading import from_json
from shuke.segments.facts import facts

TITLE_MAX = 80


def condition_of(visit: Visit) -> Condition:
    """The condition that was posted; nothing posted is everyone.

    Raises:
        Refusal: it is not a condition, or names what does not exist.
    """
    text = visit.request.POST.get("condition", "").strip()
    return from_json(text, facts=facts()) if text else EVERYONE


def text_of(visit: Visit, name: str, most: int = TITLE_MAX) -> str:
    """A short text that was posted or stands in the address."""
    given = visit.request.POST if visit.request.method == "POST" else visit.request.GET
    return given.get(name, "").strip()[:most]
