"""Reading a few members out of the lake as records for the Python evaluator."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any as Anything

import ibis

from shuke.analytics.conditions.columns import Given
from shuke.analytics.conditions.facts import source_of
from shuke.analytics.conditions.history import (
    Contacted,
    Interacted,
    Life,
    Referred,
    facts_of,
)
from shuke.analytics.conditions.sources import (
    REFERRING,
    Attribute,
    Contact,
    Edge,
    Favourite,
    FigureColumn,
    Own,
    Reach,
    Source,
    Worth,
)
from shuke.rules.conditions import (
    Bought,
    Cell,
    Compare,
    Condition,
    Count,
    Measure,
    Value,
    leaves,
)
from shuke.rules.record import MemberRecord, Purchase, PurchaseLine

MEMBERS_MAX = 200
Row = dict[str, Anything]


def records_of(
    members: Sequence[int],
    condition: Condition,
    given: Given,
) -> tuple[MemberRecord, ...]:
    """Return the records of at most 200 members, with what `condition` asks of them.

    In the order of `members`; a member the base does not hold is left out.

    Raises:
        ValueError: more than 200 members.
    """
    if len(members) > MEMBERS_MAX:
        message = f"at most {MEMBERS_MAX} members at once"
        raise ValueError(message)
    lives = _lives(members, condition, given)
    cells = _cells(members, given.cells)
    names = [leaf.fact for leaf in leaves(condition) if isinstance(leaf, Compare)]
    return tuple(
        MemberRecord(
            member=member,
            facts=facts_of(lives[member], names, as_of=given.as_of),
            purchases=lives[member].purchases,
            cells=cells.get(member, frozenset()),
        )
        for member in members
        if member in lives
    )


def _lives(members: Sequence[int], condition: Condition, given: Given) -> dict[int, Life]:
    sources = list(_sources(condition))
    stores = _stores(sources, given)
    rows = _rows(given.tables.members, members)
    attributes = _attributes(members, sources, given)
    purchases = _purchases(members, sources, given, stores)
    contacts = _contacts(members, sources, given)
    figures = _figures(members, sources, given)
    reach = _reach(members, sources, given)
    referred = _referred(members, sources, given)
    interactions = _interactions(members, sources, given)
    return {
        row["member"]: Life(
            member=row["member"],
            joined_on=_day(row.get("joined_on")),
            store=stores.get(row.get("store")),
            channel=row.get("channel"),
            attributes=attributes[row["member"]],
            purchases=tuple(purchases[row["member"]]),
            contacts=tuple(contacts[row["member"]]),
            figures=figures[row["member"]],
            reach=frozenset(reach[row["member"]]),
            referred=tuple(referred[row["member"]]),
            interactions=tuple(interactions[row["member"]]),
        )
        for row in rows
    }


def _sources(condition: Condition) -> Iterable[Source]:
    for leaf in leaves(condition):
        if isinstance(leaf, Bought):
            yield leaf.count
        elif isinstance(leaf, Compare):
            source = source_of(leaf.fact)
            if source is not None:
                yield source


def _rows(table: ibis.Table, members: Sequence[int]) -> list[Row]:
    rows: list[Row] = table.filter(table.member.isin(list(members))).to_pyarrow().to_pylist()
    return rows


def _stores(sources: Sequence[Source], given: Given) -> dict[Anything, str]:
    if given.tables.stores is None or not any(
        isinstance(source, Count) or source is Own.STORE for source in sources
    ):
        return {}
    stores = given.tables.stores.select("store", "number").to_pyarrow().to_pylist()
    return {row["store"]: row["number"] for row in stores}


def _attributes(
    members: Sequence[int],
    sources: Sequence[Source],
    given: Given,
) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    names = [source.name for source in sources if isinstance(source, Attribute)]
    if names:
        rows = given.tables.given("attributes")
        kept = _rows(rows.filter(rows.name.isin(names)), members)
        # Declared after inferred, so that what the member said is what stays.
        for row in sorted(kept, key=_weight_of_attribute):
            if row["value"] is not None:
                found[row["member"]][row["name"]] = row["value"]
    return found


def _weight_of_attribute(row: Row) -> tuple[bool, str]:
    return row.get("basis", "declared") == "declared", row["value"] or ""


def _needs_lines(source: Source) -> bool:
    if isinstance(source, Favourite):
        return True
    return isinstance(source, Count) and (source.by_product or source.measure is Measure.QUANTITY)


def _purchases(
    members: Sequence[int],
    sources: Sequence[Source],
    given: Given,
    stores: Mapping[Anything, str],
) -> dict[int, list[Purchase]]:
    found: dict[int, list[Purchase]] = defaultdict(list)
    if not any(isinstance(source, Count | Edge | Favourite) for source in sources):
        return found
    lines: dict[int, list[PurchaseLine]] = defaultdict(list)
    if any(_needs_lines(source) for source in sources):
        lines = _lines(members, given)
    for row in _rows(given.tables.given("sales"), members):
        found[row["member"]].append(
            Purchase(
                sale=row["sale"],
                at=_moment(row["at"]),
                day=row["day"],
                store=stores.get(row["store"]),
                channel=row.get("channel"),
                amount=row["amount"],
                is_return=row["returns_sale"] is not None,
                lines=tuple(lines[row["sale"]]),
            ),
        )
    return found


def _lines(members: Sequence[int], given: Given) -> dict[int, list[PurchaseLine]]:
    lines, products = given.tables.given("lines"), given.tables.given("products")
    known = products.select(
        known=products.product,
        number=products.number,
        department=products.department,
        category=products.category,
        subcategory=products.subcategory,
        brand=products.brand,
        is_counted=products.is_counted,
    )
    theirs = lines.filter(lines.member.isin(list(members)))
    found: dict[int, list[PurchaseLine]] = defaultdict(list)
    for row in theirs.left_join(known, theirs.product == known.known).to_pyarrow().to_pylist():
        found[row["sale"]].append(
            PurchaseLine(
                product=row["number"],
                department=row["department"],
                category=row["category"],
                subcategory=row["subcategory"],
                brand=row["brand"],
                quantity_milli=row["quantity_milli"],
                amount=row["amount"],
                is_counted=row["is_counted"] is not False,
            ),
        )
    return found


def _contacts(
    members: Sequence[int],
    sources: Sequence[Source],
    given: Given,
) -> dict[int, list[Contacted]]:
    found: dict[int, list[Contacted]] = defaultdict(list)
    if any(isinstance(source, Contact) for source in sources):
        for row in _rows(given.tables.given("contacts"), members):
            found[row["member"]].append(Contacted(row["campaign"], row["kind"], row["day"]))
    return found


def _reach(
    members: Sequence[int],
    sources: Sequence[Source],
    given: Given,
) -> dict[int, set[Reach]]:
    found: dict[int, set[Reach]] = defaultdict(set)
    if any(isinstance(source, Reach) for source in sources):
        for row in _rows(given.tables.given("reach"), members):
            found[row["member"]] = {way for way in (Reach.PHONE, Reach.EMAIL) if row[way.value]}
    return found


def _referred(
    members: Sequence[int],
    sources: Sequence[Source],
    given: Given,
) -> dict[int, list[Referred]]:
    found: dict[int, list[Referred]] = defaultdict(list)
    if not any(source in REFERRING for source in sources):
        return found
    rows = _rows(given.tables.given("referrals"), members)
    bought = _purchases([row["referred"] for row in rows], (Edge.LAST_ON,), given, {})
    for row in rows:
        friend = Referred(row["referred"], _day(row["day"]), tuple(bought[row["referred"]]))
        found[row["member"]].append(friend)
    return found


def _interactions(
    members: Sequence[int],
    sources: Sequence[Source],
    given: Given,
) -> dict[int, list[Interacted]]:
    found: dict[int, list[Interacted]] = defaultdict(list)
    if any(isinstance(source, Worth) and source not in REFERRING for source in sources):
        for row in _rows(given.tables.given("interactions"), members):
            found[row["member"]].append(Interacted(row["kind"], row["day"], row["points"]))
    return found


def _figures(
    members: Sequence[int],
    sources: Sequence[Source],
    given: Given,
) -> dict[int, dict[FigureColumn, Value]]:
    asked = [source for source in sources if isinstance(source, FigureColumn)]
    found: dict[int, dict[FigureColumn, Value]] = defaultdict(dict)
    for figure in {source.figure for source in asked}:
        for row in _rows(given.figures[figure], members):
            for source in asked:
                if source.figure == figure:
                    found[row["member"]][source] = row[source.column]
    return found


def _cells(
    members: Sequence[int],
    cells: Mapping[Cell, ibis.Table],
) -> dict[int, frozenset[Cell]]:
    found: dict[int, set[Cell]] = defaultdict(set)
    for cell, table in cells.items():
        for row in _rows(table.select("member"), members):
            found[row["member"]].add(cell)
    return {member: frozenset(held) for member, held in found.items()}


def _day(value: Anything) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def _moment(value: datetime) -> datetime:
    return value.replace(tzinfo=None)
