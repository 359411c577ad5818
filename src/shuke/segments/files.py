"""Segments as YAML for people: written, read back, the same again."""

from dataclasses import dataclass
from typing import Any as Anything
from typing import Protocol

from shuke.members.queries.cards import ids_of_numbers
from shuke.rules.conditions import Condition
from shuke.rules.facts import Registry
from shuke.rules.reading import from_data, load_yaml
from shuke.rules.writing import dump_yaml, to_data
from shuke.segments.facts import facts
from shuke.segments.naming import checked_name, checked_title
from shuke.segments.refusals import BadSegmentFile, BadSegmentKind, UnknownMembers
from shuke.segments.stored import DYNAMIC, STATIC

_KEYS = ("name", "title", "kind", "condition", "members")
MEMBERS_MAX = 100_000


@dataclass(frozen=True, slots=True)
class SegmentFile:
    """A segment as a document holds it; members of a plain list go by the chain's numbers."""

    name: str
    title: str
    kind: str
    condition: Condition | None
    members: tuple[str, ...] = ()

    def as_arguments(self) -> dict[str, Anything]:
        """Return what `actions.save` takes, members by their ids.

        Raises:
            UnknownMembers: a number in the list belongs to nobody.
        """
        given: dict[str, Anything] = {
            "name": self.name,
            "title": self.title,
            "kind": self.kind,
            "condition": self.condition,
        }
        return given | {"members": _ids(self.members)} if self.members else given


class Writable(Protocol):
    """What a document is written from: a segment as it was read, or as a file holds it."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def condition(self) -> Condition | None: ...


def _ids(numbers: tuple[str, ...]) -> tuple[int, ...]:
    found = ids_of_numbers(numbers)
    unknown = [number for number in numbers if number not in found]
    if unknown:
        raise UnknownMembers(param="members", count=len(unknown), first=unknown[0][:40])
    return tuple(found[number] for number in numbers)


def to_document(segment: Writable, members: tuple[str, ...] = ()) -> dict[str, Anything]:
    """Return a segment as plain data, ready for YAML or JSON.

    A plain list needs the numbers of its members, which the segment itself does not hold.
    """
    written: dict[str, Anything] = {
        "name": segment.name,
        "title": segment.title,
        "kind": segment.kind,
    }
    if segment.condition is not None:
        written["condition"] = to_data(segment.condition)
    listed = members or getattr(segment, "members", ())
    if listed:
        written["members"] = list(listed)
    return written


def to_yaml(segment: Writable, members: tuple[str, ...] = ()) -> str:
    """Return the document of a segment; `from_yaml` reads the same segment out of it."""
    return dump_yaml(to_document(segment, members))


def from_yaml(document: str, *, known: Registry | None = None) -> SegmentFile:
    """Return the segment that a document describes.

    Raises:
        BadSegmentFile: a key is missing, unknown or of the wrong kind.
        BadSegmentName, BadSegmentTitle, BadSegmentKind: the values are not such.
        BadShape, UnknownFact, ...: the condition does not fit the facts.
    """
    data = load_yaml(document)
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise BadSegmentFile(param="document", problem="a mapping is needed")
    unknown = sorted(set(data) - set(_KEYS))
    if unknown:
        raise BadSegmentFile(param=unknown[0][:40], problem=f"“{unknown[0][:40]}” is not known")
    kind = data.get("kind", DYNAMIC)
    if kind not in {DYNAMIC, STATIC}:
        raise BadSegmentKind(param="kind", kind=str(kind)[:20])
    condition = None
    if data.get("condition") is not None:
        condition = from_data(data["condition"], facts=known or facts())
    members = _members(data.get("members"))
    if condition is None and not (kind == STATIC and members):
        raise BadSegmentFile(param="condition", problem="the condition is missing")
    name = data.get("name", "")
    return SegmentFile(
        name=checked_name(_text(name, "name")) if name else "",
        title=checked_title(_text(data.get("title", name), "title")),
        kind=kind,
        condition=condition,
        members=members,
    )


def _text(value: object, param: str) -> str:
    if not isinstance(value, str):
        raise BadSegmentFile(param=param, problem=f"{param} is no text")
    return value


def _members(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MEMBERS_MAX:
        raise BadSegmentFile(
            param="members", problem=f"members are a list of {MEMBERS_MAX} at most"
        )
    if not all(isinstance(one, str | int) and not isinstance(one, bool) for one in value):
        raise BadSegmentFile(param="members", problem="a member number is no text")
    return tuple(dict.fromkeys(str(one) for one in value))
