"""The timeline of one member as the page tells it: what, when, where, how much so far (A10)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit
from shuke.kernel.day import local_time
from shuke.members import queries as members
from shuke.members import timeline

ROWS = 20
ROWS_SHORT = 6
EVERYTHING = ""
# Kind of record -> (icon, colour of its sign); a kind that a plug-in adds gets the last.
_SIGNS: Mapping[str, tuple[str, str]] = {
    "sale": ("shopping-bag", "sale"),
    "return": ("undo-2", "return"),
    "joined": ("user-plus", "sale"),
    "note": ("sticky-note", "note"),
    "interaction": ("mouse-pointer-click", "contact"),
    "change": ("pencil", ""),
    "campaign": ("megaphone", "offer"),
}
_OTHER = ("circle", "")


@dataclass(frozen=True, slots=True)
class Moment:
    """One record; `month` is set where a new month begins, `running` is the sum up to here."""

    title: str
    note: str
    when: str
    icon: str
    tone: str
    href: str = ""
    amount: str = ""
    running: str = ""
    month: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class KindOf:
    """One kind of record to look at alone, with how many there are."""

    label: str
    href: str
    total: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A stretch of the timeline, the kinds there are, and the address of what came before."""

    moments: tuple[Moment, ...]
    kinds: tuple[KindOf, ...]
    more: str


def told(
    visit: Visit, card: members.Card, *, kind: str = "", before: str = "", rows: int = ROWS
) -> Told:
    """Read the timeline, of one kind or of all."""
    known = {part.kind: part for part in timeline.parts()}
    chosen: Collection[str] | None = [kind] if kind in known else None
    found = members.timeline(card.id, visit.scope, kinds=chosen, before=before or None, limit=rows)
    base = reverse("members:timeline", kwargs={"reference": card.public_id})
    asked = {"kind": kind if chosen else ""}
    return Told(
        moments=_moments(found, visit),
        kinds=_kinds(found, base, asked["kind"], visit, known),
        more=_address(base, before=found.next_before, **asked) if found.next_before else "",
    )


def _address(base: str, **query: str) -> str:
    given = {name: value for name, value in query.items() if value}
    return f"{base}?{urlencode(given)}" if given else base


def _kinds(
    found: members.Timeline,
    base: str,
    chosen: str,
    visit: Visit,
    known: Mapping[str, timeline.Part],
) -> tuple[KindOf, ...]:
    totals = {kind: total.count for kind, total in found.totals.items() if total.count}
    everything = KindOf(_("Everything"), base, sum(totals.values()), not chosen)
    return (
        everything,
        *(
            KindOf(
                known[kind].zh if visit.language == "zh" else known[kind].en,
                _address(base, kind=kind),
                total,
                kind == chosen,
            )
            for kind, total in totals.items()
        ),
    )


def _moments(found: members.Timeline, visit: Visit) -> tuple[Moment, ...]:
    moments = []
    month = ""
    for entry in found.items:
        local = local_time(entry.item.at, visit.chain.zone)
        new_month = month_of(local, visit)
        moments.append(_moment(entry, local, new_month if new_month != month else "", visit))
        month = new_month
    return tuple(moments)


def month_of(local: datetime, visit: Visit) -> str:
    """A month with its year: 2017年12月 or Dec 2017."""
    if visit.language == "zh":
        return f"{local.year}年{local.month}月"
    return visit.formats.day(local.date()).split(" ", 1)[1]


def _moment(entry: members.Entry, local: datetime, month: str, visit: Visit) -> Moment:
    item = entry.item
    is_back = item.amount is not None and item.amount < 0
    icon, tone = _SIGNS["return"] if is_back else _SIGNS.get(item.kind, _OTHER)
    is_sale = item.reference.startswith("sal_")
    running = entry.running.amount
    return Moment(
        title=item.zh if visit.language == "zh" else item.en,
        note="" if is_sale else item.detail,
        when=_when(local, visit),
        icon=icon,
        tone=tone,
        href=_opened(item.reference),
        amount="" if item.amount is None else visit.formats.money(item.amount),
        running="" if running is None or item.amount is None else visit.formats.money(running),
        month=month,
        place=_store(item.detail, visit) if is_sale else "",
    )


def _when(local: datetime, visit: Visit) -> str:
    # What is known by its day only stands at midnight; a made-up hour would be a lie.
    day = visit.formats.day(local.date())
    return day if local.time() == time.min else f"{day} {local:%H:%M}"


def _store(number: str, visit: Visit) -> str:
    return _("store {number}").replace("{number}", number) if number else ""


def _opened(reference: str) -> str:
    if reference.startswith("sal_"):
        return reverse("members:sale", kwargs={"reference": reference})
    return ""
