"""A recorded sale in the spelling in which it came, to tell a repeat from another sale."""

from datetime import UTC

from shuke.sales.models import Line, Payment, Sale, Step
from shuke.sales.receipt import LineIn, SaleIn, StepIn, body_of


def body_of_sale(sale_id: int) -> dict[str, object]:
    """The body of a recorded sale, equal to `receipt.body_of` of what was sent."""
    row = Sale.objects.select_related("store", "till", "returns__store").get(pk=sale_id)
    lines = Line.objects.filter(sale_id=sale_id).order_by("position")
    steps = Step.objects.filter(sale_id=sale_id).order_by("position")
    sale = SaleIn(
        number=row.number,
        store=row.store.number,
        sold_at=row.sold_at.astimezone(UTC),
        till=row.till.number if row.till else "",
        staff=row.staff,
        channel=row.channel,
        returns=row.returns.number if row.returns else None,
        returns_store=row.returns.store.number if row.returns else None,
        lines=tuple(
            LineIn(number, quantity, gross, amount, discounts or {})
            for number, quantity, gross, amount, discounts in lines.values_list(
                "product__number", "quantity_milli", "gross", "amount", "discounts"
            )
        ),
        payments=dict(Payment.objects.filter(sale_id=sale_id).values_list("kind", "amount")),
        steps=tuple(
            StepIn(kind=kind, channel=channel, at=at, store=store)
            for kind, channel, at, store in steps.values_list(
                "kind", "channel", "at", "store__number"
            )
        ),
    )
    return body_of(sale)
