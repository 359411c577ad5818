"""Counting a member's purchases: the Python meaning of a behaviour leaf."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from shuke.rules.conditions import PRODUCT_LEVELS, Count, Level, Measure, Narrowing, Window
from shuke.rules.record import Purchase, PurchaseLine

MILLI = 1_000


def counted(count: Count, purchases: Iterable[Purchase], *, as_of: date) -> int | float:
    """Return the measure over the purchases before the start of `as_of` that fit.

    Times and days are whole, amounts in minor units, quantities in units (a thousandth exact).
    """
    fitting = [
        purchase
        for purchase in purchases
        if _is_within(purchase.at, count.window, as_of) and _fits_sale(purchase, count.where)
    ]
    if count.by_product:
        fitting = [one for one in fitting if any(True for _ in _lines_of(one, count.where))]
    bought = [purchase for purchase in fitting if not purchase.is_return]
    if count.measure is Measure.TIMES:
        return len({purchase.sale for purchase in bought})
    if count.measure is Measure.DAYS:
        return len({purchase.day for purchase in bought})
    if count.measure is Measure.QUANTITY:
        return _quantity(fitting, count.where)
    return _amount(fitting, count)


def _quantity(fitting: list[Purchase], where: Narrowing) -> float:
    milli = sum(
        line.quantity_milli
        for purchase in fitting
        for line in _lines_of(purchase, where)
        if line.is_counted
    )
    return milli / MILLI


def _amount(fitting: list[Purchase], count: Count) -> int:
    if not count.by_product:
        return sum(purchase.amount for purchase in fitting)
    return sum(line.amount for one in fitting for line in _lines_of(one, count.where))


def _is_within(at: datetime, window: Window, as_of: date) -> bool:
    first, end = window.bounds(as_of)
    if at >= datetime.combine(end, time.min):
        return False
    return first is None or at >= datetime.combine(first, time.min)


def _fits_sale(purchase: Purchase, where: Narrowing) -> bool:
    seen = {Level.STORE: purchase.store, Level.CHANNEL: purchase.channel}
    return all(seen[level] in texts for level, texts in where if level in seen)


def _lines_of(purchase: Purchase, where: Narrowing) -> Iterator[PurchaseLine]:
    asked = [(level, texts) for level, texts in where if level in PRODUCT_LEVELS]
    for line in purchase.lines:
        if all(getattr(line, level.value) in texts for level, texts in asked):
            yield line
