"""A sale as it comes in, and what must be true of it before anything is written. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from shuke.kernel.money import MINOR_UNITS_MAX
from shuke.sales.refusals import BadSale, SignWrong, SumsDiffer, TooManyLines

LINES_MAX = 500
KINDS_MAX = 20
STEPS_MAX = 20
QUANTITY_MILLI_MAX = 10**12
_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)
_KIND = re.compile(r"[a-z0-9][a-z0-9_.-]{0,29}")
_CHANNEL = re.compile(r"[a-z0-9][a-z0-9_.-]{0,19}")
STEP_KINDS = ("booked", "tried", "paid", "collected", "delivered")


@dataclass(frozen=True, slots=True)
class LineIn:
    """One line: quantity in thousandths, money in minor units, `amount` = gross less discounts."""

    product: str | None
    quantity_milli: int
    gross: int
    amount: int
    discounts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepIn:
    """A step of a sale that crosses channels: booked on the web, tried in store 2 (Q05)."""

    kind: str
    channel: str
    at: datetime
    store: str | None = None


@dataclass(frozen=True, slots=True)
class SaleIn:
    """A sale, or a return: then quantities and money are negative and `returns` names the sale.

    `store` is the store's number; `returns_store` is the store of the sale taken back where it is
    another one. `sold_at` is an aware instant.
    """

    number: str
    store: str
    sold_at: datetime
    lines: tuple[LineIn, ...]
    member_id: int | None = None
    till: str = ""
    staff: str = ""
    channel: str = "store"
    payments: Mapping[str, int] = field(default_factory=dict)
    returns: str | None = None
    returns_store: str | None = None
    steps: tuple[StepIn, ...] = ()

    @property
    def is_return(self) -> bool:
        """Whether it takes a sale back."""
        return self.returns is not None

    @property
    def original(self) -> tuple[str, str]:
        """Store and number of the sale taken back."""
        return (self.returns_store or self.store, self.returns or "")

    @property
    def gross(self) -> int:
        """What the lines would have cost, in minor units."""
        return sum(line.gross for line in self.lines)

    @property
    def amount(self) -> int:
        """What the lines cost, in minor units."""
        return sum(line.amount for line in self.lines)


def check(sale: SaleIn) -> None:
    """Refuse a sale that cannot be true.

    Raises:
        BadSale, TooManyLines, SignWrong, SumsDiffer: nothing is written.
    """
    _check_texts(sale)
    _check_moment(sale.sold_at, "sold_at")
    if not 1 <= len(sale.lines) <= LINES_MAX:
        raise TooManyLines(param="lines", most=LINES_MAX, count=len(sale.lines))
    for position, line in enumerate(sale.lines):
        _check_line(line, f"lines.{position}", is_return=sale.is_return)
    _within(sale.gross, "gross", MINOR_UNITS_MAX)
    _within(sale.amount, "amount", MINOR_UNITS_MAX)
    _check_payments(sale)
    _check_steps(sale.steps)


def _check_texts(sale: SaleIn) -> None:
    for name, text, least, most in (
        ("number", sale.number, 1, 60),
        ("store", sale.store, 1, 40),
        ("till", sale.till, 0, 40),
        ("staff", sale.staff, 0, 60),
        ("returns", sale.returns if sale.returns is not None else "-", 1, 60),
        ("returns_store", sale.returns_store or "", 0, 40),
    ):
        _check_text(name, text, least, most)
    if not _CHANNEL.fullmatch(sale.channel):
        raise BadSale(param="channel", what="channel", rule="a-z 0-9 _ . - (1-20)")


def _check_text(name: str, text: str, least: int, most: int) -> None:
    if not least <= len(text) <= most or text != text.strip() or not text.isprintable():
        rule = f"printable text of {least} to {most} characters, no blanks around it"
        raise BadSale(param=name, what=name, rule=rule)


def _check_moment(at: datetime, name: str) -> None:
    if at.tzinfo is None or not _EARLIEST <= at <= _LATEST:
        rule = "a moment with its UTC offset, from 1970 to 2200"
        raise BadSale(param=name, what=name, rule=rule)


def _check_line(line: LineIn, name: str, *, is_return: bool) -> None:
    if line.product is not None:
        _check_text(f"{name}.product", line.product, 1, 60)
    _within(line.quantity_milli, f"{name}.quantity_milli", QUANTITY_MILLI_MAX)
    _within(line.gross, f"{name}.gross", MINOR_UNITS_MAX)
    _within(line.amount, f"{name}.amount", MINOR_UNITS_MAX)
    _check_kinds(line.discounts, f"{name}.discounts")
    numbers = (line.quantity_milli, line.gross, line.amount, *line.discounts.values())
    _check_sign(numbers, name, is_return=is_return)
    taken = sum(line.discounts.values())
    if line.gross - taken != line.amount:
        wanted = line.gross - line.amount
        raise SumsDiffer(param=f"{name}.discounts", what="discounts", sum=taken, wanted=wanted)


def _check_sign(numbers: Iterable[int], name: str, *, is_return: bool) -> None:
    if any(number > 0 if is_return else number < 0 for number in numbers):
        raise SignWrong(param=name)


def _within(number: int, name: str, most: int) -> None:
    if abs(number) > most:
        raise BadSale(param=name, what=name, rule=f"a whole number from -{most} to {most}")


def _check_kinds(amounts: Mapping[str, int], name: str) -> None:
    if len(amounts) > KINDS_MAX or not all(_KIND.fullmatch(kind) for kind in amounts):
        rule = f"at most {KINDS_MAX} kinds named a-z 0-9 _ . - (1-30)"
        raise BadSale(param=name, what=name, rule=rule)
    for amount in amounts.values():
        _within(amount, name, MINOR_UNITS_MAX)


def _check_payments(sale: SaleIn) -> None:
    _check_kinds(sale.payments, "payments")
    _check_sign(sale.payments.values(), "payments", is_return=sale.is_return)
    paid = sum(sale.payments.values())
    if sale.payments and paid != sale.amount:
        raise SumsDiffer(param="payments", what="payments", sum=paid, wanted=sale.amount)


def _check_steps(steps: tuple[StepIn, ...]) -> None:
    if len(steps) > STEPS_MAX or any(step.kind not in STEP_KINDS for step in steps):
        rule = f"at most {STEPS_MAX} of {', '.join(STEP_KINDS)}"
        raise BadSale(param="steps", what="steps", rule=rule)
    for position, step in enumerate(steps):
        _check_moment(step.at, f"steps.{position}.at")
        if not _CHANNEL.fullmatch(step.channel):
            name = f"steps.{position}.channel"
            raise BadSale(param=name, what=name, rule="a-z 0-9 _ . - (1-20)")


def body_of(sale: SaleIn) -> dict[str, object]:
    """The sale as plain JSON in one spelling: equal bodies are the same sale.

    The member is left out: he may have been merged since, so that is compared apart.
    """
    return {
        "number": sale.number,
        "store": sale.store,
        "sold_at": sale.sold_at.astimezone(UTC).isoformat(),
        "till": sale.till,
        "staff": sale.staff,
        "channel": sale.channel,
        "returns": list(sale.original) if sale.is_return else None,
        "lines": [
            [line.product, line.quantity_milli, line.gross, line.amount, dict(line.discounts)]
            for line in sale.lines
        ],
        "payments": dict(sale.payments),
        "steps": [
            [step.kind, step.channel, step.at.astimezone(UTC).isoformat(), step.store]
            for step in sale.steps
        ],
    }


def sale_from(body: Mapping[str, object], member_id: int | None) -> SaleIn:
    """The sale of a parked body: the inverse of `body_of`."""
    given: dict[str, object] = dict(body)
    lines: list[list[object]] = given.pop("lines")  # type: ignore[assignment]  # body_of's shape
    steps: list[list[str]] = given.pop("steps")  # type: ignore[assignment]  # body_of's shape
    returns: list[str] | None = given.pop("returns")  # type: ignore[assignment]  # body_of's shape
    given["sold_at"] = datetime.fromisoformat(str(given["sold_at"]))
    return SaleIn(
        **given,  # type: ignore[arg-type]  # the rest has the names and types of the fields
        member_id=member_id,
        lines=tuple(LineIn(*line) for line in lines),  # type: ignore[arg-type]  # as above
        returns=returns[1] if returns else None,
        returns_store=returns[0] if returns else None,
        steps=tuple(
            StepIn(kind=kind, channel=channel, at=datetime.fromisoformat(at), store=store)
            for kind, channel, at, store in steps
        ),
    )
