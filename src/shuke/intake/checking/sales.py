"""Parsed sale lines into `checked_lines`: signs, sums, members, and whole sales only."""

from collections.abc import Sequence

import duckdb

from shuke.intake.checking import cells, problems
from shuke.intake.formats import Kind
from shuke.intake.limits import LINES_PER_SALE_MAX
from shuke.intake.looking import look_up
from shuke.intake.quoting import literal, quoted

_MEMBERS = (
    "SELECT m.number FROM intake_keys k CROSS JOIN members_member m WHERE m.number = k.number"
)
_PIECE_MILLI = 1_000
_HEADER = (
    "sold_at",
    "is_local",
    "member_number",
    "channel",
    "till",
    "staff",
    "returns_number",
    "payment",
)


def note(
    duck: duckdb.DuckDBPyConnection, kind: Kind, mapping: dict[str, str], headers: Sequence[str]
) -> None:
    """Make `lines` of `parsed`, and note what is wrong with them."""
    duck.execute(_lines(mapping))
    _note_lines(duck)
    _note_members(duck)
    _note_sales(duck)
    _note_broken(duck, *(_cell(kind, name, mapping, headers) for name in ("store", "sale_number")))


def _cell(kind: Kind, name: str, mapping: dict[str, str], headers: Sequence[str]) -> str:
    column = kind.column_of(name)
    if column is None:
        raise AssertionError(f"sales have a column {name}")
    return cells.trimmed(column, f"r.c{headers.index(mapping[name])}")


def make(duck: duckdb.DuckDBPyConnection) -> None:
    """Make `checked_lines` of the lines without a problem."""
    duck.execute(
        "CREATE OR REPLACE TEMP TABLE checked_lines AS SELECT l.* FROM lines l"
        " ANTI JOIN problems p ON p.line = l.line"
    )


def _lines(mapping: dict[str, str]) -> str:
    discounts = sorted(name for name in mapping if name.startswith("discount."))
    taken = " + ".join(f"coalesce({quoted(name)}, 0)" for name in discounts) or "0"
    members = ", ".join(
        f"CASE WHEN coalesce({quoted(name)}, 0) <> 0 THEN"
        f" {literal(_key(name))} || {quoted(name)} END"
        for name in discounts
    )
    return f"""
CREATE OR REPLACE TEMP TABLE lines AS
SELECT line, store AS store_number, sale_number, sold_at, is_local, member AS member_number,
       product AS product_number,
       coalesce(quantity, CASE WHEN amount < 0 THEN -{_PIECE_MILLI} ELSE {_PIECE_MILLI} END)
           AS quantity_milli,
       coalesce(gross, amount + taken) AS gross, amount,
       coalesce(gross, amount + taken) - amount - taken AS untold, taken,
       CASE WHEN taken <> 0 THEN '{{' || concat_ws(', ', {members or "NULL"}) || '}}'
            WHEN coalesce(gross, amount) <> amount
            THEN '{{"other": ' || (gross - amount) || '}}' END AS discounts,
       channel, coalesce(till, '') AS till, coalesce(staff, '') AS staff,
       returns AS returns_number, coalesce(payment, '') AS payment
FROM (
    SELECT *, {taken} AS taken, NOT sold_at_has_offset AS is_local FROM parsed
) ORDER BY line
"""  # noqa: S608 - quoted names


def _key(name: str) -> str:
    kind = name.removeprefix("discount.").replace("\\", "").replace('"', "")
    return f'"{kind}": '


def _note_lines(duck: duckdb.DuckDBPyConnection) -> None:
    wrong = (
        "lines WHERE CASE WHEN returns_number IS NULL"
        " THEN amount < 0 OR quantity_milli < 0 OR gross < 0 OR taken < 0"
        " ELSE amount > 0 OR quantity_milli > 0 OR gross > 0 OR taken > 0 END"
    )
    duck.execute(
        problems.note(
            code="row.wrong_sign", column="amount", place=problems.LAST, vals="'{}'", source=wrong
        )
    )
    # Where no discount is named, the difference of gross and amount is one of kind "other".
    differs = "lines WHERE untold <> 0 AND (taken <> 0 OR (returns_number IS NULL) = (untold < 0))"
    duck.execute(
        problems.note(
            code="row.sums_differ", column="gross", place=problems.LAST, vals="'{}'", source=differs
        )
    )


def _note_members(duck: duckdb.DuckDBPyConnection) -> None:
    look_up(
        duck,
        into="members_there",
        keys={"number": "text"},
        source="(SELECT member_number AS number FROM lines WHERE member_number IS NOT NULL)",
        sql=_MEMBERS,
        columns={"number": "text"},
    )
    unknown = (
        "lines l ANTI JOIN members_there m ON m.number = l.member_number"
        " WHERE l.member_number IS NOT NULL"
    )
    duck.execute(
        problems.note(
            code="row.unknown_member",
            column="member",
            place=problems.LAST + 1,
            vals="CAST(json_object('value', left(l.member_number, 40)) AS VARCHAR)",
            source=unknown,
        )
    )


def _note_sales(duck: duckdb.DuckDBPyConnection) -> None:
    """A sale lands whole or not at all: what is wrong with one line is wrong with all."""
    firsts = ", ".join(f"arg_min_null({name}, line) AS {name}" for name in _HEADER)
    differs = " OR ".join(f"l.{name} IS DISTINCT FROM f.{name}" for name in _HEADER)
    duck.execute(
        "CREATE OR REPLACE TEMP TABLE firsts AS SELECT store_number, sale_number, count(*) AS n,"  # noqa: S608 - names
        f" {firsts} FROM lines GROUP BY store_number, sale_number"
    )
    both = "lines l JOIN firsts f USING (store_number, sale_number)"
    value = "'value', left(l.sale_number, 40)"
    duck.execute(
        problems.note(
            code="row.sale_inconsistent",
            column="sale_number",
            place=problems.LAST + 2,
            vals=f"CAST(json_object({value}) AS VARCHAR)",
            source=f"{both} WHERE {differs}",
        )
    )
    duck.execute(
        problems.note(
            code="row.sale_too_long",
            column="sale_number",
            place=problems.LAST + 3,
            vals=f"CAST(json_object({value}, 'most', {LINES_PER_SALE_MAX}) AS VARCHAR)",
            source=f"{both} WHERE f.n > {LINES_PER_SALE_MAX}",
        )
    )


def _note_broken(duck: duckdb.DuckDBPyConnection, store: str, number: str) -> None:
    # The number and store of a refused row are read from its raw cells: the row may have been
    # refused for another cell before it became a line.
    duck.execute(
        "CREATE OR REPLACE TEMP TABLE broken AS"  # noqa: S608 - names from the code
        f" SELECT {store} AS store_number, {number} AS sale_number, min(p.line) AS other"
        " FROM problems p JOIN raw r ON r.line = p.line GROUP BY ALL"
    )
    duck.execute(
        problems.note(
            code="row.sale_broken",
            column="sale_number",
            place=problems.LAST + 4,
            vals="CAST(json_object('value', left(l.sale_number, 40),"
            " 'other', CAST(b.other AS VARCHAR)) AS VARCHAR)",
            source="lines l JOIN broken b USING (store_number, sale_number)"
            " ANTI JOIN problems p ON p.line = l.line",
        )
    )
