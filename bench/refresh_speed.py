"""One new day into the lake against a rebuild, over the real operational tables (SQLite).

The generated chain is put into the books but for its last day; the lake is filled (the rebuild);
then the day comes, with late sales, new and merged members and renamed products, and the refresh
is measured. Its snapshot must equal that of a second rebuild: every table, every figure.
"""

import os
import resource
import shutil
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bench.generate import generate
from bench.measure import Cost, in_fresh_process, median
from bench.report import Line, Section

AT = datetime(2018, 1, 1, 1, tzinfo=UTC)
LAST_DAY, AS_OF = date(2017, 12, 31), date(2018, 1, 1)
LIMIT = 1 / 50
FULL_LINES = 50_000_000
REPEATS = 3
LATE_SALES, NEW_MEMBERS, MERGED = 200, 100, 20
XID_FAR = 10**15  # beyond every transaction so far: PostgreSQL's cursor counts it as new

_STORES = """
    INSERT INTO op.stores_store (id, number, name, ownership, is_online, zone)
    SELECT store, number, name, ownership, FALSE, '' FROM '{home}/stores/*.parquet'
"""
_PRODUCTS = """
    INSERT INTO op.catalog_product
        (id, number, name, department, category, subcategory, brand, is_known, is_counted)
    SELECT product, number, '', department, category, subcategory, brand, TRUE, is_counted
    FROM '{home}/products/*.parquet'
"""
_MEMBERS = """
    INSERT INTO op.members_member (id, number, name, initials, stage, joined_on, store_id, channel,
        staff, campaign, is_name_made)
    SELECT member, CAST(ordinal AS VARCHAR), '', '', 'member', joined_on, store, channel, '', '',
        FALSE FROM '{home}/members/*.parquet'
"""
_SALES = """
    INSERT INTO op.sales_sale (id, number, store_id, staff, member_id, channel, sold_at, local_at,
        day, gross, amount, line_count, returns_id)
    SELECT sale + {shift}, CAST(sale + {shift} AS VARCHAR), store, '', member, channel, "at",
        CAST("at" AS VARCHAR), day, gross, amount, line_count, returns_sale
    FROM '{home}/sales/*.parquet' WHERE {which}
"""
_LINES = """
    INSERT INTO op.sales_line (id, sale_id, position, product_id, quantity_milli, gross, amount)
    SELECT {base} + row_number() OVER (), sale + {shift}, 1, product, quantity_milli, gross, amount
    FROM '{home}/lines/*.parquet' WHERE {which}
"""
_LATE = (
    f"sale IN (SELECT sale FROM '{{home}}/sales/*.parquet' WHERE day = DATE '2017-11-20' AND"
    f" returns_sale IS NULL ORDER BY sale LIMIT {LATE_SALES})"
)


def run(data: Path, lines: int) -> Section:
    books = data / f"books-{lines}"
    day, rebuild, again, parts, peak, equal = in_fresh_process(
        _measured, str(generate(data, lines)), str(books)
    )
    ratio = day.cpu_seconds / rebuild.cpu_seconds
    limit = LIMIT if lines >= FULL_LINES else None
    on = f"{lines:,} lines, {lines // 4:,} sales, {parts} parts"
    return Section(
        "Refreshing the lake",
        "One new day (with late sales, returns, new and merged members, renamed products) against a"
        " rebuild, CPU seconds; at 50 M lines at most 1/50. Digests of all tables and figures"
        " are those of a rebuild after the day.",
        (
            Line(
                "one new day, CPU of a rebuild",
                on,
                f"{day.cpu_seconds:.2f} s ({day.wall_seconds:.2f} s wall)",
                f"rebuild {rebuild.cpu_seconds:.1f} s ({rebuild.wall_seconds:.1f} s wall)",
                ratio,
                limit,
                equal=equal,
            ),
            Line("rebuild after the day", on, f"{again.cpu_seconds:.1f} s", ""),
            Line("peak memory of the rebuild", on, f"{peak:,.0f} MB", ""),
        ),
    )


def _measured(home: str, books: str) -> tuple[Cost, Cost, Cost, int, float, bool]:
    fresh = Path(books)
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"SHUKE_HOME": str(fresh), "DJANGO_SETTINGS_MODULE": "shuke.project.settings"}
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    load(Path(home))
    from shuke.kernel.scope import Actor
    from shuke.lake import actions, folder

    def refresh(**more: bool) -> Any:
        return actions.refresh(at=AT, by=Actor("system", "bench"), **more)

    _, rebuild = _timed(lambda: refresh(is_rebuild=True))
    peak = _peak_mb()
    live_a_day(Path(home))
    before = (folder.folder() / "current.json").read_text(encoding="utf-8")
    costs = []
    for _ in range(REPEATS):
        (folder.folder() / "current.json").write_text(before, encoding="utf-8")
        found, cost = _timed(refresh)
        assert not found.is_rebuild
        assert found.new_sales
        costs.append(cost)
    grown = digests()
    parts = sum(len(parts) for parts in folder.current().tables.values())
    _, again = _timed(lambda: refresh(is_rebuild=True))
    return median(costs), rebuild, again, parts, peak, grown == digests()


def _timed(work: Callable[..., Any]) -> tuple[Any, Cost]:
    """CPU of this process and of the child that reads the SQLite file."""
    cpu, wall = _cpu(), time.perf_counter()
    answer = work()
    return answer, Cost(_cpu() - cpu, time.perf_counter() - wall)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e6


def load(home: Path) -> None:
    """Put the generated chain into the books but for its last day."""
    from shuke.kernel.scope import Actor
    from shuke.stores.actions import set_chain

    set_chain(
        name="Bench", currency="USD", zone="America/New_York", at=AT, by=Actor("system", "bench")
    )
    before = f"day < DATE '{LAST_DAY}'"
    for statement in (_STORES, _PRODUCTS, _MEMBERS, _SALES, _LINES):
        _into_books(statement.format(home=home, which=before, shift=0, base=0))


def _into_books(statement: str) -> None:
    from shuke.storage import apart

    apart.run(insert, {"statement": statement}, lambda _done, _total, _note: None)


def insert(payload: Any, _told: Any) -> dict[str, Any]:
    from shuke.storage.attach import attached

    with attached(read_only=False) as database:
        database.duck.execute("SET preserve_insertion_order = true")
        database.duck.execute(payload["statement"])
    return {}


def live_a_day(home: Path) -> None:
    """The last day, late sales of another one, and what else happens on a day."""
    from django.db import connection

    day = f"day = DATE '{LAST_DAY}'"
    late = _LATE.format(home=home)
    for statement in (_SALES, _LINES):
        _into_books(statement.format(home=home, which=day, shift=0, base=10**12))
        _into_books(statement.format(home=home, which=late, shift=1, base=2 * 10**12))
    with connection.cursor() as cursor:
        _people(cursor)
        cursor.execute(
            "UPDATE catalog_product SET category = 'Renamed' WHERE number LIKE '%%99'", []
        )


def _people(cursor: Any) -> None:
    cursor.execute("SELECT count(*) FROM members_member")
    (count,) = cursor.fetchone()
    first = 900_000_000_000_000_000
    cursor.executemany(
        "INSERT INTO members_member (id, number, name, initials, stage, joined_on, channel, staff,"
        " campaign, is_name_made) VALUES (%s, %s, '', '', 'member', '2017-12-31', '', '', '', %s)",
        [(first + n, str(count + 1 + n), False) for n in range(NEW_MEMBERS)],
    )
    cursor.execute(
        "SELECT id FROM members_member WHERE id < %s ORDER BY id LIMIT %s", [first, 2 * MERGED]
    )
    ids = [row[0] for row in cursor.fetchall()]
    pairs = list(zip(ids[::2], ids[1::2], strict=True))
    cursor.executemany("UPDATE members_member SET merged_into_id = %s WHERE id = %s", pairs)
    told = [("member.enrolled", first + n) for n in range(NEW_MEMBERS)]
    told += [("member.merged", survivor) for survivor, _ in pairs]
    cursor.executemany(
        "INSERT INTO events_event (name, at, actor, subject, member_id, payload, xid)"
        " VALUES (%s, '2017-12-31 12:00:00+00:00', 'system:bench', 'member/1', %s, '{}', %s)",
        [(name, member, XID_FAR) for name, member in told],
    )


def digests() -> dict[str, str]:
    """A digest of every table and of every figure's rows, taken inside the engine."""
    from shuke.kernel.scope import Scope
    from shuke.lake import views
    from shuke.lake.access import open_lake
    from shuke.lake.figures import all_figures, table_of

    lake = open_lake(Scope.everything())
    asked: dict[str, Callable[[], Any]] = {
        name: (lambda name=name: lake.table(name)) for name in views.TABLES
    }
    for figure in all_figures():
        asked[f"figure {figure.name}"] = lambda name=figure.name: table_of(
            name, as_of=AS_OF, lake=lake
        )
    return {name: _digest(lake.backend, table()) for name, table in asked.items()}


def _digest(backend: Any, table: Any) -> str:
    plain = ", ".join(
        f'round(CAST("{name}" AS DOUBLE), 9)' if kind.is_floating() else f'"{name}"'
        for name, kind in table.schema().items()
    )
    sql = f"SELECT count(*), bit_xor(h), sum(h) FROM (SELECT hash({plain}) AS h FROM ({{}}))"
    found = backend.con.execute(sql.format(backend.compile(table))).fetchone()
    return "-".join(map(str, found))
