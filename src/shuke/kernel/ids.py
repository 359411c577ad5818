"""64-bit ids made by the application, and their public spelling.

Layout, high to low: 41 bits of milliseconds since 2020, 22 bits of sequence. A block of any size
takes as many milliseconds of the sequence as it needs, so bulk loads get consecutive ids in one
call. The node number comes out of the process id and a random start, and a directory constraint
in the database refuses the astronomically rare clash.
"""

import secrets
import threading
import time

from shuke.kernel.refusal import Kind, Refusal

_EPOCH_MS = 1_577_836_800_000
_SEQUENCE_BITS = 22
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u
_WIDTH = 13

_lock = threading.Lock()
_next = 0


class UnknownId(Refusal):
    """The text is not an id of the kind asked for."""

    code = "request.unknown_id"
    kind = Kind.NOT_FOUND
    en = "There is no {what} with the id “{text}”."
    zh = "找不到编号为“{text}”的{what}。"
    next_en = "Copy the id from the list again; ids start with “{what}_”."
    next_zh = "请从列表重新复制编号；编号以“{what}_”开头。"


def block(count: int) -> int:
    """Reserve `count` consecutive ids and return the first."""
    global _next  # noqa: PLW0603 - the one counter of the process, behind a lock
    if count < 1:
        raise ValueError("a block holds at least one id")
    with _lock:
        floor = ((time.time_ns() // 1_000_000) - _EPOCH_MS) << _SEQUENCE_BITS
        if floor > _next:
            # A random start keeps two processes that begin in the same millisecond apart.
            _next = floor + secrets.randbelow(1 << (_SEQUENCE_BITS - 1))
        first = _next
        _next += count
        return first


def new_id() -> int:
    """One fresh id."""
    return block(1)


def public(prefix: str, number: int) -> str:
    """The id as the outside sees it: `mem_0c5w…`, never a JSON number (53-bit readers)."""
    digits = []
    for _ in range(_WIDTH):
        number, rest = divmod(number, 32)
        digits.append(_ALPHABET[rest])
    return f"{prefix}_{''.join(reversed(digits))}"


def private(prefix: str, text: str) -> int:
    """The number behind a public id.

    Raises:
        UnknownId: the text has another prefix, length or alphabet.
    """
    head, _, tail = text.partition("_")
    if head != prefix or len(tail) != _WIDTH or any(sign not in _ALPHABET for sign in tail):
        raise UnknownId(what=prefix, text=text[:40])
    number = 0
    for sign in tail:
        number = number * 32 + _ALPHABET.index(sign)
    if number >= 1 << 63:
        raise UnknownId(what=prefix, text=text[:40])
    return number
