"""The head of a member: who, how reached, and the key figures of the business day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.members.columns import ago, last_day
from shuke.interfaces.console.members.figures import NOTHING, TONES, Known, known_of
from shuke.interfaces.console.members.people import face_of, is_made_up
from shuke.members import queries as members
from shuke.stores import queries as stores

KINDS: Mapping[str, tuple[str, str | Promise]] = {
    "phone": ("phone", gettext_lazy("Phone")),
    "card": ("credit-card", gettext_lazy("Card")),
    "email": ("mail", gettext_lazy("E-mail")),
    "open_id": ("message-circle", gettext_lazy("Open id")),
    "external": ("key-round", gettext_lazy("Other id")),
}


@dataclass(frozen=True, slots=True)
class Identity:
    """A phone, card or address, masked."""

    icon: str
    label: str
    masked: str
    is_valid: bool


@dataclass(frozen=True, slots=True)
class Who:
    """The head of a member; `place` keeps the ids of page and drawer apart."""

    public_id: str
    href: str
    name: str
    number: str
    face: str
    place: str
    is_name_made: bool
    is_prospect: bool
    identities: tuple[Identity, ...]
    store: str
    joined_on: date | None
    channel: str
    has_secrets: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """One key figure; `tone` makes a badge of it."""

    label: str
    value: str
    note: str = ""
    tone: str | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class Badges:
    """RFM segment and lifecycle in words, with their badges' mood and the lists they stand for."""

    segment: str
    segment_tone: str
    segment_href: str
    state: str
    state_tone: str
    state_href: str


def who_of(detail: members.Detail, visit: Visit, *, place: str) -> Who:
    """The head of a page or drawer."""
    card = detail.card
    return Who(
        public_id=card.public_id,
        href=reverse("members:one", kwargs={"reference": card.public_id}),
        name=card.name or card.number,
        number=card.number,
        face=face_of(card.name),
        place=place,
        is_name_made=is_made_up(card),
        is_prospect=card.stage == "prospect",
        identities=tuple(
            Identity(KINDS[one.kind][0], str(KINDS[one.kind][1]), one.shown, one.is_valid)
            for one in detail.identities
            if one.ends_before is None
        ),
        store=store_label(card.store_id, visit),
        joined_on=card.joined_on,
        channel=card.channel,
        has_secrets=bool(detail.identities or any(one.is_personal for one in detail.fields))
        or bool(card.name and not card.is_name_made),
    )


def store_label(store_id: int | None, visit: Visit) -> str:
    """The name of a store, "" for none and for one that the reader does not know."""
    if store_id is None:
        return ""
    return next((one.label for one in stores.stores(visit.reach) if one.id == store_id), "")


def key_figures(card: members.Card, visit: Visit) -> tuple[tuple[Strip, ...], Badges]:
    """Last purchase, sales, spend, average, RFM: the numbers of the business day."""
    known = known_of(visit, [card], with_states=True).get(card.id, NOTHING)
    badges = Badges(
        segment=known.segment_label,
        segment_tone=TONES.get(known.segment, ""),
        segment_href=_listed(segment=known.segment),
        state=known.state_label,
        state_tone=TONES.get(known.state, ""),
        state_href=_listed(state=known.state),
    )
    return _strip(known, card, visit), badges


def _listed(**filters: str) -> str:
    return f"{reverse('members:list')}?{urlencode(filters)}"


def _strip(known: Known, card: members.Card, visit: Visit) -> tuple[Strip, ...]:
    if known.row is None:
        return ()
    formats = visit.formats
    times, amount = known.value("frequency"), known.value("monetary")
    day = last_day(known, visit)
    recency = known.value("recency_days")
    found = [
        Strip(
            _("Last purchase"),
            ago(int(recency), visit) if day is not None else _("never"),
            formats.day(day) if day else "",
        ),
        Strip(_("Sales"), formats.count(times), href=_sales_of(card)),
        Strip(_("Spend"), formats.money(amount)),
    ]
    if times:
        found.append(Strip(_("Average sale"), formats.money(round(amount / times))))
    scores = {name: known.value(name) for name in ("r", "f", "m")}
    if all(score is not None for score in scores.values()):
        words = " ".join(f"{name.upper()}{score}" for name, score in scores.items())
        found.append(Strip(_("RFM scores"), words, _("5 is best")))
    return tuple(found)


def _sales_of(card: members.Card) -> str:
    return f"{reverse('members:timeline', kwargs={'reference': card.public_id})}?kind=sale"
