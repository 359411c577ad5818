"""A behavioural segment of five leaves over the whole base, in wall seconds, beside SQL."""

from datetime import date
from pathlib import Path

from bench.measure import Cost, in_fresh_process, median, peak_rss_mb, timed
from bench.report import Line, Section
from bench.tables import open_tables

AS_OF = date(2018, 1, 1)
LIMIT_SECONDS = 5.0
FULL_LINES = 50_000_000
SEGMENT = """
all:
  - bought: {measure: times, is: at_least, value: 2, category: [Category 001], last_days: 60}
  - not:
      bought: {measure: times, is: at_least, value: 1, category: [Category 009], last_days: 180}
  - bought: {measure: amount, is: at_least, value: 5000, last_days: 365}
  - {fact: sales.times, is: at_least, value: 5}
  - {fact: sales.days_since_last, is: at_most, value: 90}
"""


def run(home: Path, lines: int, repeats: int) -> Section:
    ours, theirs, members, peak, equal = in_fresh_process(_measured, home, repeats)
    limit = LIMIT_SECONDS if lines >= FULL_LINES else None
    on = f"{lines // 20:,} members, {lines:,} lines"
    return Section(
        "A behavioural segment",
        "Five leaves (bought twice in 60 days, did not buy in 180, spend in 365, number of sales,"
        f" last sale), {members:,} members found; at most 5 s at 1 M members and 50 M lines.",
        (
            Line(
                "five leaves, wall seconds",
                on,
                f"{ours.wall_seconds:.2f} s ({ours.cpu_seconds:.2f} s CPU)",
                f"SQL {theirs.wall_seconds:.2f} s ({theirs.cpu_seconds:.2f} s CPU)",
                ours.wall_seconds,
                limit,
                "s",
                equal,
            ),
            Line("its peak memory", on, f"{peak:,.0f} MB", ""),
        ),
    )


def _measured(home: Path, repeats: int) -> tuple[Cost, Cost, int, float, bool]:
    from shuke.analytics.conditions import facts
    from shuke.analytics.conditions.columns import Given
    from shuke.analytics.conditions.compiling import members_meeting
    from shuke.analytics.conditions.tables import Tables
    from shuke.rules.reading import from_yaml

    assert facts.PACKAGE  # importing it registers the facts
    t = open_tables(home)
    names = ("members", "sales", "lines", "products", "stores")

    def ours() -> frozenset[int]:
        tables = Tables(**{name: t[name] for name in names})
        meeting = members_meeting(from_yaml(SEGMENT), Given(tables, AS_OF))
        return frozenset(meeting.to_pyarrow()["member"].to_pylist())

    def theirs() -> frozenset[int]:
        answer = t.ask(t.sql("segment", as_of=AS_OF))
        return frozenset(answer["member"].to_pylist())

    found, by_hand = ours(), theirs()
    costs: tuple[list[Cost], list[Cost]] = ([], [])
    for _ in range(repeats):
        costs[0].append(timed(ours)[1])
        costs[1].append(timed(theirs)[1])
    return median(costs[0]), median(costs[1]), len(found), peak_rss_mb(), found == by_hand
