"""Imports in words: kinds of files, states, counts, the steps from upload to done."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shuke.intake import queries as intake
from shuke.interfaces.console.door import Visit
from shuke.kernel.day import local_time

ABOUT: dict[str, str | Promise] = {
    "members": _("who: number, name, phone, card, where and when they joined"),
    "products": _("what you sell: number, name, category, brand"),
    "stores": _("where you sell: number, name, place"),
    "sales": _("one line per product sold, with store, time and amount"),
}
# State of an import -> its words and the mood of its badge.
STATES: dict[str, tuple[str | Promise, str]] = {
    "received": (_("columns to match"), "blue"),
    "queued": (_("waiting"), "blue"),
    "running": (_("at work"), "blue"),
    "checked": (_("tried, not imported"), "amber"),
    "finished": (_("imported"), "green"),
    "repeated": (_("was in already"), ""),
    "refused": (_("could not be read"), "red"),
}
SOURCE = "source"
UNDER_WAY = frozenset({"queued", "running"})
COUNTS: dict[str, str | Promise] = {
    "rows": _("Rows read"),
    "accepted": _("Good rows"),
    "known": _("Known already"),
    "merged": _("Doubled in the file"),
    "refused": _("Refused"),
    "members": _("Members added"),
    "sales": _("New sales"),
    "lines": _("New sale lines"),
    "products": _("New products"),
    "stores": _("New stores"),
    "returns": _("New returns"),
    "parked": _("Returns that wait for their sale"),
    "campaigns": _("Campaigns"),
    "contacts": _("Campaign contacts"),
    "attributes": _("Profile values"),
}
_STEPS = (_("Upload"), _("Match columns"), _("Try"), _("Import it"))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an import."""

    label: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many of what."""

    label: str
    value: int


def steps(current: int) -> tuple[Step, ...]:
    """The four steps, of which the one at `current` (from 0) is at hand; 4: all are done."""
    return tuple(
        Step(str(label), place < current, place == current) for place, label in enumerate(_STEPS)
    )


def step_of(state: str) -> int:
    """At which step an import in this state stands."""
    return {"received": 1, "refused": 1, "checked": 2, "finished": 4, "repeated": 4}.get(state, 2)


def kind_label(kind: str, visit: Visit) -> str:
    """What a file holds; the name of a source where it is not a file."""
    for known in intake.kinds():
        if known.name == kind:
            return known.zh if visit.language == "zh" else known.en
    return str(_("built-in source")) if kind == SOURCE else kind


def counts_of(view: intake.ImportView) -> tuple[Count, ...]:
    """What became of the rows, and what they made; what is 0 and no outcome is left out."""
    return tuple(
        Count(str(COUNTS.get(name, name)), value)
        for name, value in view.counts.items()
        if value or name in {"rows", "accepted", "refused"}
    )


def when(view: intake.ImportView, visit: Visit) -> str:
    """When the file came, by the chain's clock."""
    local = local_time(view.received_at, visit.chain.zone)
    return f"{visit.formats.day(local.date())} {local:%H:%M}"


def may_of(visit: Visit) -> dict[str, bool]:
    """What the templates may show."""
    return {
        "write": visit.scope.can("imports.write"),
        "unmask": visit.scope.can("imports.write") and visit.scope.can("members.unmask"),
    }


@dataclass(frozen=True, slots=True)
class Head:
    """An import's name and kind, over each of its pages."""

    name: str
    kind: str
    reference: str


def head_of(view: intake.ImportView, visit: Visit) -> Head:
    """The name and kind of an import."""
    return Head(view.name, kind_label(view.kind, visit), view.public_id)
