"""Select rows by moment: before an as-of day, inside a window, kept apart from returns.

A day stands for its start in the store's wall clock. No zone is ever converted here: casting
zones inside an engine gave one wrong answer on all engines, so `at` and `day` arrive local.
"""

from datetime import date, datetime, time, timedelta

import ibis
from ibis.expr import datatypes as dt
from ibis.expr import operations as ops
from ibis.expr import types as ir


def start_of(day: date) -> ir.TimestampScalar:
    """Return the first instant of a day as a naive literal."""
    return ibis.literal(datetime.combine(day, time.min))


def day_literal(day: date) -> ir.DateScalar:
    """Return a day as a literal; a moment counts as its day."""
    return ibis.literal(day.date() if isinstance(day, datetime) else day)


def before(table: ibis.Table, as_of: date, *, window_days: int | None = None) -> ibis.Table:
    """Keep rows with `at` before the start of `as_of`, and no older than `window_days` days."""
    kept = table["at"] < start_of(as_of)
    if window_days is not None:
        kept &= table["at"] >= start_of(as_of - timedelta(days=window_days))
    return table.filter(kept)


def between(table: ibis.Table, since: date, until: date) -> ibis.Table:
    """Keep rows of the half-open period [since, until)."""
    return table.filter(table["at"] >= start_of(since), table["at"] < start_of(until))


def of_members(table: ibis.Table) -> ibis.Table:
    """Leave anonymous rows out."""
    return table.filter(table["member"].notnull())


def is_purchase(sales: ibis.Table) -> ir.BooleanValue | None:
    """Return the condition "this sale is no return", or None where the table knows no returns."""
    return sales["returns_sale"].isnull() if "returns_sale" in sales.columns else None


def purchases(sales: ibis.Table) -> ibis.Table:
    """Leave returns out: a return takes a sale back, it is not a visit to buy."""
    bought = is_purchase(sales)
    return sales if bought is None else sales.filter(bought)


def sold(lines: ibis.Table) -> ibis.Table:
    """Leave the lines of returns out."""
    return lines.filter(~lines["is_return"]) if "is_return" in lines.columns else lines


def count_purchases(sales: ibis.Table) -> ir.IntegerScalar:
    """Count the sales that are no returns, as an aggregate of `sales`."""
    return sales.count(where=is_purchase(sales))


def total(column: ir.Value, where: ir.BooleanValue | None = None) -> ir.IntegerScalar:
    """Sum integers into a 64-bit integer on every engine.

    DuckDB sums into 128 bits; Ibis drops a cast that it believes void, so the cast is made by
    hand: everything after the sum (quantiles, comparisons) then works on 64 bits.
    """
    return ops.Cast(column.sum(where=where), to=dt.int64).to_expr()


def month_number(day: ir.Value) -> ir.IntegerValue:
    """Count months since year 0, so that months group, compare and subtract as integers."""
    return day.year().cast("int32") * 12 + day.month().cast("int32") - 1


def month_text(number: ir.Value) -> ir.StringValue:
    """Write a month number as YYYY-MM."""
    year = (number // 12).cast("string").lpad(4, "0")
    return year + "-" + (number % 12 + 1).cast("string").lpad(2, "0")


def days_until(as_of: date, day: ir.Value) -> ir.IntegerValue:
    """Count calendar days from `day` to `as_of`."""
    return day_literal(as_of).delta(day, unit="day")


def known_at(members: ibis.Table, as_of: date) -> ibis.Table:
    """Leave out members who joined on as-of or later; without a day of joining they are known."""
    if "joined_on" not in members.columns:
        return members
    joined = members["joined_on"]
    return members.filter(joined.isnull() | (joined < day_literal(as_of)))


def surely(condition: ir.Value) -> ir.BooleanValue:
    """Judge unknown as no."""
    return condition.fill_null(ibis.literal(value=False))


def of_all(column: ir.Value) -> ir.IntegerValue:
    """Sum a column over all rows of its table, beside each row.

    A window instead of a join with the table's own total: Ibis would write the whole table out
    twice, and the engine would compute it twice.
    """
    return column.sum().over(ibis.window())


def every_name(counted: ibis.Table, key: str, names: tuple[str, ...]) -> ibis.Table:
    """Give every name a row, in their order; the other columns are whole numbers, 0 if missing."""
    places = ibis.array([ibis.struct({key: name, "place": k}) for k, name in enumerate(names)])
    shown = places.unnest().name("names").as_table().unpack("names")
    joined = shown.left_join(counted, key).order_by("place")
    numbers = [column for column in counted.columns if column != key]
    return joined.select(key, **{column: joined[column].fill_null(0) for column in numbers})


def constants(name: str, values: tuple[int, ...] | tuple[str, ...]) -> ibis.Table:
    """Return a table of one column holding literals, one a row."""
    kind = "string" if isinstance(values[0], str) else "int64"
    return ibis.array([ibis.literal(v, type=kind) for v in values]).unnest().name(name).as_table()


def rounded(value: ir.Value, digits: int) -> ir.FloatingValue:
    """Round half up by plain arithmetic: the engines' own ROUND treat halves differently."""
    scale = 10.0**digits
    return (value * scale + 0.5).floor().cast("float64") / scale


def share(part: ir.Value, whole: ir.Value) -> ir.FloatingValue:
    """Divide; nothing (null) where the whole is 0, because "no data" is not 0 %."""
    return part.cast("float64") / whole.cast("float64").nullif(0.0)
