"""Lists in pages: an opaque cursor, at most 200 at once."""

import base64
import binascii
import json
from typing import Annotated, Any, Generic, Literal, TypeVar

from ninja import Query, Schema

from shuke.members.refusals import BadCursor

Item = TypeVar("Item")

PAGE_MAX = 200
_CURSOR_MAX = 500

Limit = Annotated[int, Query(50, ge=1, le=PAGE_MAX, description="How many at once.")]
Cursor = Annotated[
    str | None, Query(None, max_length=_CURSOR_MAX, description="`next` of the page before.")
]


class ListOf(Schema, Generic[Item]):
    """A page: `next` opens the following one while `has_more`."""

    object: Literal["list"] = "list"
    data: list[Item]
    has_more: bool = False
    next: str | None = None


def cursor(*parts: str | int) -> str:
    """An opaque marker of a place in a list."""
    text = json.dumps(parts, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def parts_of(text: str, *shape: type) -> list[Any]:
    """The parts of a marker, of these types.

    Raises:
        BadCursor: this list gave out no such marker.
    """
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        parts = json.loads(raw)
    except (binascii.Error, ValueError, RecursionError):
        raise BadCursor(param="cursor") from None
    fits = isinstance(parts, list) and [type(part) for part in parts] == list(shape)
    if not fits or any(isinstance(part, int) and not 0 <= part < 1 << 63 for part in parts):
        raise BadCursor(param="cursor")
    return list(parts)
