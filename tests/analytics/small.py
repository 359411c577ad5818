"""Tables small enough to compute by hand: purchases told as (member, day, amount, ...)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import ibis
import pyarrow as pa

Row = dict[str, Any]
SALES = pa.schema(
    [
        ("sale", pa.int64()),
        ("member", pa.int64()),
        ("store", pa.int64()),
        ("channel", pa.string()),
        ("at", pa.timestamp("us")),
        ("day", pa.date32()),
        ("amount", pa.int64()),
        ("returns_sale", pa.int64()),
    ]
)
LINES = pa.schema(
    [
        ("sale", pa.int64()),
        ("member", pa.int64()),
        ("store", pa.int64()),
        ("product", pa.int64()),
        ("at", pa.timestamp("us")),
        ("day", pa.date32()),
        ("quantity_milli", pa.int64()),
        ("amount", pa.int64()),
        ("is_return", pa.bool_()),
    ]
)
PRODUCTS = pa.schema(
    [
        ("product", pa.int64()),
        ("number", pa.string()),
        ("department", pa.string()),
        ("category", pa.string()),
        ("subcategory", pa.string()),
        ("brand", pa.string()),
        ("is_counted", pa.bool_()),
    ]
)
MEMBERS = pa.schema(
    [
        ("member", pa.int64()),
        ("ordinal", pa.int64()),
        ("joined_on", pa.date32()),
        ("store", pa.int64()),
        ("channel", pa.string()),
        ("stage", pa.string()),
    ]
)


def table(schema: pa.Schema, rows: Iterable[Row]) -> ibis.Table:
    full = [{name: row.get(name) for name in schema.names} for row in rows]
    return ibis.memtable(pa.Table.from_pylist(full, schema=schema))


def moment(day: date | datetime) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time(12))


def clock(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment on the store's wall clock."""
    return datetime.combine(day, time(hour, minute))


def sale(member: int | None, day: date | datetime, amount: int = 100, **more: Any) -> Row:
    at = moment(day)
    return {"member": member, "at": at, "day": at.date(), "amount": amount, "store": 1} | more


def sales(rows: Sequence[Row]) -> ibis.Table:
    """Sale headers; `sale` is the place in the list, from 1, unless told."""
    return table(SALES, [{"sale": n} | row for n, row in enumerate(rows, start=1)])


def line(sale: int, member: int | None, product: int | None, amount: int = 100, **more: Any) -> Row:
    day = more.pop("day", date(2017, 5, 1))
    at = moment(day)
    return {
        "sale": sale,
        "member": member,
        "product": product,
        "amount": amount,
        "at": at,
        "day": at.date(),
        "quantity_milli": 1000,
        "is_return": False,
        "store": 1,
    } | more


def lines(rows: Iterable[Row]) -> ibis.Table:
    return table(LINES, rows)


def products(categories: dict[int, str | None], **columns: dict[int, Any]) -> ibis.Table:
    return table(
        PRODUCTS,
        [
            {"product": product, "number": str(product), "category": category, "is_counted": True}
            | {name: values.get(product) for name, values in columns.items()}
            for product, category in categories.items()
        ],
    )


def members(numbers: Iterable[int], **columns: dict[int, Any]) -> ibis.Table:
    """Members 1, 2, ... of stage "member"; `columns` holds values by member."""
    return table(
        MEMBERS,
        [
            {"member": m, "ordinal": m, "stage": "member"}
            | {name: values[m] for name, values in columns.items() if m in values}
            for m in numbers
        ],
    )


def rows(found: ibis.Table) -> list[Row]:
    answer: list[Row] = found.to_pyarrow().to_pylist()
    return answer


def by(found: ibis.Table, key: str) -> dict[Any, Row]:
    """Rows by one of their columns."""
    return {row[key]: row for row in rows(found)}


def days_before(day: date, *days: int) -> list[date]:
    return [day - timedelta(days=n) for n in days]
