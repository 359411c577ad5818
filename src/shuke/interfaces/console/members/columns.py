"""The columns of the list of members: which there are, which a person chose, what they hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.exporting import Value
from shuke.interfaces.console.members.figures import TONES, Known
from shuke.kernel.permissions import Permission
from shuke.members.queries import Card

CHOSEN = "members.columns"


@dataclass(frozen=True, slots=True)
class Around:
    """What the columns of one page need besides the member: the visit and the stores' names."""

    visit: Visit
    stores: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as the page writes it; `tone` makes a badge of it ("" is a plain badge)."""

    label: str
    text: str
    is_number: bool = False
    is_data: bool = False
    tone: str | None = None
    title: str = ""


Shown = Callable[[Card, Known, Around], tuple[str, Value, str]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `shown` answers its text, its raw value for files, and a title or tone."""

    name: str
    label: str | Promise
    shown: Shown
    permission: Permission = "members.read"
    is_number: bool = False
    is_data: bool = False
    is_badge: bool = False
    is_default: bool = True
    is_chosen: bool = False

    def cell(self, card: Card, known: Known, around: Around) -> Cell:
        """The value of one member, ready for the page."""
        text, _raw, more = self.shown(card, known, around)
        return Cell(
            label=str(self.label),
            text=text,
            is_number=self.is_number,
            is_data=self.is_data,
            tone=more if self.is_badge and text else None,
            title="" if self.is_badge else more,
        )

    def raw(self, card: Card, known: Known, around: Around) -> Value:
        """The value of one member for a file."""
        return self.shown(card, known, around)[1]


def ago(days: int | None, visit: Visit) -> str:
    """How long ago, in words: today, yesterday, 18 days ago."""
    if days is None:
        return ""
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    return gettext("{days} ago").replace("{days}", visit.formats.days(days))


def last_day(known: Known, visit: Visit) -> date | None:
    """The day of the last purchase."""
    days = known.value("recency_days")
    return None if days is None else visit.today - timedelta(days=int(days))


def _last(card: Card, known: Known, around: Around) -> tuple[str, Value, str]:
    day = last_day(known, around.visit)
    if day is None:
        return "", None, ""
    days = int(known.value("recency_days"))
    return ago(days, around.visit), day.isoformat(), around.visit.formats.day(day)


def _sales(card: Card, known: Known, around: Around) -> tuple[str, Value, str]:
    number = known.value("frequency")
    return ("", None, "") if number is None else (around.visit.formats.count(number), number, "")


def _amount(minor: int, around: Around) -> tuple[str, Value, str]:
    return around.visit.formats.money(minor), minor / 10**around.visit.chain.digits, ""


def _spend(card: Card, known: Known, around: Around) -> tuple[str, Value, str]:
    minor = known.value("monetary")
    return ("", None, "") if minor is None else _amount(int(minor), around)


def _average(card: Card, known: Known, around: Around) -> tuple[str, Value, str]:
    minor, times = known.value("monetary"), known.value("frequency")
    return _amount(round(minor / times), around) if times else ("", None, "")


def _store(card: Card, known: Known, around: Around) -> tuple[str, Value, str]:
    label = around.stores.get(card.store_id, "") if card.store_id else ""
    return label, label, ""


def _segment(card: Card, known: Known, around: Around) -> tuple[str, Value, str]:
    return known.segment_label, known.segment_label, TONES.get(known.segment, "")


def _state(card: Card, known: Known, around: Around) -> tuple[str, Value, str]:
    return known.state_label, known.state_label, TONES.get(known.state, "")


def _scores(card: Card, known: Known, around: Around) -> tuple[str, Value, str]:
    scores = [known.value(name) for name in ("r", "f", "m")]
    text = "" if None in scores else "·".join(str(score) for score in scores)
    return text, text, ""


def _joined(card: Card, known: Known, around: Around) -> tuple[str, Value, str]:
    if card.joined_on is None:
        return "", None, ""
    return around.visit.formats.day(card.joined_on), card.joined_on.isoformat(), ""


def _channel(card: Card, known: Known, around: Around) -> tuple[str, Value, str]:
    return card.channel, card.channel, ""


ALL: tuple[Column, ...] = (
    Column("last", _("Last purchase"), _last, "sales.read"),
    Column("sales", _("Sales"), _sales, "sales.read", is_number=True),
    Column("spend", _("Spend"), _spend, "sales.read", is_number=True),
    Column("average", _("Average sale"), _average, "sales.read", is_number=True, is_default=False),
    Column("store", _("Home store"), _store, is_data=True),
    Column("segment", _("RFM segment"), _segment, "figures.read", is_badge=True),
    Column("scores", _("R·F·M scores"), _scores, "figures.read", is_number=True, is_default=False),
    Column("state", _("Lifecycle"), _state, "figures.read", is_badge=True),
    Column("joined", _("Joined on"), _joined, is_default=False),
    Column("channel", _("Channel of joining"), _channel, is_data=True, is_default=False),
)
NAMES = frozenset(column.name for column in ALL)


def allowed(visit: Visit) -> tuple[Column, ...]:
    """The columns that the role may see; a cashier sees the least (promise D9)."""
    browses = visit.scope.can("members.browse")
    return tuple(
        column
        for column in ALL
        if visit.scope.can(column.permission) and (browses or column.name == "store")
    )


def chosen(visit: Visit) -> tuple[Column, ...]:
    """The columns that the person chose for this session, or those of the first visit."""
    wanted = visit.request.session.get(CHOSEN)
    if wanted is None:
        return tuple(column for column in allowed(visit) if column.is_default)
    return tuple(column for column in allowed(visit) if column.name in wanted)
