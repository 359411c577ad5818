"""Recording sales: twice is once, unknown products are no reason to refuse, early returns wait."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction

from shuke.events import actions as events
from shuke.events.actions import Happening
from shuke.kernel import ids
from shuke.kernel.refusal import Refusal
from shuke.kernel.scope import Actor
from shuke.members.queries.reaching import survivors_of
from shuke.sales import records
from shuke.sales.actions.writing import Desk, product_ids, write_sale
from shuke.sales.models import Line, ParkedReturn, Sale
from shuke.sales.queries.stored import body_of_sale
from shuke.sales.receipt import SaleIn, body_of, check, sale_from
from shuke.sales.refusals import (
    NotASale,
    NumberTaken,
    OtherMember,
    ReturnsTooMuch,
    TooManySales,
)
from shuke.sales.returning import Part, overdrawn
from shuke.storage import locks
from shuke.storage.transactions import retrying, writing

BATCH_MAX = 500


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a sale: `is_new` is False for a repeat, `is_parked` for an early return.

    While a return is parked, `sale_id` is the id under which it waits; later that id leads to the
    return that it became.
    """

    sale_id: int
    number: str
    is_new: bool
    is_parked: bool = False

    @property
    def public_id(self) -> str:
        """The id as the outside sees it."""
        return ids.public("sal", self.sale_id)


def record(*, sale: SaleIn, at: datetime, by: Actor) -> Recorded:
    """Record one sale or return; the same one again changes nothing.

    A return that comes before its sale is parked and joins it when the sale arrives (E03). The
    door has checked that the actor may write for the store.

    Raises:
        BadSale, TooManyLines, SignWrong, SumsDiffer: the sale cannot be true.
        UnknownStore: no such store.
        NumberTaken: the store has a different sale of that number.
        ReturnsTooMuch, NotASale, OtherMember: the return does not fit its sale.
    """
    check(sale)

    def run() -> Recorded:
        with writing():
            desk = Desk(at=at, by=by)
            recorded = _record(desk, sale)
            events.record_many(desk.happenings)
            return recorded

    return retrying(run)


def record_many(
    *, sales: Sequence[SaleIn], at: datetime, by: Actor
) -> tuple[Recorded | Refusal, ...]:
    """Record a batch in its order, each sale by itself: one refused sale stops no other.

    Raises:
        TooManySales: more than 500 at once, or none.
    """
    if not 1 <= len(sales) <= BATCH_MAX:
        raise TooManySales(param="sales", most=BATCH_MAX, count=len(sales))

    def run() -> tuple[Recorded | Refusal, ...]:
        with writing():
            desk = Desk(at=at, by=by)
            outcomes = tuple(_recorded_or_refused(desk, sale) for sale in sales)
            events.record_many(desk.happenings)
            return outcomes

    return retrying(run)


def _recorded_or_refused(desk: Desk, sale: SaleIn) -> Recorded | Refusal:
    before = len(desk.happenings)
    try:
        check(sale)
        with transaction.atomic():
            return _record(desk, sale)
    except Refusal as refusal:
        # What the rolled-back part said has not happened, nor are its placeholders there.
        del desk.happenings[before:]
        desk.products.clear()
        return refusal


def _record(desk: Desk, sale: SaleIn) -> Recorded:
    names = [_lock_name(sale.store, sale.number)]
    if sale.is_return:
        names.append(_lock_name(*sale.original))
    # Sale and return may arrive at once: whoever is second must see the first.
    locks.hold(*names)
    known = _known(desk, sale)
    if known is not None:
        return known
    if sale.is_return:
        return _record_return(desk, sale)
    return _record_sale(desk, sale)


def _lock_name(store: str, number: str) -> str:
    return f"sale/{store}/{number}"


def _known(desk: Desk, sale: SaleIn) -> Recorded | None:
    """The answer to a repeat, or None for a number that is free.

    Raises:
        NumberTaken: the number stands for something else.
    """
    store = desk.store(sale.store)
    row = Sale.objects.filter(store_id=store.id, number=sale.number).first()
    if row is not None:
        _demand_same(sale, body_of_sale(row.pk), row.member_id)
        return Recorded(sale_id=row.pk, number=sale.number, is_new=False)
    parked = ParkedReturn.objects.filter(store_id=store.id, number=sale.number).first()
    if parked is not None:
        _demand_same(sale, parked.body, parked.member_id)
        return Recorded(sale_id=parked.pk, number=sale.number, is_new=False, is_parked=True)
    return None


def _demand_same(sale: SaleIn, body: object, member_id: int | None) -> None:
    is_same_member = _is_one_member(sale.member_id, member_id)
    if sale.is_return and sale.member_id is None:
        is_same_member = True  # a return takes its member from the sale
    if body != body_of(sale) or not is_same_member:
        raise NumberTaken(param="number", store=sale.store, number=sale.number)


def _is_one_member(first: int | None, second: int | None) -> bool:
    if first == second:
        return True
    if first is None or second is None:
        return False
    survivors = survivors_of([first, second])
    return bool(survivors.get(first, first) == survivors.get(second, second))


def _record_sale(desk: Desk, sale: SaleIn) -> Recorded:
    sale_id = _written(desk, sale, returns_id=None)
    store = desk.store(sale.store)
    waiting = ParkedReturn.objects.filter(
        returns_store_id=store.id, returns_number=sale.number, sale__isnull=True
    ).order_by("at", "pk")
    for parked in waiting:
        _join(desk, parked)
    return Recorded(sale_id=sale_id, number=sale.number, is_new=True)


def _written(desk: Desk, sale: SaleIn, *, returns_id: int | None) -> int:
    try:
        return write_sale(desk, sale, returns_id=returns_id, products=product_ids(desk, sale))
    except IntegrityError:
        # An import wrote the number between look-up and insert; a repeat finds it. The refusal
        # takes the broken transaction (or savepoint) of the caller along.
        raise NumberTaken(param="number", store=sale.store, number=sale.number) from None


def _join(desk: Desk, parked: ParkedReturn) -> None:
    """Record a parked return now that its sale is here; what does not fit stays, and says why."""
    try:
        with transaction.atomic():
            recorded = _record_return(desk, sale_from(parked.body, parked.member_id))
    except Refusal as refusal:
        desk.products.clear()
        ParkedReturn.objects.filter(pk=parked.pk).update(problem=refusal.code)
    else:
        ParkedReturn.objects.filter(pk=parked.pk).update(sale_id=recorded.sale_id, problem="")


def _record_return(desk: Desk, sale: SaleIn) -> Recorded:
    store, number = sale.original
    original = Sale.objects.filter(store_id=desk.store(store).id, number=number).first()
    if original is None:
        return _park(desk, sale)
    if original.returns_id is not None:
        raise NotASale(param="returns", number=number)
    if sale.member_id is not None and not _is_one_member(sale.member_id, original.member_id):
        raise OtherMember(param="member")
    _demand_enough_left(desk, sale, original)
    owned = replace(sale, member_id=original.member_id)
    sale_id = _written(desk, owned, returns_id=original.pk)
    return Recorded(sale_id=sale_id, number=sale.number, is_new=True)


def _demand_enough_left(desk: Desk, sale: SaleIn, original: Sale) -> None:
    moved = Line.objects.filter(sale_id=original.pk) | Line.objects.filter(
        sale__returns_id=original.pk
    )
    left = [Part(*row) for row in moved.values_list("product_id", "quantity_milli", "amount")]
    products = product_ids(desk, sale)
    back = [
        Part(
            None if line.product is None else products[line.product],
            line.quantity_milli,
            line.amount,
        )
        for line in sale.lines
    ]
    missing = overdrawn(left, back)
    if missing:
        names = {product: name for name, product in products.items()}
        name = "-" if missing[0].product is None else names[missing[0].product]
        raise ReturnsTooMuch(param="lines", product=name, number=original.number)


def _park(desk: Desk, sale: SaleIn) -> Recorded:
    store, number = sale.original
    parked = ParkedReturn.objects.create(
        id=ids.new_id(),
        store_id=desk.store(sale.store).id,
        number=sale.number,
        returns_store_id=desk.store(store).id,
        returns_number=number,
        member_id=sale.member_id,
        body=body_of(sale),
        at=desk.at,
        by=str(desk.by),
    )
    desk.happenings.append(
        Happening(
            name=records.PARKED,
            at=desk.at,
            by=desk.by,
            subject=f"sale/{parked.pk}",
            member_id=sale.member_id,
            payload={"store": sale.store, "number": sale.number, "returns": number},
        )
    )
    return Recorded(sale_id=parked.pk, number=sale.number, is_new=True, is_parked=True)
