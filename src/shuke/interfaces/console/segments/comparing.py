"""A comparison as tables: the headline measures, and the categories that tell the two apart."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from shuke.interfaces.console.door import Visit
from shuke.interfaces.ui.charts import Cell, Head, Table
from shuke.segments.queries import SegmentView
from shuke.segments.queries.comparing import CategoryIndex, Comparison, Difference, Side

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure on both sides, in words, and whether the difference is more than chance."""

    label: str
    a: str
    b: str
    ratio: str
    verdict: str
    is_significant: bool


@dataclass(frozen=True, slots=True)
class Taste:
    """A category: index against the other side (100 = alike), as text and as bar widths."""

    category: str
    index: str
    share_a: str
    share_b: str
    width: int
    is_over: bool
    is_significant: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page draws."""

    names: tuple[str, str]
    sides: Table
    measures: tuple[Measured, ...]
    over: tuple[Taste, ...]
    under: tuple[Taste, ...]


def shown_comparison(
    visit: Visit, found: Comparison, segment: SegmentView, other: SegmentView | None
) -> Shown:
    """Lay out a comparison in the reader's language."""
    names = (segment.title, other.title if other else _("Everybody else"))
    known = [one for one in found.categories if one.index is not None]
    telling = [one for one in known if one.is_significant] or known
    over = [one for one in telling if (one.index or 0) >= 100][:SHOWN]  # noqa: PLR2004 - alike
    under = [one for one in reversed(telling) if (one.index or 0) < 100][:SHOWN]  # noqa: PLR2004
    return Shown(
        names=names,
        sides=_sides(visit, found, names),
        measures=tuple(_measured(visit, one) for one in found.differences),
        over=tuple(_taste(visit, one, over) for one in over),
        under=tuple(_taste(visit, one, under) for one in under),
    )


def _sides(visit: Visit, found: Comparison, names: tuple[str, str]) -> Table:
    heads = (
        Head(_("Group")),
        Head(_("Members"), is_number=True),
        Head(_("Buyers"), is_number=True),
        Head(_("Amount"), is_number=True),
        Head(_("Share of amount"), is_number=True),
        Head(_("Number of sales"), is_number=True),
    )
    whole = found.a.amount + found.b.amount
    rows = tuple(
        _side(visit, name, side, whole)
        for name, side in zip(names, (found.a, found.b), strict=True)
    )
    return Table(_("The two groups"), heads, rows)


def _side(visit: Visit, name: str, side: Side, whole: int) -> tuple[Cell, ...]:
    formats = visit.formats
    return (
        Cell(name, is_data=True),
        Cell(formats.count(side.members), is_number=True),
        Cell(formats.count(side.buyers), is_number=True),
        Cell(formats.money_short(side.amount), is_number=True),
        Cell(formats.percent(side.amount / whole if whole else None), is_number=True),
        Cell(formats.count(side.sales), is_number=True),
    )


def _measured(visit: Visit, one: Difference) -> Measured:
    formats = visit.formats
    label, write = {
        "amount": (_("Amount per member"), formats.money),
        "sales": (_("Sales per member"), lambda value: formats.count(value, 2)),
        "average": (_("Average sale"), formats.money),
        "recency_days": (_("Days since the last purchase"), lambda value: formats.days(value, 1)),
    }[one.name]
    return Measured(
        label=label,
        a=write(None if one.a is None else round(one.a, 4)),
        b=write(None if one.b is None else round(one.b, 4)),
        ratio="–" if one.ratio is None else f"× {formats.count(one.ratio, 2)}",
        verdict=_verdict(one),
        is_significant=one.is_significant,
    )


def _verdict(one: Difference) -> str:
    if one.p is None:
        return _("too few members to tell")
    return _("more than chance") if one.is_significant else _("may be chance")


def _taste(visit: Visit, one: CategoryIndex, beside: list[CategoryIndex]) -> Taste:
    index = one.index or 0.0
    longest = max(other.index or 0.0 for other in beside) or 1.0
    return Taste(
        category=one.category,
        index=visit.formats.count(index),
        share_a=visit.formats.percent(one.share_a),
        share_b=visit.formats.percent(one.share_b),
        width=max(2, round(100 * index / longest)),
        is_over=index >= 100,  # noqa: PLR2004 - 100 means alike
        is_significant=one.is_significant,
    )
