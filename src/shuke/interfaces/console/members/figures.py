"""What the lake knows of the members on a page: last purchase, sales, spend, RFM, lifecycle."""

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any

from shuke.analytics.states import lifecycle_members
from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.wording import name_of
from shuke.lake import figures
from shuke.lake.access import NoLake, open_lake
from shuke.members.queries import Card
from shuke.sales import queries as sales

# Segments and states by the mood of their badge: to keep, to look at, to win back, to develop.
TONES: Mapping[str, str] = {
    "重要价值": "green",
    "重要保持": "amber",
    "重要发展": "blue",
    "重要挽留": "rose",
    "一般价值": "green",
    "一般保持": "",
    "一般发展": "blue",
    "一般挽留": "",
    "无消费": "",
    "registered": "",
    "new": "blue",
    "active": "green",
    "reactivated": "violet",
    "silent": "amber",
    "sleeping": "rose",
    "lost": "",
}
_KEPT_MAX = 8


@dataclass(frozen=True, slots=True)
class Known:
    """One member's row of the RFM figure and his lifecycle state; None: nothing is known."""

    row: Mapping[str, Any] | None = None
    state: str = ""

    def value(self, name: str) -> Any:
        """A column of the RFM figure."""
        return None if self.row is None else self.row.get(name)

    @property
    def segment(self) -> str:
        """The RFM segment, "" when the lake does not know the member."""
        return str(self.value("segment") or "")

    @property
    def segment_label(self) -> str:
        """Its words."""
        return name_of(self.segment) if self.segment else ""

    @property
    def state_label(self) -> str:
        """The lifecycle in words."""
        return name_of(self.state) if self.state else ""


NOTHING = Known()
_states: OrderedDict[object, Mapping[int, str]] = OrderedDict()
_indexes: OrderedDict[int, tuple[Any, dict[str, Mapping[str, Any]]]] = OrderedDict()


def _by_member(rows: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    # Figures are memoised, so the same tuple comes back while nothing changed; its index is kept
    # beside it. Keeping the tuple keeps its identity from being used again.
    key = id(rows)
    if key not in _indexes:
        _indexes[key] = (rows, {str(row["member"]): row for row in rows})
        while len(_indexes) > _KEPT_MAX:
            _indexes.popitem(last=False)
    _indexes.move_to_end(key)
    return _indexes[key][1]


def known_of(
    visit: Visit, cards: Collection[Card], *, with_states: bool = False
) -> dict[int, Known]:
    """What is known of these members' buying at the business day: id -> row and state.

    Who may not read figures but sales (a sales assistant) gets the three plain sums from the
    books, as does everybody before the first refresh of the lake; who may read neither, nothing.
    """
    if not cards:
        return {}
    if not visit.scope.can("figures.read"):
        return _from_books(visit, cards) if visit.scope.can("sales.read") else {}
    try:
        rows = _by_member(figures.compute("rfm", as_of=visit.today, scope=visit.scope).rows)
    except NoLake:
        # A chain that has just begun: the books already know what was sold.
        return _from_books(visit, cards)
    states = states_of(visit, [card.id for card in cards]) if with_states else {}
    return {
        card.id: Known(row=rows.get(card.number), state=states.get(card.id, "")) for card in cards
    }


def states_of(visit: Visit, wanted: Collection[int]) -> dict[int, str]:
    """The lifecycle states of a few members at the business day."""
    states = _all_states(visit)
    return {member: states[member] for member in wanted if member in states}


def _all_states(visit: Visit) -> Mapping[int, str]:
    # Writing the question down for the engine costs more than answering it, so everybody's state
    # is asked once per snapshot and scope.
    lake = open_lake(visit.scope)
    key = (lake.snapshot, visit.scope.stores, visit.today)
    if key not in _states:
        bought, members = lake.tables.given("sales"), lake.tables.members
        table = lifecycle_members(bought, members, as_of=visit.today).select("member", "state")
        found = lake.backend.to_pyarrow(table).to_pydict()
        _states[key] = dict(zip(found["member"], map(intern, found["state"]), strict=True))
        while len(_states) > _KEPT_MAX:
            _states.popitem(last=False)
    return _states[key]


def _from_books(visit: Visit, cards: Collection[Card]) -> dict[int, Known]:
    totals = sales.totals_of_members([card.id for card in cards])
    return {
        member: Known(
            row={
                "recency_days": (visit.today - one.last_day).days,
                "frequency": one.sales,
                "monetary": one.amount,
            }
        )
        for member, one in totals.items()
    }
