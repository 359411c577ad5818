"""The register of event names: what may be written into the book."""

from dataclasses import dataclass

from typing_extensions import override


@dataclass(frozen=True, slots=True)
class EventName:
    """A declared name with its label in both languages."""

    name: str
    en: str
    zh: str

    @override
    def __str__(self) -> str:
        return self.name


_declared: dict[str, EventName] = {}


def declare(name: str, en: str, zh: str) -> EventName:
    """Declare an event name once; a second declaration is a bug."""
    if name in _declared:
        raise ValueError(f"event name declared twice: {name}")
    _declared[name] = EventName(name=name, en=en, zh=zh)
    return _declared[name]


def declared() -> tuple[EventName, ...]:
    """Every declared name, in order."""
    return tuple(_declared[name] for name in sorted(_declared))


def label_of(name: str) -> EventName:
    """The declared name with its labels."""
    return _declared[name]
