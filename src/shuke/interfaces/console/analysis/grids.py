"""The heat grids that the overview shares with the pages of their own: RFM and cohorts."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from shuke.interfaces.console.reading import Reading
from shuke.interfaces.console.wording import name_of
from shuke.interfaces.ui.charts import BLANK, Heat, HeatCell, HeatRow, shade
from shuke.interfaces.ui.formats import Formats

SCORES = (5, 4, 3, 2, 1)
MONTHS_SHOWN = 12


def rfm_grid(
    reading: Reading, formats: Formats, name_of: Callable[[str], str], *, is_short: bool = False
) -> Heat:
    """Members by R (rows) and F (columns); each cell is named after its commonest segment."""
    cells: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    recency: dict[int, list[int]] = defaultdict(list)
    frequency: dict[int, list[int]] = defaultdict(list)
    for row in reading.rows:
        count = row.get("members", 1)
        cells[row["r"], row["f"]][row["segment"]] += count
        recency[row["r"]] += [row["recency_days"]]
        frequency[row["f"]] += [row["frequency"]]
    totals = {place: sum(found.values()) for place, found in cells.items()}
    most = max(totals.values(), default=0)
    columns = tuple(reversed(SCORES))
    return Heat(
        label=_("Members by recency (rows) and frequency (columns)"),
        corner=_("Last purchase"),
        heads=tuple(_range(frequency[f], _("{range} sales")) for f in columns),
        rows=tuple(
            HeatRow(
                _range(recency[r], _("{range} days ago")),
                tuple(
                    _rfm_cell(reading, formats, (r, f), cells[r, f], most, name_of, is_short)
                    for f in columns
                ),
            )
            for r in SCORES
        ),
    )


def _range(values: list[int], words: str) -> str:
    if not values:
        return "–"
    least, most = min(values), max(values)
    return words.format(range=f"{least}" if least == most else f"{least}–{most}")


def _rfm_cell(
    reading: Reading,
    formats: Formats,
    place: tuple[int, int],
    found: Counter[str],
    most: int,
    name_of: Callable[[str], str],
    is_short: bool,  # noqa: FBT001
) -> HeatCell:
    r, f = place
    members = sum(found.values())
    if not members:
        return HeatCell(text="0", shade="heat-step-0", title=f"R{r} F{f}")
    names = ", ".join(
        f"{name_of(name)} {formats.count(count)}" for name, count in found.most_common()
    )
    return HeatCell(
        text=formats.short(members) if is_short else formats.count(members),
        shade=shade(members, most),
        href=reading.behind(r=r, f=f),
        figure=reading.name,
        listed=members,
        title=f"R{r} F{f}: {names}",
        note=name_of(found.most_common(1)[0][0]),
    )


def month_after(month: str, offset: int) -> str:
    """The month `offset` months after a month (YYYY-MM)."""
    year, number = int(month[:4]), int(month[5:]) - 1 + offset
    return f"{year + number // 12}-{number % 12 + 1:02d}"


def cohort_grid(reading: Reading, formats: Formats, *, months: int = MONTHS_SHOWN) -> Heat:
    """Of the members first seen in a month (rows), how many bought again n months later."""
    found = {(row["cohort"], row["month"]): row["members"] for row in reading.rows}
    cohorts = sorted({cohort for cohort, _month in found})[-months:]
    last = max((month for _cohort, month in found), default="")
    widest = max((_months_between(cohort, last) for cohort in cohorts), default=0)
    shares = [
        members / found[cohort, cohort]
        for (cohort, month), members in found.items()
        if month != cohort and cohort in cohorts and found.get((cohort, cohort))
    ]
    bounds = (min(shares, default=0), max(shares, default=1))
    return Heat(
        label=_("Share of each month's new members who bought again in later months"),
        corner=_("First purchase"),
        heads=(_("New"), *(_("M{n}").format(n=n) for n in range(1, widest + 1))),
        rows=tuple(
            HeatRow(cohort, _cohort_cells(reading, formats, cohort, last, found, bounds, widest))
            for cohort in cohorts
        ),
    )


def _months_between(first: str, last: str) -> int:
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:])


def _cohort_cells(  # one row of the grid needs the whole grid's bounds
    reading: Reading,
    formats: Formats,
    cohort: str,
    last: str,
    found: dict[tuple[str, str], int],
    bounds: tuple[float, float],
    widest: int,
) -> tuple[HeatCell, ...]:
    size = found.get((cohort, cohort), 0)
    cells = [
        HeatCell(
            text=formats.count(size),
            shade="base",
            href=reading.behind(cohort=cohort, month=cohort),
            figure=reading.name,
            listed=size,
            title=_("{members} members bought for the first time").format(
                members=formats.count(size)
            ),
        )
    ]
    for offset in range(1, widest + 1):
        month = month_after(cohort, offset)
        if month > last:
            cells.append(BLANK)
            continue
        members = found.get((cohort, month), 0)
        share = members / size if size else 0
        cells.append(
            HeatCell(
                text=formats.count(share * 100),
                shade=shade(share, bounds[1], bounds[0]),
                href=reading.behind(cohort=cohort, month=month) if members else "",
                figure=reading.name,
                listed=members,
                title=f"{cohort} → {month}: {formats.count(members)} · {formats.percent(share)}",
            )
        )
    return tuple(cells)


def last_full_month(as_of: date) -> str:
    """The last month that had ended when the day `as_of` began."""
    return month_after(f"{as_of.year}-{as_of.month:02d}", -1)


def matrix(
    reading: Reading,
    formats: Formats,
    *,
    label: str,
    rows: tuple[str, ...],
    columns: tuple[str, ...],
    names: tuple[str, str],
) -> Heat:
    """Members by where they were (rows) and where they are (columns); `names` are the columns."""
    before, after = names
    found = {(str(row[before]), str(row[after])): int(row["members"]) for row in reading.rows}
    most = max(found.values(), default=0)
    return Heat(
        label=label,
        corner=_("From, to"),
        heads=tuple(name_of(column) for column in columns),
        rows=tuple(
            HeatRow(
                name_of(row),
                tuple(
                    _matrix_cell(reading, formats, names, (row, column), found, most)
                    for column in columns
                ),
            )
            for row in rows
        ),
    )


def _matrix_cell(  # noqa: PLR0913  # one cell needs the grid it stands in
    reading: Reading,
    formats: Formats,
    names: tuple[str, str],
    place: tuple[str, str],
    found: dict[tuple[str, str], int],
    most: int,
) -> HeatCell:
    members = found.get(place, 0)
    title = f"{name_of(place[0])} → {name_of(place[1])}: {formats.count(members)}"
    if not members:
        return HeatCell(text="0", shade="heat-step-0", title=title)
    return HeatCell(
        text=formats.count(members),
        shade=shade(members, most),
        href=reading.behind(**{names[0]: place[0], names[1]: place[1]}),
        figure=reading.name,
        listed=members,
        title=title,
    )
