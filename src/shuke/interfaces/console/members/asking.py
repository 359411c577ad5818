"""What the list of members is asked for: words, filters, and the condition that they are."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.wording import name_of
from shuke.rules.conditions import All, Compare, Condition
from shuke.rules.operators import Operator

WORDS_MAX = 80
_DAYS_MAX = 3650
_AMOUNT_MAX = 10**15


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address names; `spent` in minor units, days of joining both inclusive."""

    words: str = ""
    segment: str = ""
    state: str = ""
    store: str = ""
    channel: str = ""
    joined_from: date | None = None
    joined_to: date | None = None
    spent: int | None = None
    spent_text: str = ""
    quiet_days: int | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for."""
        return self != Asked()

    @property
    def needs_lake(self) -> bool:
        """Whether figures decide who is in the list."""
        return bool(self.segment or self.state) or not (self.spent is self.quiet_days is None)


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in words, and the address without it."""

    label: str
    without: str
    is_data: bool = False


def asked_of(given: Mapping[str, str], visit: Visit) -> Asked:
    """Read an address; what cannot be read is as if it were not given."""
    spent_text = given.get("spent", "").strip()[:20]
    spent = _minor(spent_text, visit.chain.digits)
    asked = Asked(
        words=given.get("q", "").strip()[:WORDS_MAX],
        store=given.get("store", "").strip()[:40],
        channel=given.get("channel", "").strip()[:20],
        joined_from=_day(given.get("joined_from", "")),
        joined_to=_day(given.get("joined_to", "")),
    )
    if not visit.scope.can("figures.read"):
        return asked
    return replace(
        asked,
        segment=given.get("segment", "")[:40],
        state=given.get("state", "")[:40],
        spent=spent,
        spent_text="" if spent is None else spent_text,
        quiet_days=_days(given.get("quiet", "")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _days(text: str) -> int | None:
    # isascii: isdigit alone also takes superscripts, which int() refuses.
    if not (text.isascii() and text.isdigit()):
        return None
    return int(text) if 1 <= int(text[:6]) <= _DAYS_MAX else None


def _minor(text: str, digits: int) -> int | None:
    try:
        amount = Decimal(text).scaleb(digits)
    except InvalidOperation:
        return None
    if not amount.is_finite() or not 0 <= amount <= _AMOUNT_MAX:
        return None
    return int(amount)


def query_of(asked: Asked, **changes: str) -> str:
    """The address' query of these filters, with some changed."""
    query = {
        "q": asked.words,
        "segment": asked.segment,
        "state": asked.state,
        "store": asked.store,
        "channel": asked.channel,
        "joined_from": asked.joined_from.isoformat() if asked.joined_from else "",
        "joined_to": asked.joined_to.isoformat() if asked.joined_to else "",
        "spent": asked.spent_text,
        "quiet": "" if asked.quiet_days is None else str(asked.quiet_days),
        **changes,
    }
    return urlencode({name: value for name, value in query.items() if value})


def condition_of(asked: Asked, *, is_in_lake: bool = False) -> Condition:
    """The filters as one condition (words are no filter).

    With `is_in_lake` only the parts that the operational tables cannot answer themselves.
    """
    parts: list[Condition] = []

    def add(fact: str, operator: Operator, value: Any) -> None:
        if value not in {None, ""}:
            parts.append(Compare(fact, operator, value))

    if not is_in_lake:
        add("member.store", Operator.EQUALS, asked.store)
        add("member.channel", Operator.EQUALS, asked.channel)
        add("member.joined_on", Operator.AT_LEAST, asked.joined_from)
        add("member.joined_on", Operator.AT_MOST, asked.joined_to)
    add("rfm.segment", Operator.EQUALS, asked.segment)
    add("lifecycle.state", Operator.EQUALS, asked.state)
    add("sales.amount_total", Operator.AT_LEAST, asked.spent)
    add("sales.days_since_last", Operator.AT_LEAST, asked.quiet_days)
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def chips_of(asked: Asked, visit: Visit) -> tuple[Chip, ...]:
    """Each filter in words with the way back; RFM and lifecycle have their own fields."""
    formats = visit.formats
    found: list[tuple[str, str, bool]] = []
    if asked.segment:
        found.append(("segment", name_of(asked.segment), False))
    if asked.state:
        found.append(("state", name_of(asked.state), False))
    if asked.store:
        found.append(("store", _("store {number}").replace("{number}", asked.store), True))
    if asked.channel:
        found.append(("channel", asked.channel, True))
    if asked.joined_from:
        text = _("joined from {day}").replace("{day}", formats.day(asked.joined_from))
        found.append(("joined_from", text, False))
    if asked.joined_to:
        text = _("joined until {day}").replace("{day}", formats.day(asked.joined_to))
        found.append(("joined_to", text, False))
    if asked.spent is not None:
        text = _("spent at least {amount}").replace("{amount}", formats.money(asked.spent))
        found.append(("spent", text, False))
    if asked.quiet_days is not None:
        text = _("no purchase for {days}").replace("{days}", formats.days(asked.quiet_days))
        found.append(("quiet", text, False))
    return tuple(
        Chip(label, f"?{query_of(asked, **{name: ''})}", is_data) for name, label, is_data in found
    )
