"""One member as the evaluator sees it: facts, purchases, and the cells the member stands in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from shuke.rules.conditions import Cell, Value


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """One line of a sale; product number and levels are None where unknown.

    `quantity_milli` is in thousandths of a unit, `amount` net in minor units; a product that is
    not counted in units (fuel) adds nothing to quantities.
    """

    product: str | None
    department: str | None
    category: str | None
    subcategory: str | None
    brand: str | None
    quantity_milli: int
    amount: int
    is_counted: bool = True


@dataclass(frozen=True, slots=True)
class Purchase:
    """One sale of the member, or a return: `at` is the store's wall clock, amounts are net."""

    sale: int
    at: datetime
    day: date
    store: str | None
    channel: str | None
    amount: int
    is_return: bool
    lines: tuple[PurchaseLine, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """What is known of one member. A fact that is missing or None is unknown."""

    member: int
    facts: Mapping[str, Value] = field(default_factory=dict)
    purchases: tuple[Purchase, ...] = ()
    cells: frozenset[Cell] = frozenset()
