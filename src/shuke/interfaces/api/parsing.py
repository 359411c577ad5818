"""Bodies: at most 1 MiB, 32 deep, and of texts that every database keeps."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from ninja.parser import Parser
from typing_extensions import override

from shuke.interfaces.api.refusals import BadText, Malformed, TooDeep, TooLarge

BODY_BYTES_MAX = 1_048_576
DEPTH_MAX = 32


class StrictParser(Parser):
    """The API's parser of JSON."""

    @override
    def parse_body(self, request: HttpRequest) -> Any:
        return parsed(body_of(request))


def body_of(request: HttpRequest) -> bytes:
    """The raw body.

    Raises:
        TooLarge: more than 1 MiB.
    """
    try:
        body = request.body
    except RequestDataTooBig:
        raise TooLarge(most=BODY_BYTES_MAX) from None
    if len(body) > BODY_BYTES_MAX:
        raise TooLarge(most=BODY_BYTES_MAX)
    return body


def parsed(body: bytes) -> Any:
    """JSON, checked.

    Raises:
        Malformed, TooDeep, BadText: it is not fit to be read.
    """
    try:
        data = json.loads(body)
    except RecursionError:
        raise TooDeep(most=DEPTH_MAX) from None
    except ValueError:
        raise Malformed(expected="JSON") from None
    _check(data)
    return data


def _check(data: Any) -> None:
    """Look at every value once, level by level."""
    level, depth = [data], 1
    while level:
        below: list[Any] = []
        for value in level:
            if isinstance(value, str):
                demand_clean(value)
            elif isinstance(value, dict | list):
                if depth > DEPTH_MAX:
                    raise TooDeep(most=DEPTH_MAX)
                below.extend(value if isinstance(value, list) else [*value, *value.values()])
        level, depth = below, depth + 1


def demand_clean(text: str) -> None:
    """Refuse NUL (PostgreSQL keeps none) and halves of surrogate pairs (UTF-8 has none)."""
    if "\x00" in text or not _is_encodable(text):
        raise BadText


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
