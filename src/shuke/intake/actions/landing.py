"""The rows of one file, from `raw` to the tables: the same steps for every kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import duckdb

from shuke.intake.checking import directories, parsing, problems
from shuke.intake.checking import sales as sale_checks
from shuke.intake.checking.parsing import Given
from shuke.intake.counts import Counts
from shuke.intake.formats import Kind
from shuke.intake.landing import cutting
from shuke.intake.landing.directories import land_products, land_stores, rows_of
from shuke.intake.landing.members import MembersChunk, land_members
from shuke.intake.landing.returns import land_returns
from shuke.intake.landing.sales import sales_landing
from shuke.intake.ledger import Ledger
from shuke.intake.limits import MEMBERS_PER_CHUNK
from shuke.intake.progress import Progress
from shuke.intake.reading import Table
from shuke.stores import queries as stores

# A till's clock may run a little ahead of ours, a day's file may name the evening still to come.
_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FileRows:
    """A file that was read: its kind, its shape and how its columns are mapped."""

    kind: Kind
    table: Table
    mapping: Mapping[str, str]


def check(duck: duckdb.DuckDBPyConnection, rows: FileRows, ledger: Ledger) -> Counts:
    """Judge every row; answer the counts of what would pass and of what is refused."""
    chain = stores.chain()
    given = Given(digits=chain.digits, latest=ledger.at + _AHEAD)
    parsing.parse(duck, kind=rows.kind, table=rows.table, mapping=rows.mapping, given=given)
    _note(duck, rows)
    problems.keep_first(duck)
    first = ledger.first_problems()
    if first is not None:
        # What the first run refused stays refused, no more and no less: its ledger counts it.
        problems.replace(duck, first)
    _make(duck, rows, zone=chain.zone)
    refused = rows_of(duck, "problems")
    return Counts(accepted=rows.table.rows - refused, refused=refused)


def _note(duck: duckdb.DuckDBPyConnection, rows: FileRows) -> None:
    if rows.kind.name == "sales":
        sale_checks.note(duck, rows.kind, dict(rows.mapping), rows.table.headers)
    elif rows.kind.name == "members":
        directories.note_members(duck)
    elif rows.kind.name == "stores":
        directories.note_stores(duck)


def _make(duck: duckdb.DuckDBPyConnection, rows: FileRows, *, zone: str) -> None:
    if rows.kind.name == "sales":
        sale_checks.make(duck)
    elif rows.kind.name == "members":
        directories.make_members(
            duck, rows.kind, dict(rows.mapping), zone=zone, rows=MEMBERS_PER_CHUNK
        )
    elif rows.kind.name == "products":
        directories.make_products(duck)
    else:
        directories.make_stores(duck)


def land(duck: duckdb.DuckDBPyConnection, rows: FileRows, ledger: Ledger, tell: Progress) -> None:
    """Land what passed, chunk by chunk, each with its line in the ledger."""
    told = _Told(tell, rows.table.rows)
    told.add(ledger.once("problems", 0, partial(problems.land, duck, ledger.import_id)), "checked")
    if rows.kind.name == "sales":
        _land_sales(duck, ledger, told)
    elif rows.kind.name == "members":
        _land_members(duck, rows, ledger, told)
    else:
        landing = land_products if rows.kind.name == "products" else land_stores
        told.add(ledger.once(rows.kind.name, 0, partial(_directory, duck, landing)), "landed")


class _Told:
    def __init__(self, tell: Progress, total: int) -> None:
        self._tell, self._total, self._done = tell, total, 0

    def add(self, counts: Counts, note: str) -> None:
        self._done += counts.rows
        self._tell(self._done, self._total, note)


def _directory(duck: duckdb.DuckDBPyConnection, landing: Callable[..., Counts]) -> Counts:
    doubled = duck.execute("SELECT coalesce(sum(rows - 1), 0) FROM checked").fetchone()
    return landing(duck, "checked") + Counts(merged=int(doubled[0]) if doubled else 0)


def _land_members(
    duck: duckdb.DuckDBPyConnection, rows: FileRows, ledger: Ledger, told: _Told
) -> None:
    # Where the file has a column of names, a member without one is refused (requirement E04).
    required = frozenset({"name"} & set(rows.mapping))
    chunk = MembersChunk(
        ledger.import_id, f"import/{ledger.import_id}", required, ledger.at, ledger.by
    )
    for number in range(_chunks(duck, "staged_members")):
        told.add(
            ledger.once("members", number, partial(land_members, duck, number, chunk)), "landed"
        )


def _land_sales(duck: duckdb.DuckDBPyConnection, ledger: Ledger, told: _Told) -> None:
    cut = cutting.cut(duck)
    told.add(ledger.once("named", 0, partial(cutting.name_directories, duck)), "landed")
    cutting.find_directories(duck)
    for number in range(cut.sales):
        landing = sales_landing(duck, number, ledger)
        told.add(ledger.once_or_careful("sales", number, landing), "landed")
    for number in range(cut.returns):
        landing = partial(
            land_returns, duck, number, import_id=ledger.import_id, at=ledger.at, by=ledger.by
        )
        told.add(ledger.once("returns", number, landing), "landed")


def _chunks(duck: duckdb.DuckDBPyConnection, table: str) -> int:
    found = duck.execute(f"SELECT coalesce(max(chunk) + 1, 0) FROM {table}").fetchone()  # noqa: S608
    return int(found[0]) if found else 0
