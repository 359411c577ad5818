"""The heat grids that the overview shares with the pages of their own: RFM and cohorts."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from math import sqrt

from django.utils.translation import gettext as _

from shuke.interfaces.console.reading import Reading, Row
from shuke.interfaces.console.wording import name_of, short_segment_name
from shuke.interfaces.ui.charts import BLANK, Heat, HeatCell, HeatRow, shade
from shuke.interfaces.ui.formats import Formats

SCORES = (5, 4, 3, 2, 1)
MONTHS_SHOWN = 12


def rfm_grid(reading: Reading, formats: Formats, name_of: Callable[[str], str]) -> Heat:
    """Members by R (rows) and F (columns); each cell is named after its commonest segment.

    The reading is of `rfm_cells`; members without sales stand in no cell.
    """
    scored = [row for row in reading.rows if row["r"] is not None]
    cells: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for row in scored:
        cells[row["r"], row["f"]][row["segment"]] += row["members"]
    most = max((sum(found.values()) for found in cells.values()), default=0)
    columns = tuple(reversed(SCORES))
    days = {r: _bounds(scored, "r", r, "recency") for r in SCORES}
    times = {f: _bounds(scored, "f", f, "frequency") for f in SCORES}
    return Heat(
        label=_("Members by recency (rows) and frequency (columns)"),
        corner=_("Last purchase"),
        heads=tuple(_range(times[f], _("{range} sales")) for f in columns),
        rows=tuple(
            HeatRow(
                _range(days[r], _("{range} days ago")),
                tuple(
                    _rfm_cell(reading, formats, (r, f), cells[r, f], most, name_of) for f in columns
                ),
            )
            for r in SCORES
        ),
        id="rfm",
    )


def _bounds(rows: Sequence[Row], score: str, value: int, measure: str) -> tuple[int, int] | None:
    found = [row for row in rows if row[score] == value]
    if not found:
        return None
    least = min(row[f"{measure}_least"] for row in found)
    return least, max(row[f"{measure}_most"] for row in found)


def _range(bounds: tuple[int, int] | None, words: str) -> str:
    if bounds is None:
        return "–"
    least, most = bounds
    return words.format(range=f"{least}" if least == most else f"{least}–{most}")


def _rfm_cell(
    reading: Reading,
    formats: Formats,
    place: tuple[int, int],
    found: Counter[str],
    most: int,
    name_of: Callable[[str], str],
) -> HeatCell:
    r, f = place
    members = sum(found.values())
    if not members:
        return HeatCell(text="0", shade="heat-step-0", title=f"R{r} F{f}")
    names = ", ".join(
        f"{name_of(name)} {formats.count(count)}" for name, count in found.most_common()
    )
    return HeatCell(
        text=formats.count(members),
        shade=shade(members, most),
        href=reading.behind(r=r, f=f),
        figure=reading.name,
        listed=members,
        title=f"R{r} F{f}: {names}",
        note=short_segment_name(found.most_common(1)[0][0]),
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
        id="cohorts",
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
    label_of: Callable[[str], str] = name_of,
) -> Heat:
    """Members by where they were (rows) and where they are (columns); `names` are the columns."""
    before, after = names
    found = {(str(row[before]), str(row[after])): int(row["members"]) for row in reading.rows}
    most = max(found.values(), default=0)
    return Heat(
        label=label,
        corner=_("From, to"),
        heads=tuple(label_of(column) for column in columns),
        rows=tuple(
            HeatRow(
                label_of(row),
                tuple(
                    _matrix_cell(reading, formats, names, (row, column), found, most, label_of)
                    for column in columns
                ),
            )
            for row in rows
        ),
        id="matrix",
    )


def _matrix_cell(  # one cell needs the grid it stands in
    reading: Reading,
    formats: Formats,
    names: tuple[str, str],
    place: tuple[str, str],
    found: dict[tuple[str, str], int],
    most: int,
    label_of: Callable[[str], str],
) -> HeatCell:
    members = found.get(place, 0)
    title = f"{label_of(place[0])} → {label_of(place[1])}: {formats.count(members)}"
    if not members:
        return HeatCell(text="0", shade="heat-step-0", title=title)
    return HeatCell(
        text=formats.count(members),
        # By the root: most members stay where they are, and the others must still be told apart.
        shade=shade(sqrt(members), sqrt(most)),
        href=reading.behind(**{names[0]: place[0], names[1]: place[1]}),
        figure=reading.name,
        listed=members,
        title=title,
    )
