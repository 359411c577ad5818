"""Each figure against the same question in hand-written SQL, and a few against pandas.

Both run in turn in one process over one DuckDB connection; CPU seconds of all threads count, with
the time Ibis takes to write the SQL. Answers must have the same digest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import ibis
import pyarrow as pa

from bench.journey import write_tables
from bench.measure import Contest, contest, in_fresh_process
from bench.report import Line, Section
from bench.tables import Tables, open_tables

# The 2 GB are RFM's limit; at 100 M lines a contestant here, by hand or not, needs more.
MEMORY_LIMIT = "10GB"
AS_OF = date(2018, 1, 1)
LIMIT = 1.10
REPEATS = 3
PANDAS_REPEATS = 3
# Below this cost the noise of one run and the few milliseconds of writing SQL say more than the
# figure: such lines are shown without a verdict.
LEAST_CPU_SECONDS = 0.15
Figure = Callable[[Tables], ibis.Table]


@dataclass(frozen=True)
class Question:
    """A figure and the name of the SQL that asks the same."""

    name: str
    ours: Figure
    sql: str = ""


def _questions() -> tuple[Question, ...]:
    import shuke.analytics as sa

    def of_sales(figure: Callable[..., ibis.Table], **more: object) -> Figure:
        return lambda t: figure(t["sales"], as_of=AS_OF, **more)

    def of_members(figure: Callable[..., ibis.Table], **more: object) -> Figure:
        return lambda t: figure(t["sales"], t["members"], as_of=AS_OF, **more)

    def of_lines(figure: Callable[..., ibis.Table], **more: object) -> Figure:
        return lambda t: figure(t["lines"], t["products"], as_of=AS_OF, **more)

    return (
        Question("summary", lambda t: sa.summary(t["sales"], t["lines"], as_of=AS_OF)),
        Question("rfm", of_sales(sa.rfm)),
        Question("segments_rfm", of_sales(sa.segments_rfm)),
        Question("cohorts", of_sales(sa.cohorts)),
        Question("active_members", of_sales(sa.active_members)),
        Question("concentration", of_members(sa.concentration)),
        Question("repurchase", of_sales(sa.repurchase)),
        Question("intervals", of_sales(sa.intervals)),
        Question("calendar", of_sales(sa.calendar)),
        Question("descriptive by store", of_sales(sa.descriptive, by="store"), "descriptive_store"),
        Question("lifecycle", of_members(sa.lifecycle)),
        Question("bucket", of_members(sa.bucket)),
        Question("pyramid", of_members(sa.pyramid)),
        Question("migration", of_members(sa.migration)),
        Question("activity", of_members(sa.activity)),
        Question(
            "preferences",
            lambda t: sa.preferences(t["sales"], t["lines"], t["products"], as_of=AS_OF),
        ),
        Question("pairs", of_lines(sa.pairs)),
    )


def run(home: Path, data: Path, lines: int) -> Section:
    """Compare on the generated data at `home`, and with pandas on Complete Journey."""
    real = data / "journey"
    if not (real / "contacts").exists():
        write_tables(real)
    generated = in_fresh_process(_measured, home)
    journey = in_fresh_process(_of_journey, real)
    small = f"{lines:,} generated lines"
    return Section(
        "Figures against hand-written SQL and pandas",
        f"At most {LIMIT:.2f} times the CPU of the same question written by hand in DuckDB SQL"
        f" (figures that take less than {LEAST_CPU_SECONDS:g} s carry no verdict).",
        tuple(
            [_line(name, "SQL", found, small) for name, found in generated]
            + [_line(name, other, found, "Complete Journey") for name, other, found in journey]
        ),
    )


def _line(name: str, other: str, found: Contest, on: str) -> Line:
    ours, theirs = found.costs["shuke"], found.costs[other]
    judged = other == "SQL" and theirs.cpu_seconds >= LEAST_CPU_SECONDS
    return Line(
        name if other == "SQL" else f"{name}, {other}",
        on,
        f"{ours.cpu_seconds:.2f} s",
        f"{other} {theirs.cpu_seconds:.2f} s",
        found.ratio("shuke", other),
        LIMIT if judged else None,
        equal=found.equal,
    )


def _sql(t: Tables, question: Question) -> str:
    name = question.sql or question.name
    if name == "segments_rfm":
        return t.sql(name, rfm=t.sql("rfm", as_of=AS_OF))
    return t.sql(name, as_of=AS_OF)


def _measured(home: Path) -> list[tuple[str, Contest]]:
    t = open_tables(home, memory_limit=MEMORY_LIMIT)
    found = []
    for question in _questions():
        by_hand = _sql(t, question)
        found.append(
            (
                question.name,
                contest(
                    {
                        "shuke": lambda q=question: q.ours(t).to_pyarrow(),
                        "SQL": lambda sql=by_hand: t.ask(sql),
                    },
                    REPEATS,
                ),
            )
        )
    return found


def _of_journey(home: Path) -> list[tuple[str, str, Contest]]:
    import shuke.analytics as sa
    from bench import pandas_figures

    t = open_tables(home, memory_limit=MEMORY_LIMIT)
    asked: list[tuple[str, str, Figure, Callable[[], pa.Table]]] = [
        (
            "redemption",
            "SQL",
            lambda t: sa.redemption(t["contacts"], as_of=AS_OF),
            lambda: t.ask(t.sql("redemption", as_of=AS_OF)),
        ),
        (
            "rfm",
            "pandas",
            lambda t: sa.rfm(t["sales"], as_of=AS_OF),
            lambda: pandas_figures.rfm(home, AS_OF),
        ),
        (
            "cohorts",
            "pandas",
            lambda t: sa.cohorts(t["sales"], as_of=AS_OF),
            lambda: pandas_figures.cohorts(home, AS_OF),
        ),
        (
            "pairs",
            "pandas",
            lambda t: sa.pairs(t["lines"], t["products"], as_of=AS_OF),
            lambda: pandas_figures.pairs(home, AS_OF),
        ),
    ]
    return [
        (
            name,
            other,
            contest({"shuke": lambda f=ours: f(t).to_pyarrow(), other: theirs}, PANDAS_REPEATS),
        )
        for name, other, ours, theirs in asked
    ]
