"""What one member likes and how he buys, read for him alone from the lake (F27, F35)."""

from collections.abc import Mapping
from dataclasses import dataclass

from shuke.analytics.habits import rhythm_members
from shuke.analytics.tastes import spending_by
from shuke.interfaces.console.door import Visit
from shuke.lake import figures
from shuke.lake.access import open_lake

CATEGORIES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Liked:
    """One category: its share of the own spend in words and 0 to 100, and the index."""

    name: str
    percent: str
    share: int
    index: str


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Median days between purchases (None after one purchase), and the channel most used."""

    interval_days: float | None
    channel: str


def liked_by(member_id: int, visit: Visit) -> tuple[Liked, ...]:
    """The categories on which the member spends most, against all members (100 = like all)."""
    lake = open_lake(visit.scope)
    bought, lines = lake.tables.given("sales"), lake.tables.given("lines")
    table = spending_by(
        bought.filter(bought["member"] == member_id),
        lines.filter(lines["member"] == member_id),
        lake.tables.given("products"),
        as_of=visit.today,
    )
    rows = lake.backend.to_pyarrow(table).to_pylist()
    amounts = {row["value"]: int(row["amount"]) for row in rows if row["amount"] > 0}
    return _liked(amounts, _base_shares(visit), visit)


def _base_shares(visit: Visit) -> Mapping[str, float]:
    rows = figures.compute("preferences", as_of=visit.today, scope=visit.scope).rows
    return {str(row["value"]): float(row["base_share"] or 0) for row in rows}


def _liked(
    amounts: Mapping[str, int], base: Mapping[str, float], visit: Visit
) -> tuple[Liked, ...]:
    whole = sum(amounts.values())
    first = sorted(amounts, key=lambda name: (-amounts[name], name))[:CATEGORIES_SHOWN]
    most = amounts[first[0]] if first else 1
    return tuple(
        Liked(
            name=name,
            percent=visit.formats.percent(amounts[name] / whole),
            share=round(100 * amounts[name] / most),
            index=_index(amounts[name] / whole, base.get(name, 0.0), visit),
        )
        for name in first
    )


def _index(own: float, base: float, visit: Visit) -> str:
    return visit.formats.count(100 * own / base) if base > 0 else ""


def rhythm_of(member_id: int, visit: Visit) -> Rhythm:
    """How often the member buys and where, over all sales before the business day."""
    lake = open_lake(visit.scope)
    bought = lake.tables.given("sales")
    table = rhythm_members(bought.filter(bought["member"] == member_id), as_of=visit.today)
    rows = lake.backend.to_pyarrow(table).to_pylist()
    if not rows:
        return Rhythm(None, "")
    return Rhythm(rows[0]["interval_days"], rows[0]["channel"] or "")
