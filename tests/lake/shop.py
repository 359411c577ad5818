"""A small chain driven by the real actions: members, sales, returns, merges, campaigns."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from shuke.events import actions as events
from shuke.intake import records as intake_records
from shuke.kernel.scope import Actor, Scope
from shuke.lake import actions as lake
from shuke.members import actions as members
from shuke.members.newcomer import Newcomer
from shuke.sales import actions as sales
from shuke.sales.receipt import LineIn, SaleIn
from shuke.stores import actions as stores

BY = Actor("system", "test")
NOON = datetime(2026, 2, 1, 4, tzinfo=UTC)  # noon in Shanghai
EVERYTHING = Scope.everything()


@dataclass
class Shop:
    """Stores 1 and 2 in Shanghai; amounts in fen."""

    stores: Mapping[str, int]
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    @classmethod
    def open(cls, zone: str = "Asia/Shanghai") -> "Shop":
        stores.set_chain(name="Shop", currency="CNY", zone=zone, at=NOON, by=BY)
        return cls(stores.ensure_stores(["1", "2"]))

    def member(self, number: str, *, phone: str = "", store: str = "") -> int:
        newcomer = Newcomer(number=number, phone=phone, store_id=self.stores.get(store))
        return members.enrol(newcomer=newcomer, scope=EVERYTHING, at=NOON, by=BY).member_id

    def sale(
        self,
        *,
        member: int | None = None,
        amount: int = 1_000,
        at: datetime = NOON,
        store: str = "1",
        products: tuple[str, ...] = ("bread",),
        channel: str = "store",
        number: str = "",
    ) -> str:
        """Record a sale of one line per product, the amount on the first; answer its number."""
        named = number or f"S{next(self._numbers)}"
        amounts = [amount] + [0] * (len(products) - 1)
        lines = tuple(
            LineIn(product, 1_000, part, part)
            for product, part in zip(products, amounts, strict=True)
        )
        sale = SaleIn(named, store, at, lines, member_id=member, channel=channel)
        sales.record(sale=sale, at=at, by=BY)
        return named

    def give_back(
        self, number: str, *, member: int | None = None, amount: int = 1_000, at: datetime = NOON
    ) -> None:
        """Take a whole sale of one bread back."""
        line = LineIn("bread", -1_000, -amount, -amount)
        sale = SaleIn(f"R{number}", "1", at, (line,), member_id=member, returns=number)
        sales.record(sale=sale, at=at, by=BY)

    def merge(self, survivor: int, merged: int) -> int:
        return members.merge(
            survivor_id=survivor, merged_id=merged, scope=EVERYTHING, at=NOON, by=BY
        ).merge_id

    def contact(self, member: int, *, day: str, redeemed: bool = False) -> None:
        name = intake_records.REDEEMED if redeemed else intake_records.CAMPAIGN_RECEIVED
        payload = {"campaign": "8", "campaign_type": "Type A", "day": day}
        events.record(name, at=NOON, by=BY, subject="campaign/8", member_id=member, payload=payload)

    def refresh(self, *, rebuild: bool = False) -> lake.Refreshed:
        return lake.refresh(at=NOON, by=BY, is_rebuild=rebuild)
