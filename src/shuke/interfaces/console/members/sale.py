"""One sale: its lines, discounts, payments, and what was returned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.members.people import person_of
from shuke.members import queries as members
from shuke.sales import queries as sales
from shuke.stores import queries as stores

_MILLI = 1000


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount under its kind."""

    kind: str
    amount: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `about` is the product's number."""

    product: str
    about: str
    quantity: str
    gross: str
    amount: str
    discounts: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """A sale that belongs to this one: taken back by it, or taking it back."""

    number: str
    href: str
    amount: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A sale ready for its page."""

    number: str
    is_return: bool
    when: str
    store: str
    till: str
    staff: str
    gross: str
    amount: str
    discounts: tuple[Sum, ...]
    lines: tuple[Line, ...]
    lines_note: str
    payments: tuple[Sum, ...]
    returns: Other | None
    returned_by: tuple[Other, ...]


@page("sales.read")
def sale(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """A sale whole."""
    detail = sales.sale_of(reference, visit.scope)
    person = None
    if detail.card.member_id is not None:
        card = members.cards_of([detail.card.member_id], visit.scope).get(detail.card.member_id)
        person = person_of(card) if card else None
    return show(visit, "members/sale.html", {"sale": _shown(detail, visit), "person": person})


def _shown(detail: sales.SaleDetail, visit: Visit) -> Shown:
    card, formats = detail.card, visit.formats
    store = next((s.label for s in stores.stores(visit.reach) if s.id == card.store_id), card.store)
    return Shown(
        number=card.number,
        is_return=card.is_return,
        when=f"{formats.day(card.day)} {card.local_at:%H:%M}",
        store=store,
        till=card.till,
        staff=card.staff,
        gross=formats.money(card.gross),
        amount=formats.money(card.amount),
        discounts=_sums(_discounts(detail.lines), visit, minus=True),
        lines=tuple(_line(line, visit) for line in detail.lines),
        lines_note=_("{count} lines").replace("{count}", formats.count(card.line_count)),
        payments=_sums(detail.payments, visit),
        returns=_other(detail.original, visit) if detail.original else None,
        returned_by=tuple(_other(one, visit) for one in detail.returns),
    )


def _line(line: sales.LineView, visit: Visit) -> Line:
    return Line(
        product=line.name,
        about=line.product if line.product and line.product != line.name else "",
        quantity=_quantity(line.quantity_milli, visit),
        gross=visit.formats.money(line.gross),
        amount=visit.formats.money(line.amount),
        discounts=_sums(line.discounts, visit, minus=True),
    )


def _quantity(milli: int, visit: Visit) -> str:
    if milli % _MILLI == 0:
        return visit.formats.count(milli // _MILLI)
    return visit.formats.count(milli / _MILLI, 3)


def _discounts(lines: Iterable[sales.LineView]) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in lines:
        for kind, amount in line.discounts.items():
            found[kind] = found.get(kind, 0) + amount
    return found


def _sums(amounts: Mapping[str, int], visit: Visit, *, minus: bool = False) -> tuple[Sum, ...]:
    sign = -1 if minus else 1
    return tuple(
        Sum(kind, visit.formats.money(sign * amount)) for kind, amount in amounts.items() if amount
    )


def _other(card: sales.SaleCard, visit: Visit) -> Other:
    return Other(
        number=card.number,
        href=reverse("members:sale", kwargs={"reference": card.public_id}),
        amount=visit.formats.money(card.amount),
    )
