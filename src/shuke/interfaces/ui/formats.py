"""How numbers, money and days are written in Chinese and in English: one place, no Django.

`static/shuke/js/formats.js` is the same for charts; tests compare the two on the same values.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Language = Literal["zh", "en"]

_SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "HKD": "HK$", "TWD": "NT$"}
_SCALES: dict[Language, tuple[tuple[int, str], ...]] = {
    "zh": ((10**8, "亿"), (10**4, "万")),
    "en": ((10**9, "B"), (10**6, "M"), (10**3, "K")),
}
# Below this a number is short enough to be written out.
_WRITTEN_OUT_BELOW = 10**4
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MISSING = "–"


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _exact(value: float | Decimal) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


@dataclass(frozen=True, slots=True)
class Formats:
    """The reader's language and the chain's currency (ISO code, decimals of its minor unit)."""

    language: Language = "zh"
    currency: str = "CNY"
    digits: int = 2

    @property
    def symbol(self) -> str:
        """The sign before an amount; the ISO code where we know no sign."""
        return _SYMBOLS.get(self.currency, f"{self.currency} ")

    def count(self, value: float | Decimal | None, decimals: int = 0) -> str:
        """Write a number in full: 128406 -> 128,406."""
        if value is None:
            return MISSING
        return f"{_rounded(_exact(value), decimals):,.{decimals}f}".replace("-", "−")

    def short(self, value: float | Decimal | None, decimals: int = 1) -> str:
        """Write a large number briefly: 1863000 -> 186.3 万 or 1.9M; small ones in full."""
        if value is None:
            return MISSING
        exact = _exact(value)
        if abs(exact) < _WRITTEN_OUT_BELOW:
            return self.count(exact, 0 if exact == exact.to_integral_value() else decimals)
        for size, unit in _SCALES[self.language]:
            if abs(exact) >= size:
                space = " " if self.language == "zh" else ""
                return f"{self.count(exact / size, decimals)}{space}{unit}"
        return self.count(exact)

    def money(self, minor: float | Decimal | None) -> str:
        """Write minor units as an amount in full: 123456 -> $1,234.56."""
        if minor is None:
            return MISSING
        major = _exact(minor).scaleb(-self.digits)
        return self._signed(major, self.count(abs(major), self.digits))

    def money_short(self, minor: float | Decimal | None) -> str:
        """Write minor units briefly: 459300012 -> $459.3 万 or $4.6M."""
        if minor is None:
            return MISSING
        major = _exact(minor).scaleb(-self.digits)
        whole = abs(major) if abs(major) < 100 else _rounded(abs(major), 0)  # noqa: PLR2004
        text = self.count(whole, 2) if whole < 100 else self.short(whole)  # noqa: PLR2004
        return self._signed(major, text)

    def percent(self, ratio: float | Decimal | None, decimals: int = 1) -> str:
        """Write a share: 0.382 -> 38.2%."""
        return MISSING if ratio is None else f"{self.count(_exact(ratio) * 100, decimals)}%"

    def points(self, difference: float | Decimal | None) -> str:
        """Write a difference of two shares: 0.013 -> 1.3 个百分点 or 1.3 pp."""
        if difference is None:
            return MISSING
        unit = " 个百分点" if self.language == "zh" else " pp"
        return f"{self.count(abs(_exact(difference)) * 100, 1)}{unit}"

    def days(self, value: float | Decimal | None, decimals: int = 0) -> str:
        """Write a number of days: 12 -> 12 天 or 12 days."""
        if value is None:
            return MISSING
        if self.language == "zh":
            return f"{self.count(value, decimals)} 天"
        return f"{self.count(value, decimals)} {'day' if value == 1 else 'days'}"

    def day(self, value: date | None) -> str:
        """Write a day with its year: 2017年12月31日 or 31 Dec 2017."""
        if value is None:
            return MISSING
        if self.language == "zh":
            return f"{value.year}年{value.month}月{value.day}日"
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"

    def day_short(self, value: date | None) -> str:
        """Write a day without its year: 12月31日 or 31 Dec."""
        if value is None:
            return MISSING
        if self.language == "zh":
            return f"{value.month}月{value.day}日"
        return f"{value.day} {_MONTHS[value.month - 1]}"

    def _signed(self, value: Decimal, text: str) -> str:
        return f"{'−' if value < 0 else ''}{self.symbol}{text}"
