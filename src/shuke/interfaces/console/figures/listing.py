"""The list behind one number: its rows a page at a time, and all of them for a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.figures.asking import Question
from shuke.interfaces.console.figures.rows import MemberRow, SaleRow, member_rows, sale_rows
from shuke.lake import figures
from shuke.members import queries as members

PAGE_ROWS = 50
CHUNK_ROWS = 1_000
# A search looks through at most so many rows of a list; beyond, the list itself must be narrowed.
SEARCHED_MAX = 50_000
FOUND_MAX = 200


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list: `total` counts the whole list; `after` opens the next page."""

    kind: str
    total: int
    members: tuple[MemberRow, ...] = ()
    sales: tuple[SaleRow, ...] = ()
    next_after: int | None = None
    found: int | None = None


def listing(visit: Visit, question: Question, *, after: int = 0, words: str = "") -> Listing:
    """One page of the list behind the number, or what the words find within it."""
    if words:
        return _searched(visit, question, words)
    page = _behind(visit, question, after, PAGE_ROWS)
    return _filled(visit, page.kind, page.total, page.ids, page.next_after)


def _behind(visit: Visit, question: Question, after: int, limit: int) -> figures.Behind:
    return figures.behind(
        question.name,
        as_of=question.as_of,
        parameters=question.parameters,
        where=question.where,
        scope=visit.scope,
        after=after,
        limit=limit,
    )


def _filled(  # the parts of one page
    visit: Visit, kind: str, total: int, ids: Sequence[int], next_after: int | None
) -> Listing:
    if kind == "members":
        return Listing(kind, total, members=tuple(member_rows(visit, ids)), next_after=next_after)
    return Listing(kind, total, sales=tuple(sale_rows(visit, ids)), next_after=next_after)


def _searched(visit: Visit, question: Question, words: str) -> Listing:
    first = _behind(visit, question, 0, CHUNK_ROWS)
    ids = _ids(visit, question, SEARCHED_MAX)
    if first.kind == "members":
        wanted = {card.id for card in members.find(words, visit.scope, FOUND_MAX)}
        hits = [one for one in ids if one in wanted][:FOUND_MAX]
        listed = _filled(visit, first.kind, first.total, hits, None)
    else:
        needle = words.lower()
        rows = [row for row in _sales(visit, ids) if needle in row.number.lower()][:FOUND_MAX]
        listed = Listing(first.kind, first.total, sales=tuple(rows))
    found = len(listed.members) + len(listed.sales)
    return Listing(
        listed.kind, listed.total, listed.members, listed.sales, next_after=None, found=found
    )


def _sales(visit: Visit, ids: Iterator[int]) -> Iterator[SaleRow]:
    for chunk in _chunks(ids):
        yield from sale_rows(visit, chunk)


def _chunks(ids: Iterator[int]) -> Iterator[list[int]]:
    chunk: list[int] = []
    for one in ids:
        chunk.append(one)
        if len(chunk) == CHUNK_ROWS:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _ids(visit: Visit, question: Question, most: int) -> Iterator[int]:
    after: int | None = 0
    seen = 0
    while after is not None and seen < most:
        page = _behind(visit, question, after, CHUNK_ROWS)
        yield from page.ids
        seen += len(page.ids)
        after = page.next_after


def every_row(visit: Visit, question: Question) -> tuple[str, int, Iterator[MemberRow | SaleRow]]:
    """The kind, the number and all rows of the list, read a chunk at a time."""
    page = _behind(visit, question, 0, 1)
    ids = _ids(visit, question, page.total)
    return page.kind, page.total, _rows(visit, page.kind, ids)


def _rows(visit: Visit, kind: str, ids: Iterator[int]) -> Iterator[MemberRow | SaleRow]:
    for chunk in _chunks(ids):
        if kind == "members":
            yield from member_rows(visit, chunk)
        else:
            yield from sale_rows(visit, chunk)
