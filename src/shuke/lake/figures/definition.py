"""What a figure is: one registered definition that every door shows and computes alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import ibis

from shuke.analytics.conditions.tables import Tables

Value = str | int | float | None
ParameterType = Literal["choice", "integer", "number", "text"]
Kind = Literal["members", "sales"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that may be asked differently; texts outside, typed values inside.

    "choice" takes one of `choices`; "integer" and "number" lie within `least` and `most`; a
    default of None means "not given".
    """

    name: str
    type: ParameterType
    default: Value
    zh: str
    en: str
    choices: tuple[str, ...] = ()
    least: float = 0
    most: float = 1_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """The published definition: names, columns with units, parameters, formula in two languages.

    `version` rises when the same question would be answered otherwise than before.
    """

    name: str
    zh: str
    en: str
    version: int
    columns: Mapping[str, str]
    about_zh: str
    about_en: str
    parameters: tuple[Parameter, ...] = ()
    has_members: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: the tables (already within the reader's scope), the day, the parameters.

    `where` is filled for a list behind a number only; `last_day` is the last day with a sale.
    """

    tables: Tables
    as_of: date
    parameters: Mapping[str, Value] = field(default_factory=dict)
    where: Mapping[str, str] = field(default_factory=dict)
    last_day: date | None = None

    @property
    def members(self) -> ibis.Table:
        """Members; prospects are not members yet."""
        members = self.tables.members
        return members.filter(members["stage"] == "member")

    @property
    def members_by_then(self) -> ibis.Table:
        """Members, without those who joined on an unknown day and bought later for the first time.

        A group of "members without sales" must not hold people of whom nobody knew on the day.
        """
        enrolled = self.members
        if self.last_day is None or self.as_of > self.last_day:
            return enrolled
        bought = self.sales.filter(lambda sales: sales["member"].notnull())
        first = bought.group_by("member").aggregate(first=bought["day"].min())
        later = first.filter(first["first"] >= ibis.literal(self.as_of)).select(later="member")
        both = enrolled.left_join(later, enrolled["member"] == later["later"])
        known = both.filter(both["later"].isnull() | both["joined_on"].notnull())
        return known.select(*enrolled.columns)

    @property
    def sales(self) -> ibis.Table:
        """Sale headers."""
        return self.tables.given("sales")

    @property
    def lines(self) -> ibis.Table:
        """Sale lines."""
        return self.tables.given("lines")

    @property
    def products(self) -> ibis.Table:
        """Products."""
        return self.tables.given("products")

    @property
    def contacts(self) -> ibis.Table:
        """Who received and redeemed which campaign."""
        return self.tables.given("contacts")

    def text(self, name: str) -> str:
        """A choice or text parameter."""
        return str(self.parameters[name])

    def whole(self, name: str) -> int | None:
        """An integer parameter, None when it was not given and has no default."""
        value = self.parameters[name]
        return None if value is None else int(value)

    def number(self, name: str) -> float:
        """A number parameter that has a default."""
        value = self.parameters[name]
        if value is None:
            raise AssertionError(f"the parameter {name} needs a default")
        return float(value)


Question = Callable[[Asked], ibis.Table]


@dataclass(frozen=True, slots=True)
class Listed:
    """The list behind a count: a table with a column `member` (or `sale`) and the key columns.

    Every key must be named to say which number is meant; of `any_of` as many as wanted. Where the
    number counts rows rather than distinct members (one per campaign, say), `repeats` is set and
    a member stands in the list as often as he was counted. A function that narrows the list to
    `asked.where` itself (because the keys are no columns of it) says so by `narrows`.
    """

    table: Question
    keys: tuple[str, ...] | Callable[[Asked], tuple[str, ...]] = ()
    any_of: tuple[str, ...] = ()
    kind: Kind = "members"
    repeats: bool = False
    narrows: bool = False

    def keys_of(self, asked: Asked) -> tuple[str, ...]:
        """The columns that must be given to name one number."""
        return self.keys if isinstance(self.keys, tuple) else self.keys(asked)


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure with what computes it: its rows, and the list behind each count column.

    The first column of `lists` is the one meant when a number is named without a column.
    `optional` names columns that only some parameters bring.
    """

    figure: Figure
    rows: Question
    lists: Mapping[str, Listed] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
