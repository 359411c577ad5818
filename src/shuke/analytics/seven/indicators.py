"""The seven as one table, and the lists behind them."""

from datetime import date

import ibis

from shuke.analytics.moments import constants, share, total
from shuke.analytics.seven.formulas import INDICATORS, NAMES
from shuke.analytics.seven.parts import BOARD, NO_STORE, Board, Given, listed

COUNTS = ("numerator", "denominator", "open", "part_members", "whole_members")


def indicators_members(
    given: Given, *, as_of: date, board: Board = BOARD, by_store: bool = False
) -> ibis.Table:
    """List who stands in which part of which indicator: the rows behind `indicators`.

    Columns: store (only by store: where it happened for card_opening, repeat_amount and
    repurchase, else the home store; null = none), indicator, role (part, minus: the numerator;
    whole: the denominator; open), member, weight (1, -1 for minus, an amount for repeat_amount).
    By store a member who bought in two stores stands in both.
    """
    found = listed(given, as_of, board, by_store=by_store)
    kept = ("indicator", "role", "member", "weight")
    if not by_store:
        return found.select(*kept)
    return found.select("indicator", "role", "member", "weight", store=_shown(found)).select(
        "store", *kept
    )


def indicators(
    given: Given, *, as_of: date, board: Board = BOARD, by_store: bool = False
) -> ibis.Table:
    """Compute the seven core indicators of a period, of the chain or of every store.

    Columns: store (only by store; null = no home store), indicator, area, numerator, denominator
    (members, or minor units for repeat_amount), value (their ratio, null when the denominator is
    0: no data), gross (development only: joined / opening), open (cards whose days have not run
    out), part_members and whole_members (members behind numerator and denominator; of
    development the joined). Always seven rows, or seven a store, in the order of `INDICATORS`.
    """
    found = listed(given, as_of, board, by_store=by_store)
    names = constants("indicator", NAMES)
    one = names.mutate(store=ibis.literal(NO_STORE, type="int64"))
    grid = found.select("store").distinct().cross_join(names) if by_store else one
    rows = grid.left_join(_measured(found), ["store", "indicator"])
    filled = rows.select(
        "store",
        "indicator",
        **{name: rows[name].fill_null(0) for name in (*COUNTS, "joined")},
    )
    name = filled["indicator"]
    gross = (name == "development").ifelse(share(filled["joined"], filled["denominator"]), None)
    made = filled.mutate(
        area=ibis.cases(*[(name == one.name, one.area) for one in INDICATORS], else_=""),
        value=share(filled["numerator"], filled["denominator"]),
        gross=gross,
        place=ibis.cases(*[(name == n, k) for k, n in enumerate(NAMES)], else_=len(NAMES)),
    ).order_by("store", "place")
    shown = ("indicator", "area", "numerator", "denominator", "value", "gross", "open")
    ends = ("part_members", "whole_members")
    if by_store:
        return made.select(*shown, *ends, store=_shown(made)).select("store", *shown, *ends)
    return made.select(*shown, *ends)


def _shown(table: ibis.Table) -> ibis.Value:
    return table["store"].nullif(NO_STORE)


def _measured(listed: ibis.Table) -> ibis.Table:
    role, weight = listed["role"], listed["weight"]
    return listed.group_by("store", "indicator").aggregate(
        numerator=total(weight, where=role.isin(["part", "minus"])).fill_null(0),
        denominator=total(weight, where=role == "whole").fill_null(0),
        open=listed.count(where=role == "open"),
        part_members=listed.count(where=role == "part"),
        whole_members=listed.count(where=role == "whole"),
        joined=total(weight, where=role == "part").fill_null(0),
    )
