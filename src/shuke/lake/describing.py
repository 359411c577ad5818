"""The README of an export: what each file is, column by column."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from shuke.lake import views


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name, kind of value, meaning."""

    name: str
    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table below `lake` or `books`."""

    folder: str
    name: str
    about: str
    columns: tuple[Column, ...]


_ABOUT = {
    "members": "Members and prospects that stand for a person (merged ones are redirected).",
    "sales": "Sale headers, returns among them; `member` is the survivor of merges.",
    "lines": "Sale lines with what figures ask of their sale.",
    "products": "Products; placeholders where a sale named a number nobody knows.",
    "stores": "Stores, physical and online.",
    "attributes": "What is known about members now, personal values left out.",
    "contacts": "Which campaign a member received or redeemed.",
    "interactions": "Sign-ins, comments, shares, likes, views, participations.",
}
_MEANING = {
    "member": "internal id of the member",
    "ordinal": "place in the natural order of member numbers",
    "joined_on": "day of joining",
    "store": "internal id of the store",
    "channel": "channel, e.g. store or web",
    "stage": "member or prospect",
    "sale": "internal id of the sale",
    "at": "moment on the store's own clock",
    "day": "business day of the store",
    "amount": "net amount in minor units of the currency",
    "gross": "amount before discounts in minor units",
    "line_count": "number of lines",
    "returns_sale": "the sale that this return takes back; empty for a sale",
    "staff": "who sold",
    "product": "internal id of the product",
    "quantity_milli": "quantity in thousandths",
    "is_return": "whether the line belongs to a return",
    "number": "the chain's own number",
    "name": "name",
    "department": "department",
    "category": "category",
    "subcategory": "kind of product within its category",
    "brand": "brand",
    "is_counted": "whether quantities are units (fuel is not)",
    "is_known": "whether the product was described by anybody",
    "ownership": "own or franchise",
    "value": "value as text",
    "basis": "declared by the member or inferred",
    "campaign": "the campaign's number",
    "campaign_type": "type of the campaign",
    "kind": "kind of the row",
    "points": "points that came with it",
}


def lake_tables() -> tuple[Table, ...]:
    """The lake's tables with the meaning of their columns."""
    return tuple(
        Table(
            "lake",
            name,
            _ABOUT[name],
            tuple(Column(column, "", _MEANING[column]) for column in views.COLUMNS[name]),
        )
        for name in views.TABLES
    )


def readme(tables: Iterable[Table], counts: Mapping[str, int], *, kind: str, at: datetime) -> str:
    """The README in Markdown."""
    head = (
        "# Everything in this Shuke\n\n"
        f"Written {at.isoformat()}. `lake` holds the analytic tables, `books` the operational"
        " ones.\nMoney is in minor units (cents, fen), quantities in thousandths, `*_at` moments"
        " are UTC unless a\ncolumn says otherwise. Internal ids join the tables.\n"
    )
    return head + "".join(_section(table, counts, kind) for table in tables)


def _section(table: Table, counts: Mapping[str, int], kind: str) -> str:
    rows = counts[f"{table.folder}/{table.name}"]
    lines = "".join(
        f"| `{column.name}` | {column.kind} | {column.about} |\n" for column in table.columns
    )
    return (
        f"\n## {table.folder}/{table.name}.{kind}\n\n{table.about} {rows} rows.\n\n"
        f"| column | kind | meaning |\n|---|---|---|\n{lines}"
    )
