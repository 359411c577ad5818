"""Returns of a file, one by one through the package `sales`.

A return is rare and judged against its sale (what is left of it, who bought it); one that comes
before its sale waits there and joins it later (E03).
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby

import duckdb

from shuke.intake.counts import Counts
from shuke.intake.models import RefusedRow
from shuke.intake.sealing import refused_row
from shuke.kernel.refusal import Refusal
from shuke.kernel.scope import Actor
from shuke.sales import actions as sales
from shuke.sales.actions import LineIn, SaleIn

_ROWS = """
SELECT h.ordinal, b.line, h.store_number, h.sale_number, h.returns_number, h.sold_at, h.member_id,
       h.channel, h.till, h.staff, h.payment, h.amount, b.product_number, b.quantity_milli,
       b.gross, b.amount, b.discounts
FROM timed h JOIN body b USING (ordinal)
WHERE h.is_return AND h.chunk = {chunk} ORDER BY h.ordinal, b.position
"""


def land_returns(
    duck: duckdb.DuckDBPyConnection, number: int, *, import_id: int, at: datetime, by: Actor
) -> Counts:
    """Land one chunk of returns, in the caller's transaction."""
    rows = duck.execute(_ROWS.format(chunk=int(number))).fetchall()
    groups = [list(group) for _, group in groupby(rows, key=lambda row: row[0])]
    counts = Counts()
    for start in range(0, len(groups), sales.BATCH_MAX):
        batch = groups[start : start + sales.BATCH_MAX]
        outcomes = sales.record_many(sales=[_sale(group) for group in batch], at=at, by=by)
        for group, outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, Refusal):
                RefusedRow.objects.bulk_create(_refused(group, outcome, import_id))
                counts += Counts(refused=len(group))
            elif outcome.is_new:
                made = {"parked": 1} if outcome.is_parked else {"sales": 1, "lines": len(group)}
                counts += Counts(accepted=len(group), made={"returns": 1, **made})
            else:
                counts += Counts(known=len(group))
    return counts


def _sale(group: list[tuple[object, ...]]) -> SaleIn:
    head = group[0]
    _, _, store, number, returns, sold_at, member, channel, till, staff, payment, amount = head[:12]
    if not isinstance(sold_at, datetime):
        raise TypeError("a checked line has its moment")
    return SaleIn(
        number=str(number),
        store=str(store),
        sold_at=sold_at.replace(tzinfo=UTC),
        lines=tuple(_lines(group)),
        member_id=member if isinstance(member, int) else None,
        till=str(till or ""),
        staff=str(staff or ""),
        channel=str(channel or "store"),
        payments={str(payment): _whole(amount)} if payment else {},
        returns=str(returns),
    )


def _lines(group: list[tuple[object, ...]]) -> Iterator[LineIn]:
    for row in group:
        product, quantity, gross, amount, discounts = row[12:]
        yield LineIn(
            product=None if product is None else str(product),
            quantity_milli=_whole(quantity),
            gross=_whole(gross),
            amount=_whole(amount),
            discounts=json.loads(str(discounts)) if discounts else {},
        )


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("money and quantities are whole numbers of their smallest unit")
    return value


def _refused(
    group: list[tuple[object, ...]], refusal: Refusal, import_id: int
) -> Iterator[RefusedRow]:
    for row in group:
        yield refused_row(refusal, batch_id=import_id, part="returns", line=_whole(row[1]))
