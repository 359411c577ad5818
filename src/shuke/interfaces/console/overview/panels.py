"""The panels of the overview: the answer in words, trend, pyramid, what to do today."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.holidays import marks
from shuke.interfaces.console.reading import Reading, read
from shuke.interfaces.console.wording import segment_name
from shuke.interfaces.ui.charts import Cell, Chart, Head, Series, Table

TREND_DAYS = 30


@dataclass(frozen=True, slots=True)
class Layer:
    """One step of the pyramid."""

    step: int
    name: str
    members: str
    share: str
    href: str
    listed: int


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that wants attention today, with its one action."""

    icon: str
    tone: str
    text: str
    action: str
    href: str
    listed: int


def trend(visit: Visit, as_of: date) -> Chart:
    """Net amount of each of the last days, beside the same weekdays before."""
    reading = read(visit, "calendar", as_of=as_of)
    by_day = {_day(row["day"]): row for row in reading.rows}
    days = [as_of - timedelta(days=n) for n in range(TREND_DAYS, 0, -1)]
    # Whole weeks back, so that a Saturday stands beside a Saturday.
    earlier = [day - timedelta(weeks=5) for day in days]
    now = [int(by_day[day]["amount"]) if day in by_day else 0 for day in days]
    past = [int(by_day[day]["amount"]) if day in by_day else None for day in earlier]
    links = [reading.behind(day=day.isoformat()) for day in days]
    names = [visit.formats.day_short(day) for day in days]
    label = _("Net sales of the last {days} days").format(days=TREND_DAYS)
    named = [
        {"at": visit.formats.day_short(mark.day), "text": mark.name}
        for mark in marks(days, visit.chain.currency)
    ]
    series = (
        Series(_("This period"), now, links),
        Series(_("Five weeks earlier"), past, line=True, dashed=True),
    )
    rows = tuple(
        (
            Cell(visit.formats.day(day)),
            Cell(
                visit.formats.count(by_day[day]["sales"]) if day in by_day else "0",
                link if day in by_day else "",
                "calendar",
                int(by_day[day]["sales"]) if day in by_day else 0,
                is_number=True,
            ),
            Cell(visit.formats.money(amount), is_number=True),
            Cell(visit.formats.money(before), is_number=True),
        )
        for day, link, amount, before in zip(days, links, now, past, strict=True)
    )
    return Chart(
        id="trend",
        label=label,
        spec={
            "kind": "bars",
            "unit": "money",
            "names": names,
            "series": [one.spec() for one in series],
            "marks": named,
        },
        table=Table(
            label,
            (
                Head(_("Day")),
                Head(_("Number of sales"), is_number=True),
                Head(_("Amount"), is_number=True),
                Head(_("Five weeks earlier"), is_number=True),
            ),
            rows,
        ),
    )


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def pyramid(visit: Visit, reading: Reading) -> tuple[Layer, ...]:
    """Top 5 %, next 15 %, the other 80 % by amount, with their share of sales."""
    names = {1: _("Top 5 percent"), 2: _("Next 15 percent"), 3: _("The other 80 percent")}
    return tuple(
        Layer(
            step=int(row["layer"]),
            name=names[int(row["layer"])],
            members=visit.formats.count(row["members"]),
            share=visit.formats.percent(row["amount_share"]),
            href=reading.behind(layer=row["layer"]),
            listed=int(row["members"]),
        )
        for row in reading.rows
    )


_ACTS = (
    ("重要挽留", "hourglass", "red"),
    ("重要保持", "triangle-alert", "amber"),
    ("重要发展", "sparkles", "blue"),
    ("重要价值", "crown", "green"),
)


def todos(visit: Visit, segments: Reading) -> tuple[Todo, ...]:
    """What to do today, from the segments that carry the most money."""
    by_name = {row["segment"]: row for row in segments.rows}
    texts = {
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
    }
    found = []
    for name, icon, tone in _ACTS:
        row = by_name.get(name)
        if not row or not row["members"]:
            continue
        text, action = texts[name]
        found.append(
            Todo(
                icon=icon,
                tone=tone,
                text=text.format(
                    members=visit.formats.count(row["members"]),
                    amount=visit.formats.money_short(row["amount"]),
                ),
                action=f"{action} · {segment_name(name)}",
                href=segments.behind(segment=name),
                listed=int(row["members"]),
            )
        )
    return tuple(found)
