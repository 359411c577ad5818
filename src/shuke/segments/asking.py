"""From a saved question to one that the lake can answer: segments written out, cells resolved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial

import ibis
import pyarrow as pa

from shuke.analytics.behaviour import rfm
from shuke.analytics.conditions.columns import Given, favourites
from shuke.analytics.conditions.compiling import figures_needed, judged, sources_of
from shuke.analytics.conditions.sources import Favourite
from shuke.analytics.conditions.tables import Tables
from shuke.analytics.states import lifecycle_members
from shuke.lake import figures as lake_figures
from shuke.lake.access import Lake
from shuke.members import connections
from shuke.rules.conditions import Cell, Condition, InFigure, cells_in
from shuke.rules.facts import Registry
from shuke.segments import facts as segment_facts
from shuke.segments import stored
from shuke.segments.definition import AS_OF_RULE, written_out
from shuke.segments.kept import kept

_MEMBERS = pa.schema([("member", pa.int64())])
_REACH = pa.schema([("member", pa.int64()), ("phone", pa.bool_()), ("email", pa.bool_())])
_REFERRALS = pa.schema([("member", pa.int64()), ("referred", pa.int64()), ("day", pa.date32())])


@dataclass(frozen=True)
class Question:
    """A condition that the lake can answer: `asked` has every dynamic segment written out."""

    condition: Condition
    asked: Condition
    given: Given
    lake: Lake
    facts: Registry
    dynamic: Mapping[str, Condition]

    def answers(self) -> ibis.Table:
        """Return every member of the scope with the boolean column `holds`, never null."""
        return judged({"holds": self.asked}, self.given, facts=self.facts)

    def members(self) -> ibis.Table:
        """Return the members who meet the condition."""
        table = self.answers()
        return table.filter(table["holds"]).select("member")


def question(condition: Condition, *, as_of: date, lake: Lake) -> Question:
    """Make a condition answerable at the start of `as_of` within the lake's scope.

    Raises:
        UnknownSegment: it asks for a segment that nobody saved.
        UnknownFact, figure refusals: it asks for what does not exist.
    """
    known = segment_facts.facts()
    dynamic = stored.conditions_behind(condition, known)
    asked = written_out(condition, dynamic)
    tables = tables_of(lake)
    given = Given(
        tables=tables,
        as_of=as_of,
        figures=_figures(asked, tables, lake, as_of),
        cells=_cells(asked, tables, lake, as_of),
        favourites=_favourites(asked, tables, lake, as_of),
    )
    return Question(condition, asked, given, lake, known, dynamic)


def tables_of(lake: Lake) -> Tables:
    """Return the lake's tables, with what only the books know: reach and referrals."""
    tables: Tables = lake.tables
    members = tables.members
    if "stage" in members.columns:
        members = members.filter(members.stage == "member")
    return replace(
        tables,
        members=members,
        interactions=lake.table("interactions"),
        reach=_reach(),
        referrals=_referrals(),
    )


def definition_of(question: Question, version: int, condition: object) -> dict[str, object]:
    """Return what an answer was asked with: enough to ask it again and get the same members."""
    names = figures_needed(question.asked) | {
        cell.figure for cell in cells_in(question.asked) if isinstance(cell, InFigure)
    }
    return {
        "version": version,
        "condition": condition,
        "as_of": question.given.as_of.isoformat(),
        "as_of_rule": AS_OF_RULE,
        "figures": {name: lake_figures.figure_of(name).version for name in sorted(names)},
        "snapshot": str(question.lake.snapshot),
    }


def reach_column(answers: ibis.Table) -> ibis.Table:
    """Add to `answers` the boolean column `is_reachable`."""
    reach = _reach()
    ways = reach.select(reached=reach.member, is_way=reach.phone | reach.email)
    joined = answers.left_join(ways, answers.member == ways.reached)
    known = ibis.coalesce(joined.is_way, ibis.literal(value=False))
    return joined.mutate(is_reachable=known).drop("reached", "is_way")


def listed(members: tuple[int, ...]) -> ibis.Table:
    """Return a list of members as a table."""
    return ibis.memtable(pa.table({"member": list(members)}, schema=_MEMBERS))


def _figures(asked: Condition, tables: Tables, lake: Lake, as_of: date) -> dict[str, ibis.Table]:
    sales = tables.given("sales")
    ways: dict[str, Callable[[], ibis.Table]] = {
        "rfm": lambda: rfm(sales, tables.members, as_of=as_of),
        "lifecycle": lambda: lifecycle_members(sales, tables.members, as_of=as_of),
    }
    return {name: kept(name, ways[name], as_of=as_of, lake=lake) for name in figures_needed(asked)}


def _favourites(
    asked: Condition, tables: Tables, lake: Lake, as_of: date
) -> dict[Favourite, ibis.Table]:
    wanted = {source for source in sources_of(asked) if isinstance(source, Favourite)}
    return {
        one: kept(one, partial(favourites, one, tables, as_of=as_of), as_of=as_of, lake=lake)
        for one in wanted
    }


def _cells(asked: Condition, tables: Tables, lake: Lake, as_of: date) -> dict[Cell, ibis.Table]:
    found: dict[Cell, ibis.Table] = {}
    for cell in cells_in(asked):
        if isinstance(cell, InFigure):
            behind = partial(_behind, cell, as_of=as_of, lake=lake)
            found[cell] = kept(cell, behind, as_of=as_of, lake=lake)
            continue
        listing = listed(stored.members_of(stored.segment(cell.segment)))
        found[cell] = tables.members.semi_join(listing, "member")
    return found


def _behind(cell: InFigure, *, as_of: date, lake: Lake) -> ibis.Table:
    return lake_figures.member_table(
        cell.figure,
        as_of=as_of,
        parameters={name: str(value) for name, value in cell.parameters},
        where={name: str(value) for name, value in cell.where},
        lake=lake,
    )


def _reach() -> ibis.Table:
    return ibis.memtable(_reached(connections.fingerprint()))


@lru_cache(maxsize=2)
def _reached(_mark: tuple[int, int]) -> pa.Table:
    rows = [(one.member, one.phone, one.email) for one in connections.reach()]
    return pa.Table.from_pylist(
        [dict(zip(_REACH.names, row, strict=True)) for row in rows], schema=_REACH
    )


def _referrals() -> ibis.Table:
    rows = [
        {"member": one.member, "referred": one.referred, "day": one.day}
        for one in connections.referrals()
    ]
    return ibis.memtable(pa.Table.from_pylist(rows, schema=_REFERRALS))
