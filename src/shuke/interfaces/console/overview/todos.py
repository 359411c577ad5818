"""What wants attention today, from the figures of the day: each with its one action."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.panels import Own
from shuke.interfaces.console.reading import Reading, read
from shuke.interfaces.console.wording import segment_name

SHOWN = 5
_ACTS = (
    ("重要挽留", "hourglass", "red"),
    ("重要保持", "triangle-alert", "amber"),
    ("重要发展", "sparkles", "blue"),
    ("重要价值", "crown", "green"),
)


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that wants attention today, with its one action."""

    icon: str
    tone: str
    text: str
    action: str
    href: str
    figure: str = ""
    listed: int = 0


def todo(visit: Visit) -> Own:
    """The list, the most pressing first."""
    found = [*_data(visit), *_losing(visit), *_segments(visit, read(visit, "segments_rfm"))]
    return Own("overview/todo.html", {"todos": found[:SHOWN]})


def _data(visit: Visit) -> Iterator[Todo]:
    if visit.freshness.is_stale and visit.scope.can("imports.read"):
        yield Todo(
            "refresh-cw",
            "rose",
            _("Newer sales are not yet in the figures"),
            _("See the state of the data"),
            reverse("analysis:quality"),
        )


def _losing(visit: Visit) -> Iterator[Todo]:
    reading = read(visit, "bucket", days="30")
    lost = int(reading.rows[0]["lost"] or 0) if reading.rows else 0
    if lost:
        yield Todo(
            "user-minus",
            "rose",
            _("{members} members were lost in the last 30 days").format(
                members=visit.formats.count(lost)
            ),
            _("See whom to call"),
            reading.behind(column="lost"),
            reading.name,
            lost,
        )


def _segments(visit: Visit, segments: Reading) -> Iterator[Todo]:
    by_name = {row["segment"]: row for row in segments.rows}
    for name, icon, tone in _ACTS:
        row = by_name.get(name)
        if not row or not row["members"]:
            continue
        text, action = _words(name)
        yield Todo(
            icon=icon,
            tone=tone,
            text=text.format(
                members=visit.formats.count(row["members"]),
                amount=visit.formats.money_short(row["amount"]),
            ),
            action=f"{action} · {segment_name(name)}",
            href=segments.behind(segment=name),
            figure=segments.name,
            listed=int(row["members"]),
        )


def _words(segment: str) -> tuple[str, str]:
    return {
        "重要挽留": (
            _("{members} big spenders have stopped coming; they spent {amount}"),
            _("See whom to win back"),
        ),
        "重要保持": (
            _("{members} loyal big spenders have not come lately"),
            _("See whom to remind"),
        ),
        "重要发展": (
            _("{members} big spenders come seldom"),
            _("See who could come more often"),
        ),
        "重要价值": (
            _("{members} frequent big spenders brought {amount}"),
            _("See whom to thank"),
        ),
    }[segment]
