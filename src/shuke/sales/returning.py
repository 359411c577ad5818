"""How much of a sale may still come back. Pure.

Counted per product, in quantity and in money: however many partial returns, never more of a
product than was sold, never more money for it than was paid.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Quantity and money of one line; `product` is None for lines without one."""

    product: int | None
    quantity_milli: int
    amount: int


def overdrawn(sold_and_returned: Iterable[Part], comes_back: Iterable[Part]) -> tuple[Part, ...]:
    """The products of which more would come back than is left: empty when all is well.

    `sold_and_returned` are the lines of the sale and of its earlier returns (negative); the
    answer holds what would be missing.
    """
    quantities: defaultdict[int | None, int] = defaultdict(int)
    amounts: defaultdict[int | None, int] = defaultdict(int)
    touched = set()
    for part in sold_and_returned:
        quantities[part.product] += part.quantity_milli
        amounts[part.product] += part.amount
    for part in comes_back:
        touched.add(part.product)
        quantities[part.product] += part.quantity_milli
        amounts[part.product] += part.amount
    return tuple(
        Part(product, quantities[product], amounts[product])
        for product in sorted(touched, key=lambda product: product or 0)
        if quantities[product] < 0 or amounts[product] < 0
    )
