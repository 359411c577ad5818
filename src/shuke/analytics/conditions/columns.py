"""One row per member with a column per question: the joined table that predicates read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any as Anything

import ibis

from shuke.analytics.conditions import counts as counting
from shuke.analytics.conditions import worth
from shuke.analytics.conditions.sources import (
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
from shuke.analytics.conditions.tables import Tables
from shuke.analytics.moments import total
from shuke.rules.conditions import Cell, Count
from shuke.rules.facts import FactType

NUMBER_PATTERN = "^-?[0-9]{1,15}([.][0-9]{1,6})?$"
WHOLE_PATTERN = "^-?[0-9]{1,15}$"
DAY_PATTERN = "^[12][0-9]{3}-[0-9]{2}-[0-9]{2}$"


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller hands in: the lake tables, figure tables by name, members by cell.

    Favourites (member, value) may be handed in too; those that are not are computed.
    """

    tables: Tables
    as_of: date
    figures: Mapping[str, ibis.Table] = field(default_factory=dict)
    cells: Mapping[Cell, ibis.Table] = field(default_factory=dict)
    favourites: Mapping[Favourite, ibis.Table] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wide:
    """The joined table and, for each question, the name of its column."""

    table: ibis.Table
    names: Mapping[Source | Cell, str]


def widened(questions: Iterable[Source | Cell], given: Given) -> Wide:
    """Return one row per member with a column for every question, each source scanned once."""
    names = {question: f"q{at}" for at, question in enumerate(dict.fromkeys(questions))}
    table = _members(names, given)
    for piece in _pieces(names, given):
        table = _joined(table, piece)
    zero = {
        name: ibis.coalesce(table[name], 0)
        for question, name in names.items()
        if isinstance(question, Count | Contact | Worth)
    }
    # Whether somebody can be reached is always known: no row means no.
    no = {
        name: ibis.coalesce(table[name], ibis.literal(value=False))
        for question, name in names.items()
        if isinstance(question, Reach)
    }
    filled = zero | no
    return Wide(table.mutate(**filled) if filled else table, names)


def _joined(table: ibis.Table, piece: ibis.Table) -> ibis.Table:
    keyed = piece.rename(piece_member="member")
    return table.left_join(keyed, table.member == keyed.piece_member).drop("piece_member")


def _only(names: Mapping[Source | Cell, str], kind: type) -> dict[Anything, str]:
    return {question: name for question, name in names.items() if isinstance(question, kind)}


def _members(names: Mapping[Source | Cell, str], given: Given) -> ibis.Table:
    members = given.tables.members
    own = _only(names, Own)
    if Own.STORE in own:
        stores = given.tables.given("stores")
        numbered = stores.select(store_key=stores.store, store_number=stores.number)
        members = members.left_join(numbered, members.store == numbered.store_key)
    columns = {
        name: members["store_number" if question is Own.STORE else question.value]
        for question, name in own.items()
    }
    return members.select(member=members.member, **columns)


def _pieces(names: Mapping[Source | Cell, str], given: Given) -> Iterable[ibis.Table]:
    counts = _only(names, Count)
    yield from _headers(counts, _only(names, Edge), given)
    rest = {count: name for count, name in counts.items() if not counting.is_header(count)}
    yield from counting.pieces(rest, given.tables, as_of=given.as_of)
    for favourite, name in _only(names, Favourite).items():
        known = given.favourites.get(favourite)
        found = favourites(favourite, given.tables, as_of=given.as_of) if known is None else known
        yield found.select(member=found.member, **{name: found.value})
    contacts = _only(names, Contact)
    if contacts:
        yield _contacts(contacts, given)
    yield from worth.pieces(_only(names, Worth), given.tables, as_of=given.as_of)
    reach = _only(names, Reach)
    if reach:
        yield worth.reach(reach, given.tables)
    attributes = _only(names, Attribute)
    if attributes:
        yield _attributes(attributes, given)
    yield from _figures(_only(names, FigureColumn), given)
    for cell, members in given.cells.items():
        if cell in names:
            yield members.select("member").distinct().mutate(**{names[cell]: True})


def _headers(
    counts: Mapping[Count, str],
    edges: Mapping[Edge, str],
    given: Given,
) -> Iterable[ibis.Table]:
    asked = {count: name for count, name in counts.items() if counting.is_header(count)}
    if not asked and not edges:
        return
    sales = counting.headers(asked, given.tables, as_of=given.as_of)
    aggregates: dict[str, Anything] = dict(
        counting.header_aggregates(asked, sales, as_of=given.as_of),
    )
    kept = sales.returns_sale.isnull()
    first, last = sales.day.min(where=kept), sales.day.max(where=kept)
    answers: dict[Edge, Anything] = {
        Edge.FIRST_ON: first,
        Edge.LAST_ON: last,
        Edge.DAYS_SINCE_LAST: ibis.literal(given.as_of).delta(last, unit="day"),
        Edge.AVERAGE: sales.amount.sum() / sales.sale.count(where=kept).nullif(0),
    }
    aggregates.update({name: answers[edge] for edge, name in edges.items()})
    yield sales.group_by("member").aggregate(**aggregates)


def favourites(favourite: Favourite, tables: Tables, *, as_of: date) -> ibis.Table:
    """Return each member's favourite of a product level: columns member, value."""
    # Sums by the rank of the text instead of the text itself: whole numbers group twice as fast,
    # and the smaller rank is the smaller text, which settles a tie.
    lines, products = tables.given("lines"), tables.given("products")
    level = products[favourite.level.value]
    ranked = products.filter(level.notnull()).select(
        product=products.product, value=level, code=ibis.dense_rank().over(order_by=level)
    )
    before = lines.at < ibis.literal(datetime.combine(as_of, time.min))
    joined = lines.filter(lines.member.notnull(), before).inner_join(
        ranked.select("product", "code"), "product"
    )
    sums = joined.group_by("member", "code").aggregate(amount=total(joined.amount))
    sums = sums.filter(sums.amount > 0)
    highest = sums.group_by("member").aggregate(highest=sums.amount.max())
    best = sums.inner_join(highest, "member")
    best = best.filter(best.amount == best.highest)
    chosen = best.group_by("member").aggregate(chosen=best.code.min())
    texts = ranked.group_by("code").aggregate(value=ranked.value.min())
    named = chosen.inner_join(texts, chosen.chosen == texts.code)
    return named.select(member=named.member, value=named.value)


def _contacts(contacts: Mapping[Contact, str], given: Given) -> ibis.Table:
    rows = given.tables.given("contacts")
    before = rows.filter(rows.day < ibis.literal(given.as_of), rows.member.notnull())
    return before.group_by("member").aggregate(
        **{
            name: before.campaign.nunique(where=before.kind == contact.value)
            for contact, name in contacts.items()
        },
    )


def _attributes(attributes: Mapping[Attribute, str], given: Given) -> ibis.Table:
    rows = given.tables.given("attributes")
    asked = sorted({attribute.name for attribute in attributes})
    kept = rows.filter(rows.name.isin(asked))
    texts = kept.group_by("member").aggregate(
        **{
            f"text_{name}": _declared_first(kept, kept.name == attribute.name)
            for attribute, name in attributes.items()
        },
    )
    return texts.select(
        member=texts.member,
        **{
            name: _typed(texts[f"text_{name}"], attribute.type)
            for attribute, name in attributes.items()
        },
    )


def _declared_first(rows: ibis.Table, asked: Anything) -> Anything:
    if "basis" not in rows.columns:
        return rows.value.max(where=asked)
    declared = rows.value.max(where=asked & (rows.basis == "declared"))
    return ibis.coalesce(declared, rows.value.max(where=asked))


def _typed(text: Anything, kind: FactType) -> Anything:
    if kind is FactType.NUMBER:
        return _matching(text, NUMBER_PATTERN).try_cast("float64")
    if kind is FactType.MONEY:
        return _matching(text, WHOLE_PATTERN).try_cast("int64")
    if kind is FactType.DATE:
        return _matching(text, DAY_PATTERN).try_cast("date")
    if kind is FactType.BOOLEAN:
        return ibis.cases((text == "true", True), (text == "false", False))
    return text


def _matching(text: Anything, pattern: str) -> Anything:
    return ibis.ifelse(text.re_search(pattern), text, ibis.null("string"))


def _figures(columns: Mapping[FigureColumn, str], given: Given) -> Iterable[ibis.Table]:
    for figure in dict.fromkeys(column.figure for column in columns):
        if figure not in given.figures:
            message = f"this condition needs the figure {figure!r}"
            raise LookupError(message)
        table = given.figures[figure]
        asked = {
            name: table[column.column]
            for column, name in columns.items()
            if column.figure == figure
        }
        yield table.select(member=table.member, **asked)
