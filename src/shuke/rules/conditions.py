"""The condition: a typed, frozen tree over facts, behaviour and figures.

Nulls, decided once for every evaluator: an unknown fact makes each comparison false, except
`is_unknown`, which it makes true; `Not` of false is true. So "is not gold" is false for a member
whose tier is unknown, and `Not("is gold")` is true for them. `All` of nothing is true and `Any`
of nothing is false. An aggregate over no purchases is 0, which is known.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from shuke.rules.operators import Operator

Scalar = bool | int | float | str | date
Value = Scalar | tuple[Scalar, ...] | None


class Measure(StrEnum):
    """What is counted over the purchases of a window.

    times: distinct sales that are no returns; days: their distinct business days; quantity: net
    units of counted products; amount: net minor units. Returns lessen quantity and amount.
    """

    TIMES = "times"
    QUANTITY = "quantity"
    AMOUNT = "amount"
    DAYS = "days"


class Level(StrEnum):
    """By what the purchases of a behaviour leaf are narrowed."""

    DEPARTMENT = "department"
    CATEGORY = "category"
    SUBCATEGORY = "subcategory"
    BRAND = "brand"
    PRODUCT = "product"
    STORE = "store"
    CHANNEL = "channel"


PRODUCT_LEVELS = frozenset(
    {Level.DEPARTMENT, Level.CATEGORY, Level.SUBCATEGORY, Level.BRAND, Level.PRODUCT},
)
Narrowing = tuple[tuple[Level, tuple[str, ...]], ...]
Named = tuple[tuple[str, Scalar], ...]


@dataclass(frozen=True, slots=True)
class Window:
    """When the purchases of a behaviour leaf took place.

    Either the last `last_days` days before as-of, or a period of which both days count, or ever
    (nothing given). Whatever the window, only purchases before as-of count.
    """

    last_days: int | None = None
    first_on: date | None = None
    last_on: date | None = None

    def bounds(self, as_of: date) -> tuple[date | None, date]:
        """Return the first day that counts (None: no limit) and the first that does not."""
        if self.last_days is not None:
            return as_of - timedelta(days=self.last_days), as_of
        if self.last_on is None:
            return self.first_on, as_of
        return self.first_on, min(as_of, self.last_on + timedelta(days=1))


EVER = Window()


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Compare:
    """A fact compared with a value."""

    fact: str
    operator: Operator
    value: Value = None


@dataclass(frozen=True, slots=True)
class Count:
    """A measure over the purchases of a window, narrowed by product, store or channel.

    Without a product level it counts sale headers (quantity: lines), with one it counts lines.
    Within a level any value will do; every level must fit. Stores and products go by the chain's
    own numbers.
    """

    measure: Measure
    where: Narrowing = ()
    window: Window = EVER

    @property
    def by_product(self) -> bool:
        """Tell whether a product level narrows the count."""
        return any(level in PRODUCT_LEVELS for level, _ in self.where)


@dataclass(frozen=True, slots=True)
class Bought:
    """Behaviour: a count of purchases compared with a number. "Did not" is times equals 0.

    Quantities are in units, amounts in minor units.
    """

    count: Count
    operator: Operator
    value: Value


@dataclass(frozen=True, slots=True)
class InFigure:
    """The member stands behind a cell of a figure: its name, parameters and the cell's columns."""

    figure: str
    where: Named = ()
    parameters: Named = field(default=())


@dataclass(frozen=True, slots=True)
class InSegment:
    """The member is in a saved segment, by its slug."""

    segment: str


Leaf = Compare | Bought | InFigure | InSegment
Condition = All | Any | Not | Leaf
Cell = InFigure | InSegment

EVERYONE = All(())


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """Return the direct parts of a node; a leaf has none."""
    if isinstance(condition, All | Any):
        return condition.parts
    return (condition.part,) if isinstance(condition, Not) else ()


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Yield the leaves from left to right."""
    if isinstance(condition, All | Any | Not):
        for part in parts_of(condition):
            yield from leaves(part)
        return
    yield condition


def facts_in(condition: Condition) -> tuple[str, ...]:
    """Return the names of the facts a condition compares, each once, in order of appearance."""
    names = (leaf.fact for leaf in leaves(condition) if isinstance(leaf, Compare))
    return tuple(dict.fromkeys(names))


def cells_in(condition: Condition) -> tuple[Cell, ...]:
    """Return the figure and segment leaves, each once, in order of appearance."""
    cells = (leaf for leaf in leaves(condition) if isinstance(leaf, InFigure | InSegment))
    return tuple(dict.fromkeys(cells))
