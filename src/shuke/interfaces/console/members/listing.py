"""One page of the list of members: who, and what their columns hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.members import columns
from shuke.interfaces.console.members.asking import Asked, query_of
from shuke.interfaces.console.members.columns import Around, Cell, Column
from shuke.interfaces.console.members.figures import NOTHING, known_of
from shuke.interfaces.console.members.narrowing import members_behind
from shuke.interfaces.console.members.people import Person, person_of
from shuke.members import queries as members
from shuke.stores import queries as stores

PAGE_ROWS = 25
FOUND_MAX = 100
EXPORT_ROWS_MAX = 100_000
_EXPORT_BATCH = 200
_TRAIL_MAX = 20
_FIRST = "-"
_PAGE_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Row:
    """One member of the list."""

    person: Person
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page: its rows under their columns, how many there are in all, the next marker."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: int
    next_after: str


@dataclass(frozen=True, slots=True)
class Pager:
    """Which page it is, and the addresses of its neighbours ("" where there is none)."""

    page: int
    pages: int
    previous: str
    next: str
    target: str = ""

    @property
    def is_needed(self) -> bool:
        """Whether there is more than one page."""
        return self.pages > 1


def page_of(visit: Visit, asked: Asked, after: str = "") -> ListPage:
    """The members asked for, a page at a time."""
    found = _found(visit, asked, after, PAGE_ROWS)
    chosen = columns.chosen(visit)
    return ListPage(
        columns=chosen,
        rows=_rows(visit, found.cards, chosen),
        total=found.total,
        next_after=found.next_after,
    )


def _found(visit: Visit, asked: Asked, after: str, limit: int) -> members.Page:
    if asked.words:
        return _by_words(visit, asked)
    if not visit.scope.can("members.browse"):
        # Who only serves at the till looks members up; he does not leaf through them.
        return members.Page(cards=(), total=0, next_after="")
    return members.listing(visit.scope, filters=filters_of(visit, asked), after=after, limit=limit)


def _by_words(visit: Visit, asked: Asked) -> members.Page:
    cards = members.find(asked.words, visit.scope, FOUND_MAX)
    if replace(asked, words="").is_narrowed and cards:
        wanted = replace(filters_of(visit, asked), ids=[card.id for card in cards])
        kept = members.listing(visit.scope, filters=wanted, limit=FOUND_MAX).cards
        left = {card.id for card in kept}
        cards = tuple(card for card in cards if card.id in left)
    return members.Page(cards=cards, total=len(cards), next_after="")


def filters_of(visit: Visit, asked: Asked) -> members.Filters:
    """The filters as the members' own tables and the lake together answer them."""
    store = stores.store_of(asked.store, visit.scope).id if asked.store else None
    before = asked.joined_to + timedelta(days=1) if asked.joined_to else None
    return members.Filters(
        store_id=store,
        channel=asked.channel,
        joined_from=asked.joined_from,
        joined_before=before,
        ids=members_behind(visit, asked) if asked.needs_lake else None,
    )


def _rows(
    visit: Visit, cards: Sequence[members.Card], chosen: tuple[Column, ...]
) -> tuple[Row, ...]:
    known = known_of(visit, cards, with_states=any(c.name == "state" for c in chosen))
    around = around_of(visit)
    return tuple(
        Row(
            person=person_of(card),
            cells=tuple(
                column.cell(card, known.get(card.id, NOTHING), around) for column in chosen
            ),
        )
        for card in cards
    )


def around_of(visit: Visit) -> Around:
    """The names of the stores, for columns that show one."""
    return Around(visit=visit, stores={store.id: store.label for store in visit.stores})


def pager_of(visit: Visit, asked: Asked, page: ListPage) -> Pager:
    """The way to the neighbours.

    A keyset only knows the way forward, so the address carries the markers of the pages before:
    the trail, "-" for the first page. Beyond its length the way back leads to the first page.
    """
    given = visit.request.GET
    after = given.get("after", "")
    trail = tuple(part for part in given.get("trail", "").split("~") if part)[-_TRAIL_MAX:]
    number = _page_number(given.get("page", "")) if after else 1
    following = "~".join((*trail, after or _FIRST)[-_TRAIL_MAX:])
    last = trail[-1] if trail else _FIRST
    back = {"after": "", "trail": "", "page": ""}
    if last != _FIRST:
        back = {"after": last, "trail": "~".join(trail[:-1]), "page": str(number - 1)}
    forward = {"after": page.next_after, "trail": following, "page": str(number + 1)}
    return Pager(
        page=number,
        pages=max(number, -(-page.total // PAGE_ROWS)),
        previous=f"?{query_of(asked, **back)}" if after else "",
        next=f"?{query_of(asked, **forward)}" if page.next_after else "",
        target="#listed",
    )


def _page_number(text: str) -> int:
    return (
        max(2, int(text)) if text.isascii() and text.isdigit() and len(text) < _PAGE_DIGITS else 2
    )


def exported(visit: Visit, asked: Asked) -> Iterator[Sequence[str | int | float | None]]:
    """Every row of the list with the columns that are shown, for a file."""
    chosen = columns.chosen(visit)
    around = around_of(visit)
    after = ""
    for _batch in range(EXPORT_ROWS_MAX // _EXPORT_BATCH):
        found = _found(visit, asked, after, _EXPORT_BATCH)
        known = known_of(visit, found.cards, with_states=any(c.name == "state" for c in chosen))
        for card in found.cards:
            one = known.get(card.id, NOTHING)
            values = (column.raw(card, one, around) for column in chosen)
            yield (card.number, card.name, card.phone, *values)
        after = found.next_after
        if not after:
            return
