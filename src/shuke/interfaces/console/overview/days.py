"""The period of the overview: so many days before the day it is read for."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit

DAYS = ("30", "7", "90", "365")


def days_of(visit: Visit) -> int:
    """How many days the page looks back."""
    return int(visit.choice("days", DAYS))


def options(visit: Visit) -> list[tuple[str, str, bool]]:
    """The choice of periods: value, words, whether it is chosen."""
    chosen = str(days_of(visit))
    return [
        (days, _("Last {days} days").format(days=days), days == chosen)
        for days in sorted(DAYS, key=int)
    ]


def words_of(visit: Visit) -> str:
    """From which day to which, and what it is compared with."""
    last = visit.day() - timedelta(days=1)
    first = visit.day() - timedelta(days=days_of(visit))
    return _("{first} – {last} · compared with the {days} days before").format(
        first=visit.formats.day(first), last=visit.formats.day(last), days=days_of(visit)
    )


def earlier(visit: Visit) -> date:
    """The day at which the period before ended."""
    return visit.day() - timedelta(days=days_of(visit))
