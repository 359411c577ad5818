"""Kinds of file and their columns, with names in both languages and the headings of other systems.

Money is written in major units ("12.50"), a quantity with up to three decimals, a moment as the
store's wall clock ("2026-05-01 18:30") or with an offset ("2026-05-01T10:30Z").
"""

from dataclasses import dataclass
from typing import Literal

KindName = Literal["members", "products", "stores", "sales"]
ColumnType = Literal["text", "money", "quantity", "moment", "flag", "degrees", "ownership"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the Shuke format; `most` is the most characters a text may have.

    A personal column is shown masked wherever rows of a file are shown.
    """

    name: str
    zh: str
    en: str
    type: ColumnType = "text"
    is_required: bool = False
    is_personal: bool = False
    most: int = 120
    also: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file. `open_prefix`: further columns of that prefix, e.g. `discount.coupon`."""

    name: KindName
    zh: str
    en: str
    columns: tuple[Column, ...]
    open_prefix: str = ""
    one_of: tuple[str, ...] = ()

    def column_of(self, name: str) -> Column | None:
        """The column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)
