"""Computing a figure, and listing who is behind one of its numbers."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import pyarrow as pa

from shuke.kernel.scope import Scope
from shuke.lake.access import Freshness, Lake, open_lake
from shuke.lake.figures import asking, naming
from shuke.lake.figures.definition import Asked, Entry, Figure, Kind, Listed, Value
from shuke.lake.figures.memory import Memory
from shuke.lake.figures.registry import entry_of
from shuke.stores import queries as stores

CELLS_MAX = 4_000_000
IDS_MAX = 8_000_000

_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class Result:
    """A figure's answer; `rows` in the figure's order, money in minor units."""

    figure: Figure
    as_of: date
    zone: str
    currency: str
    scope: Scope
    parameters: Mapping[str, Value]
    units: Mapping[str, str]
    freshness: Freshness
    rows: tuple[dict[str, Any], ...]

    def envelope(self) -> dict[str, Any]:
        """The answer as CLI and API write it; `next` is for a door that pages."""
        return {
            "figure": self.figure.name,
            "definition": {"id": self.figure.name, "version": self.figure.version},
            "as_of": self.as_of.isoformat(),
            "zone": self.zone,
            "currency": self.currency,
            "scope": {"role": self.scope.role, "stores": naming.store_numbers(self.scope)},
            "parameters": dict(self.parameters),
            "units": dict(self.units),
            "freshness": self.freshness.as_json(),
            "rows": [naming.plain(row) for row in self.rows],
            "next": None,
        }


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of the list behind a number; `total` equals the number.

    Members stand in the natural order of their numbers, sales from new to old. `next_after` opens
    the next page; it counts places in this list.
    """

    kind: Kind
    total: int
    ids: tuple[int, ...]
    next_after: int | None


def _cells(rows: tuple[dict[str, Any], ...]) -> int:
    return 1 + len(rows) * (len(rows[0]) if rows else 1)


def _length(ids: pa.Array) -> int:
    return 1 + len(ids)


_rows: Memory[tuple[dict[str, Any], ...]] = Memory(CELLS_MAX, _cells)
_lists: Memory[pa.Array] = Memory(IDS_MAX, _length)


def compute(
    name: str,
    *,
    as_of: date | None = None,
    parameters: Mapping[str, str] | None = None,
    scope: Scope,
) -> Result:
    """Compute a figure at the start of a day (the chain's zone), within the reader's scope.

    Without `as_of` the day of the business clock counts; where there is none, that of the last
    refresh: only doors know what time it is.

    Raises:
        UnknownFigure, UnknownParameter, BadParameter, NoLake, NotAllowed.
    """
    entry = entry_of(name)
    scope.demand("figures.read")
    lake = open_lake(scope)
    day = day_of(as_of, lake)
    asked = asking.asked_of(entry, as_of=day, parameters=parameters, lake=lake)
    chain = stores.chain()

    def made() -> tuple[dict[str, Any], ...]:
        return naming.named(entry, _answer(lake, entry.rows(asked)), scope)

    rows = _rows.answer(_key(lake, entry, asked), made)
    shown = rows[0].keys() if rows else entry.figure.columns.keys() - entry.optional
    return Result(
        figure=entry.figure,
        as_of=day,
        zone=chain.zone,
        currency=chain.currency,
        scope=scope,
        parameters=asked.parameters,
        units={name: unit for name, unit in entry.figure.columns.items() if name in shown},
        freshness=lake.freshness,
        rows=rows,
    )


def day_of(as_of: date | None, lake: Lake) -> date:
    """The day that was asked for, else the business day of the lake's freshness stamp.

    Raises:
        BadParameter: a day that no calendar of a chain reaches.
    """
    if as_of is None:
        return stores.chain().today(lake.freshness.refreshed_at)
    if not _EARLIEST <= as_of <= _LATEST:
        raise asking.BadParameter(
            param="as_of",
            name="as_of",
            value=as_of.isoformat(),
            figure="",
            allowed=f"{_EARLIEST} … {_LATEST}",
        )
    return as_of


def _key(lake: Lake, entry: Entry, asked: Asked, *more: Hashable) -> Hashable:
    # The open snapshot itself is part of the key: a lake made anew may count from 1 again.
    return (
        id(lake.opened),
        lake.snapshot,
        entry.figure.name,
        entry.figure.version,
        asked.as_of,
        tuple(sorted(asked.parameters.items())),
        lake.scope,
        *more,
    )


def _answer(lake: Lake, table: ibis.Table) -> pa.Table:
    found: pa.Table = lake.backend.to_pyarrow(table)
    return found


def behind(
    name: str,
    *,
    as_of: date | None = None,
    parameters: Mapping[str, str] | None = None,
    where: Mapping[str, str],
    scope: Scope,
    after: int = 0,
    limit: int = 50,
) -> Behind:
    """List the members or sales behind one number, named by its row's column values.

    `where` may hold `column` where a row has several counts.

    Raises:
        UnknownFigure, UnknownParameter, BadParameter, NotANumber, NoLake, NotAllowed.
    """
    entry = entry_of(name)
    scope.demand("figures.read")
    lake = open_lake(scope)
    asked = asking.asked_of(entry, as_of=day_of(as_of, lake), parameters=parameters, lake=lake)
    listed = asking.named_list(entry, asked, where)
    key = _key(lake, entry, asked, tuple(sorted(where.items())))
    ids = _lists.answer(key, lambda: _ids(lake, *asking.list_behind(entry, asked, where)))
    start = max(after, 0)
    page = ids.slice(start, max(limit, 0)).to_pylist()
    stop = start + len(page)
    return Behind(
        kind=listed.kind,
        total=len(ids),
        ids=tuple(page),
        next_after=stop if stop < len(ids) else None,
    )


def _ids(lake: Lake, listed: Listed, table: ibis.Table) -> pa.Array:
    if listed.kind == "sales":
        sales = lake.table("sales")
        wanted = table.select("sale").distinct()
        found = sales.semi_join(wanted, "sale").order_by(sales["at"].desc(), sales["sale"].desc())
        return _column(lake, found.select("sale"))
    wanted = table.filter(table["member"].notnull()).select("member")
    if not listed.repeats:
        wanted = wanted.distinct()
    placed = lake.table("members").select("member", "ordinal")
    found = wanted.left_join(placed, "member")
    return _column(lake, found.order_by("ordinal", "member").select("member"))


def _column(lake: Lake, table: ibis.Table) -> pa.Array:
    return _answer(lake, table).column(0).combine_chunks()


def member_table(
    name: str,
    *,
    as_of: date,
    parameters: Mapping[str, str] | None = None,
    where: Mapping[str, str],
    lake: Lake,
) -> ibis.Table:
    """The distinct members behind one number as an Ibis table (member,), for conditions.

    Of a list of sales: the members who made them.
    """
    entry = entry_of(name)
    asked = asking.asked_of(entry, as_of=as_of, parameters=parameters, lake=lake)
    listed, table = asking.list_behind(entry, asked, where)
    if listed.kind == "sales":
        table = lake.table("sales").semi_join(table.select("sale").distinct(), "sale")
    return table.filter(table["member"].notnull()).select("member").distinct()


def table_of(
    name: str, *, as_of: date, parameters: Mapping[str, str] | None = None, lake: Lake
) -> ibis.Table:
    """A figure's rows as an Ibis table with internal ids, for conditions over its columns."""
    entry = entry_of(name)
    return entry.rows(asking.asked_of(entry, as_of=as_of, parameters=parameters, lake=lake))


def forget() -> None:
    """Empty the caches of this process."""
    _rows.forget()
    _lists.forget()
