"""Days that explain a peak or a dip: marked on every chart over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

# First day of the Chinese New Year, from the lunar calendar as published (UTC+8).
_SPRING = {
    2015: (2, 19),
    2016: (2, 8),
    2017: (1, 28),
    2018: (2, 16),
    2019: (2, 5),
    2020: (1, 25),
    2021: (2, 12),
    2022: (2, 1),
    2023: (1, 22),
    2024: (2, 10),
    2025: (1, 29),
    2026: (2, 17),
    2027: (2, 6),
    2028: (1, 26),
    2029: (2, 13),
    2030: (2, 3),
}
_CHINA = (
    (1, 1, _("New Year")),
    (2, 14, _("Valentine")),
    (5, 1, _("Labour Day")),
    (6, 18, "618"),
    (10, 1, _("National Day")),
    (11, 11, _("Double 11")),
    (12, 12, _("Double 12")),
)
_ELSEWHERE = (
    (1, 1, _("New Year")),
    (2, 14, _("Valentine")),
    (7, 4, _("Independence Day")),
    (10, 31, _("Halloween")),
    (12, 25, _("Christmas")),
)
_THURSDAY = 3
_NOVEMBER = 11


@dataclass(frozen=True, slots=True)
class Mark:
    """A named day."""

    day: date
    name: str


def marks(days: Sequence[date], currency: str) -> tuple[Mark, ...]:
    """The named days among these, in the calendar that the chain's currency points to."""
    wanted = set(days)
    found = [
        mark
        for year in sorted({day.year for day in days})
        for mark in _of_year(year, is_chinese=currency == "CNY")
        if mark.day in wanted
    ]
    return tuple(sorted(found, key=lambda mark: mark.day))


def _of_year(year: int, *, is_chinese: bool) -> list[Mark]:
    fixed = _CHINA if is_chinese else _ELSEWHERE
    found = [Mark(date(year, month, day), str(name)) for month, day, name in fixed]
    if is_chinese and year in _SPRING:
        found.append(Mark(date(year, *_SPRING[year]), str(_("Spring Festival"))))
    if not is_chinese:
        first = date(year, _NOVEMBER, 1)
        thanks = first + timedelta(days=(_THURSDAY - first.weekday()) % 7 + 21)
        found.append(Mark(thanks, str(_("Thanksgiving"))))
    return found
