"""The rows of one sale, written in the caller's transaction; decisions were taken before."""

from dataclasses import dataclass, field
from datetime import datetime

from shuke.catalog.actions import ensure_products
from shuke.events.actions import Happening
from shuke.kernel import ids
from shuke.kernel.day import moment
from shuke.kernel.scope import Actor, Scope
from shuke.sales import records
from shuke.sales.models import Line, Payment, Sale, Step
from shuke.sales.receipt import SaleIn
from shuke.stores import queries as stores
from shuke.stores.actions import ensure_till


@dataclass(slots=True)
class Desk:
    """What the sales of one batch share: when, by whom, what was looked up, the events so far."""

    at: datetime
    by: Actor
    happenings: list[Happening] = field(default_factory=list)
    products: dict[str, int] = field(default_factory=dict)
    _stores: dict[str, stores.StoreView] = field(default_factory=dict)
    _zone: str = ""

    def store(self, number: str) -> stores.StoreView:
        """The store of that number, whoever asks: the door has checked the scope.

        Raises:
            UnknownStore: there is none.
        """
        if number not in self._stores:
            self._stores[number] = stores.store_of(number, Scope.everything())
        return self._stores[number]

    def zone(self, store: stores.StoreView) -> str:
        """The store's own zone, or the chain's."""
        if store.zone:
            return store.zone
        if not self._zone:
            self._zone = stores.chain().zone
        return self._zone


def write_sale(
    desk: Desk, sale: SaleIn, *, returns_id: int | None, products: dict[str, int]
) -> int:
    """Write header, lines, payments and steps, and keep the event; answers the id.

    Raises:
        IntegrityError: the store has a sale of that number; the transaction is lost.
    """
    store = desk.store(sale.store)
    lived = moment(sale.sold_at, desk.zone(store))
    till = ensure_till(store_id=store.id, number=sale.till) if sale.till else None
    row = Sale.objects.create(
        id=ids.new_id(),
        number=sale.number,
        store_id=store.id,
        till_id=till,
        staff=sale.staff,
        member_id=sale.member_id,
        channel=sale.channel,
        sold_at=lived.utc,
        local_at=lived.local,
        day=lived.day,
        gross=sale.gross,
        amount=sale.amount,
        line_count=len(sale.lines),
        returns_id=returns_id,
    )
    _write_lines(row.pk, sale, products)
    _write_payments(row.pk, sale)
    _write_steps(desk, row.pk, sale)
    desk.happenings.append(
        Happening(
            name=records.RETURNED if sale.is_return else records.RECORDED,
            at=desk.at,
            by=desk.by,
            subject=f"sale/{row.pk}",
            member_id=sale.member_id,
            payload={
                "store": store.number,
                "number": sale.number,
                "amount": sale.amount,
                "channel": sale.channel,
                "day": lived.day.isoformat(),
                "returns": returns_id,
            },
        )
    )
    return int(row.pk)


def product_ids(desk: Desk, sale: SaleIn) -> dict[str, int]:
    """The ids of the sale's products; a number nobody knows gets a placeholder (design 10)."""
    wanted = {line.product for line in sale.lines if line.product is not None}
    fresh = wanted - desk.products.keys()
    if fresh:
        desk.products.update(ensure_products(fresh))
    return {number: desk.products[number] for number in wanted}


def _write_lines(sale_id: int, sale: SaleIn, products: dict[str, int]) -> None:
    first = ids.block(len(sale.lines))
    Line.objects.bulk_create(
        Line(
            id=first + position,
            sale_id=sale_id,
            position=position,
            product_id=None if line.product is None else products[line.product],
            quantity_milli=line.quantity_milli,
            gross=line.gross,
            amount=line.amount,
            discounts=dict(line.discounts) or None,
        )
        for position, line in enumerate(sale.lines)
    )


def _write_payments(sale_id: int, sale: SaleIn) -> None:
    if not sale.payments:
        return
    first = ids.block(len(sale.payments))
    Payment.objects.bulk_create(
        Payment(id=first + position, sale_id=sale_id, kind=kind, amount=amount)
        for position, (kind, amount) in enumerate(sorted(sale.payments.items()))
    )


def _write_steps(desk: Desk, sale_id: int, sale: SaleIn) -> None:
    if not sale.steps:
        return
    Step.objects.bulk_create(
        Step(
            sale_id=sale_id,
            position=position,
            kind=step.kind,
            channel=step.channel,
            store_id=None if step.store is None else desk.store(step.store).id,
            at=step.at,
        )
        for position, step in enumerate(sale.steps)
    )
