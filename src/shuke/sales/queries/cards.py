"""Sales as lists and pages show them, within the stores of the reader."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from shuke.catalog.queries import products_of
from shuke.kernel import ids
from shuke.kernel.scope import Scope
from shuke.sales.models import Line, ParkedReturn, Payment, Sale, Step
from shuke.sales.refusals import ParkedReturn as StillParked
from shuke.sales.refusals import UnknownSale

LIMIT_MAX = 200


@dataclass(frozen=True, slots=True)
class SaleCard:
    """One sale in a list; money in minor units, `local_at` and `day` by the store's clock."""

    id: int
    public_id: str
    number: str
    store_id: int
    store: str
    till: str
    staff: str
    member_id: int | None
    channel: str
    sold_at: datetime
    local_at: datetime
    day: date
    gross: int
    amount: int
    line_count: int
    returns_id: int | None

    @property
    def is_return(self) -> bool:
        """Whether it takes a sale back."""
        return self.returns_id is not None


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of a sale; `name` is the product's label, its number where it has none."""

    position: int
    product_id: int | None
    product: str | None
    name: str
    is_known: bool
    quantity_milli: int
    gross: int
    amount: int
    discounts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a sale that crosses channels; a return is a step too."""

    kind: str
    channel: str
    store: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class SaleDetail:
    """One sale whole; `net` is what is left of its amount after its returns."""

    card: SaleCard
    lines: tuple[LineView, ...]
    payments: Mapping[str, int]
    steps: tuple[StepView, ...]
    returns: tuple[SaleCard, ...]
    original: SaleCard | None
    net: int


def in_scope(scope: Scope) -> "QuerySet[Sale]":
    """The sales of the reader's stores.

    Raises:
        NotAllowed: the role may not read sales.
    """
    scope.demand("sales.read")
    rows = Sale.objects.all()
    return rows if scope.stores is None else rows.filter(store_id__in=sorted(scope.stores))


def card_of(row: Sale) -> SaleCard:
    """A row (with its store and till selected) as a card."""
    return SaleCard(
        id=row.pk,
        public_id=ids.public("sal", row.pk),
        number=row.number,
        store_id=row.store_id,
        store=row.store.number,
        till=row.till.number if row.till else "",
        staff=row.staff,
        member_id=row.member_id,
        channel=row.channel,
        sold_at=row.sold_at,
        local_at=row.local_at,
        day=row.day,
        gross=row.gross,
        amount=row.amount,
        line_count=row.line_count,
        returns_id=row.returns_id,
    )


def _cards(rows: "QuerySet[Sale]") -> tuple[SaleCard, ...]:
    return tuple(map(card_of, rows.select_related("store", "till")))


def of_ids(wanted: Iterable[int], scope: Scope) -> dict[int, SaleCard]:
    """The cards of these sales that the scope may see."""
    rows = in_scope(scope).filter(pk__in=list(wanted))
    return {card.id: card for card in _cards(rows)}


def sale_of(reference: int | str, scope: Scope) -> SaleDetail:
    """One sale whole, by its id or `sal_…`; the id of a parked return leads to what it became.

    Raises:
        UnknownId, UnknownSale: there is none that the scope may see.
        ParkedReturn: the return still waits for its sale.
    """
    number = reference if isinstance(reference, int) else ids.private("sal", reference)
    rows = in_scope(scope)
    found = rows.filter(pk=number).first() or _joined(rows, number, scope)
    if found is None:
        raise UnknownSale(text=str(reference)[:40])
    related = in_scope(scope).filter(
        Q(pk=found.pk) | Q(returns_id=found.pk) | Q(pk=found.returns_id)
    )
    cards = {card.id: card for card in _cards(related.order_by("sold_at", "pk"))}
    card = cards.pop(found.pk)
    original = cards.pop(card.returns_id, None) if card.returns_id else None
    returns = tuple(cards.values())
    return SaleDetail(
        card=card,
        lines=_lines(found.pk),
        payments=dict(Payment.objects.filter(sale_id=found.pk).values_list("kind", "amount")),
        steps=_steps(found.pk, returns),
        returns=returns,
        original=original,
        net=card.amount + sum(one.amount for one in returns),
    )


def _joined(rows: "QuerySet[Sale]", number: int, scope: Scope) -> Sale | None:
    parked = ParkedReturn.objects.filter(pk=number).first()
    if parked is None or not scope.allows(parked.store_id):
        return None
    if parked.sale_id is None:
        raise StillParked(number=parked.returns_number)
    return rows.filter(pk=parked.sale_id).first()


def _steps(sale_id: int, returns: tuple[SaleCard, ...]) -> tuple[StepView, ...]:
    rows = Step.objects.filter(sale_id=sale_id).values_list(
        "kind", "channel", "store__number", "at"
    )
    given = [StepView(*row) for row in rows]
    back = [StepView("returned", one.channel, one.store, one.sold_at) for one in returns]
    return tuple(sorted([*given, *back], key=lambda step: step.at))


def lines_of(sale_id: int, scope: Scope) -> tuple[LineView, ...]:
    """The lines of one sale, in their order.

    Raises:
        UnknownSale: there is no such sale that the scope may see.
    """
    if not in_scope(scope).filter(pk=sale_id).exists():
        raise UnknownSale(text=ids.public("sal", sale_id))
    return _lines(sale_id)


def _lines(sale_id: int) -> tuple[LineView, ...]:
    rows = list(Line.objects.filter(sale_id=sale_id).order_by("position"))
    products = products_of(row.product_id for row in rows if row.product_id is not None)
    views = []
    for row in rows:
        product = products.get(row.product_id) if row.product_id is not None else None
        views.append(
            LineView(
                position=row.position,
                product_id=row.product_id,
                product=product.number if product else None,
                name=product.label if product else "",
                is_known=product.is_known if product else False,
                quantity_milli=row.quantity_milli,
                gross=row.gross,
                amount=row.amount,
                discounts=row.discounts or {},
            )
        )
    return tuple(views)
