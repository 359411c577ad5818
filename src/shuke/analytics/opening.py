"""Take anyone's data at the edge: Ibis tables, Parquet paths, DataFrames, Arrow tables."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

CENTS = 100


def as_table(data: Any) -> Any:
    """Return data as an Ibis table; what is no data (a date, a number, a rule) comes back as is.

    An Ibis table stays as it is; a path or text ending in .parquet (a pattern with * too) is read
    by the default backend, DuckDB; a pandas or Polars frame or an Arrow table is kept in memory.
    """
    if isinstance(data, ibis.Table):
        return data
    if isinstance(data, (str, Path)) and str(data).endswith(".parquet"):
        return ibis.read_parquet(str(data))
    if hasattr(data, "__arrow_c_stream__"):  # pandas, Polars, Arrow
        return ibis.memtable(pa.table(data))
    return data


def accepting(figure: Callable[..., ibis.Table]) -> Callable[..., ibis.Table]:
    """Let a figure take whatever `as_table` takes, by place or by name."""

    @wraps(figure)
    def taking(*arguments: Any, **named: Any) -> ibis.Table:
        tables = [as_table(value) for value in arguments]
        return figure(*tables, **{name: as_table(value) for name, value in named.items()})

    return taking


def sales_of(
    data: Any,
    *,
    member: str,
    at: str,
    amount: str,
    sale: str | None = None,
    store: str | None = None,
    minor_units: int = CENTS,
) -> ibis.Table:
    """Bring anyone's purchases into the shape of the lake: sale, member, store, at, day, amount.

    `at` is the column of the local moment or day of the purchase, `amount` of the money, in major
    units unless `minor_units` is 1; it is rounded to whole minor units per row. Rows with the
    same `sale` are lines of one sale and are added up; without `sale` every row is a sale.
    """
    table = as_table(data)
    moment = table[at].cast("timestamp")
    cents = (table[amount].cast("float64") * float(minor_units)).round().cast("int64")
    rows = table.select(
        sale=ibis.row_number() if sale is None else table[sale],
        member=table[member],
        store=ibis.null().cast("int64") if store is None else table[store],
        at=moment,
        amount=cents,
    )
    if sale is not None:
        rows = rows.group_by("sale").aggregate(
            member=rows["member"].min(),
            store=rows["store"].min(),
            at=rows["at"].min(),
            amount=rows["amount"].sum().cast("int64"),
        )
    return rows.mutate(day=rows["at"].date(), channel=ibis.null().cast("string"))
