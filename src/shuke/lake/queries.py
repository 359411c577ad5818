"""Reading about the lake: how fresh it is, and whether it agrees with the books."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from shuke.lake import folder, views
from shuke.lake.source import quoted, reading
from shuke.lake.writing import files
from shuke.sales.lake import DAY_TOTALS
from shuke.storage import apart


@dataclass(frozen=True, slots=True)
class Status:
    """The newest snapshot; all empty before the first refresh."""

    snapshot: str
    refreshed_at: datetime | None
    is_stale: bool
    rows: Mapping[str, int]
    parts: int
    bytes: int


def status() -> Status:
    """How fresh the lake is; stale when sales were recorded since."""
    manifest = folder.current()
    if manifest is None:
        return Status("", None, _newest_sale() > 0, {}, 0, 0)
    paths = [folder.parts_folder() / p.path for parts in manifest.tables.values() for p in parts]
    return Status(
        snapshot=manifest.snapshot,
        refreshed_at=manifest.refreshed_at,
        is_stale=_newest_sale() != int(manifest.marks["sales"]),
        rows=rows_of(manifest),
        parts=len(paths),
        bytes=sum(path.stat().st_size for path in paths),
    )


def rows_of(manifest: folder.Manifest) -> dict[str, int]:
    """Rows of each table as readers see them: merged members are redirected, not listed."""
    rows = manifest.rows()
    found = {name: rows[name] for name in views.TABLES}
    return {**found, "members": found["members"] - rows["survivors"]}


def _newest_sale() -> int:
    """The mark that the next refresh would start from; see `growing`."""
    order = "rowid" if connection.vendor == "sqlite" else "id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max({order}) FROM sales_sale")
        return int(cursor.fetchone()[0] or 0)


@dataclass(frozen=True, slots=True)
class ChannelTotal:
    """One channel on one day, in the books and in the lake; amounts in minor units."""

    channel: str
    book_sales: int
    book_amount: int
    lake_sales: int
    lake_amount: int

    @property
    def difference(self) -> int:
        """What the lake has more (or, negative, less) than the books."""
        return self.lake_amount - self.book_amount


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A business day's difference report (requirement E06)."""

    day: date
    channels: tuple[ChannelTotal, ...]

    @property
    def book_amount(self) -> int:
        """The day's total in the books."""
        return sum(one.book_amount for one in self.channels)

    @property
    def lake_amount(self) -> int:
        """The day's total in the lake."""
        return sum(one.lake_amount for one in self.channels)

    @property
    def difference(self) -> int:
        """Zero where the lake agrees with its sources channel by channel."""
        return sum(abs(one.difference) for one in self.channels)

    @property
    def is_equal(self) -> bool:
        """Whether amounts and counts agree in every channel."""
        return self.difference == 0 and all(o.book_sales == o.lake_sales for o in self.channels)


def reconciled(day: date) -> Reconciled:
    """Compare one business day of the lake with the books, by channel, in one read transaction."""
    manifest = folder.current()
    sales = None if manifest is None else files(manifest.tables["sales"])
    found = apart.run(_day_totals, {"day": day.isoformat(), "sales": sales}, _silent)
    return Reconciled(
        day=day,
        channels=tuple(ChannelTotal(str(name), *numbers) for name, *numbers in found["rows"]),
    )


def _silent(_done: int, _total: int, _note: str) -> None:
    """One question tells nothing on its way."""


def _day_totals(payload: apart.Payload, _told: apart.Told) -> dict[str, Any]:
    day = quoted(payload["day"])
    lake = "SELECT NULL AS channel, 0 AS sales, 0 AS amount WHERE FALSE"
    if payload["sales"] is not None:
        lake = (
            "SELECT channel, count(*) AS sales, sum(amount) AS amount"
            f" FROM {payload['sales']} WHERE day = DATE {day} GROUP BY channel"
        )
    with reading(folder.spill_folder()) as source:
        books = source.some(DAY_TOTALS, f"s.day = {day} GROUP BY s.channel")
        rows = source.duck.execute(
            f"""
            SELECT coalesce(b.channel, l.channel), coalesce(b.sales, 0), coalesce(b.amount, 0),
                coalesce(l.sales, 0), coalesce(l.amount, 0)
            FROM ({books}) b FULL JOIN ({lake}) l ON b.channel = l.channel ORDER BY 1
            """
        ).fetchall()
    return {"rows": [[name, *map(int, numbers)] for name, *numbers in rows]}
