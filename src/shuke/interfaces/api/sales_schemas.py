"""Sales as the API takes and gives them: money in minor units, quantities in thousandths."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

from shuke.interfaces.api.errors import ErrorBody
from shuke.interfaces.api.strict import Strict
from shuke.interfaces.api.times import iso
from shuke.kernel.money import MINOR_UNITS_MAX
from shuke.sales import actions
from shuke.sales import queries as sales

Money = Annotated[int, Field(strict=True, ge=-MINOR_UNITS_MAX, le=MINOR_UNITS_MAX)]
QUANTITY_MAX = 10**12
Kinds = Annotated[dict[str, Money], Field(max_length=20)]


class LineIn(Strict):
    """One line; `gross` is taken as amount plus discounts where it is left out."""

    product: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    quantity_milli: Annotated[int, Field(strict=True, ge=-QUANTITY_MAX, le=QUANTITY_MAX)] = 1000
    amount: Money
    gross: Money | None = None
    discounts: Kinds = Field(default_factory=dict)

    def taken(self) -> actions.LineIn:
        """The line as the action takes it."""
        gross = self.amount + sum(self.discounts.values()) if self.gross is None else self.gross
        return actions.LineIn(
            product=self.product,
            quantity_milli=self.quantity_milli,
            gross=gross,
            amount=self.amount,
            discounts=self.discounts,
        )


class StepIn(Strict):
    """A step through a channel: booked, tried, paid, collected or delivered."""

    kind: Literal["booked", "tried", "paid", "collected", "delivered"]
    channel: Annotated[str, Field(min_length=1, max_length=20)]
    at: AwareDatetime
    store: Annotated[str, Field(max_length=40)] | None = None


class SaleIn(Strict):
    """A sale, or a return: then amounts are negative and `returns` is the number of the sale.

    `member` is a member number or `mem_…`; leave it out for an anonymous sale.
    """

    number: Annotated[str, Field(min_length=1, max_length=60)]
    store: Annotated[str, Field(min_length=1, max_length=40)]
    sold_at: AwareDatetime
    lines: Annotated[list[LineIn], Field(min_length=1, max_length=500)]
    member: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    till: Annotated[str, Field(max_length=40)] = ""
    staff: Annotated[str, Field(max_length=60)] = ""
    channel: Annotated[str, Field(min_length=1, max_length=20)] = "store"
    payments: Kinds = Field(default_factory=dict)
    returns: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    returns_store: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    steps: Annotated[list[StepIn], Field(max_length=20)] = Field(default_factory=list)

    def taken(self, member_id: int | None) -> actions.SaleIn:
        """The sale as the action takes it."""
        return actions.SaleIn(
            number=self.number,
            store=self.store,
            sold_at=self.sold_at,
            lines=tuple(line.taken() for line in self.lines),
            member_id=member_id,
            till=self.till,
            staff=self.staff,
            channel=self.channel,
            payments=self.payments,
            returns=self.returns,
            returns_store=self.returns_store,
            steps=tuple(
                actions.StepIn(kind=one.kind, channel=one.channel, at=one.at, store=one.store)
                for one in self.steps
            ),
        )


class BatchIn(Strict):
    """Up to 500 sales, recorded in this order, each by itself."""

    sales: Annotated[list[SaleIn], Field(min_length=1, max_length=actions.BATCH_MAX)]


class RecordedOut(Schema):
    """What became of a sale: `is_new` is false for a repeat, `is_parked` for an early return."""

    object: Literal["sale.recorded"] = "sale.recorded"
    id: str
    number: str
    is_new: bool
    is_parked: bool


class OutcomeOut(Schema):
    """One sale of a batch: recorded, or refused with its error."""

    number: str
    recorded: RecordedOut | None
    error: ErrorBody | None


class BatchOut(Schema):
    """The outcomes in the order of the sales."""

    object: Literal["batch"] = "batch"
    recorded: int
    refused: int
    outcomes: list[OutcomeOut]


class SaleOut(Schema):
    """A sale in a list; `day` and `local_at` by the store's clock."""

    object: Literal["sale"] = "sale"
    id: str
    number: str
    store: str
    till: str
    staff: str
    member: str | None
    channel: str
    sold_at: str
    local_at: str
    day: str
    currency: str
    gross: int
    amount: int
    line_count: int
    returns: str | None


class LineOut(Schema):
    """One line; `is_known` is false for a product that the catalogue does not have yet."""

    product: str | None
    name: str
    is_known: bool
    quantity_milli: int
    gross: int
    amount: int
    discounts: dict[str, int]


class StepOut(Schema):
    """One step through a channel, returns included."""

    kind: str
    channel: str
    store: str | None
    at: str


class SaleDetailOut(SaleOut):
    """A sale whole; `net` is what is left of the amount after its returns."""

    lines: list[LineOut]
    payments: dict[str, int]
    steps: list[StepOut]
    returned_by: list[str]
    net: int


def recorded_out(recorded: actions.Recorded) -> RecordedOut:
    """An outcome as the API shows it."""
    return RecordedOut(
        id=recorded.public_id,
        number=recorded.number,
        is_new=recorded.is_new,
        is_parked=recorded.is_parked,
    )


def sale_out(
    card: sales.SaleCard, *, member: str | None, currency: str, returns: str | None
) -> SaleOut:
    """A card as the API shows it."""
    return SaleOut(
        id=card.public_id,
        number=card.number,
        store=card.store,
        till=card.till,
        staff=card.staff,
        member=member,
        channel=card.channel,
        sold_at=iso(card.sold_at),
        local_at=card.local_at.isoformat(),
        day=card.day.isoformat(),
        currency=currency,
        gross=card.gross,
        amount=card.amount,
        line_count=card.line_count,
        returns=returns,
    )


def detail_out(
    detail: sales.SaleDetail, *, member: str | None, currency: str, returns: str | None
) -> SaleDetailOut:
    """A whole sale as the API shows it."""
    head = sale_out(detail.card, member=member, currency=currency, returns=returns)
    return SaleDetailOut(
        **head.model_dump(),
        lines=[
            LineOut(
                product=line.product,
                name=line.name,
                is_known=line.is_known,
                quantity_milli=line.quantity_milli,
                gross=line.gross,
                amount=line.amount,
                discounts=dict(line.discounts),
            )
            for line in detail.lines
        ],
        payments=dict(detail.payments),
        steps=[
            StepOut(kind=one.kind, channel=one.channel, store=one.store, at=iso(one.at))
            for one in detail.steps
        ],
        returned_by=[one.public_id for one in detail.returns],
        net=detail.net,
    )
