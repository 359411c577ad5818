"""Measure CPU seconds, wall seconds and peak memory, and prove that two answers are the same."""

import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

PLACES = 9  # fractions are compared to this many places


@dataclass(frozen=True)
class Cost:
    """What one run took; CPU of all threads of this process."""

    cpu_seconds: float
    wall_seconds: float


@dataclass(frozen=True)
class Contest:
    """Median costs by contestant, and the digest of the last answer of each."""

    costs: dict[str, Cost]
    digests: dict[str, str]
    rows: int

    @property
    def equal(self) -> bool:
        return len(set(self.digests.values())) == 1

    def ratio(self, name: str, to: str) -> float:
        return self.costs[name].cpu_seconds / max(self.costs[to].cpu_seconds, 1e-9)


def cpu_now() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def timed(run: Callable[[], Any]) -> tuple[Any, Cost]:
    cpu, wall = cpu_now(), time.perf_counter()
    answer = run()
    return answer, Cost(cpu_now() - cpu, time.perf_counter() - wall)


def contest(contestants: Mapping[str, Callable[[], pa.Table]], repeats: int) -> Contest:
    """Run every contestant once unmeasured, then all in turn `repeats` times; keep medians.

    Taking turns spreads the noise of a shared machine over all of them. The columns compared are
    those of the last contestant: the reference says what counts.
    """
    spent: dict[str, list[Cost]] = {name: [] for name in contestants}
    answers = {name: run() for name, run in contestants.items()}
    columns = sorted(answers[list(contestants)[-1]].column_names)
    for _ in range(repeats):
        for name, run in contestants.items():
            spent[name].append(timed(run)[1])
    return Contest(
        costs={name: median(costs) for name, costs in spent.items()},
        digests={name: digest(answer, columns) for name, answer in answers.items()},
        rows=answers[list(contestants)[-1]].num_rows,
    )


def median(costs: list[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.cpu_seconds for cost in costs),
        statistics.median(cost.wall_seconds for cost in costs),
    )


def digest(table: pa.Table, columns: list[str]) -> str:
    """Return a digest of the rows as a set: count, xor and sum of the rows' hashes."""
    missing = [name for name in columns if name not in table.column_names]
    if missing:
        return f"no column {', '.join(missing)}"
    plain = ", ".join(_plain(table.schema.field(name)) for name in columns)
    con = duckdb.connect()
    con.register("answer", table)
    found = con.execute(
        f"SELECT count(*), bit_xor(h), sum(h) FROM (SELECT hash({plain}) AS h FROM answer)"
    ).fetchone()
    con.close()
    return "-".join(str(value) for value in found or ())


def _plain(field: pa.Field) -> str:
    name = f'"{field.name}"'
    if pa.types.is_integer(field.type) or pa.types.is_decimal(field.type):
        return f"CAST({name} AS BIGINT)"
    if pa.types.is_floating(field.type):
        return f"round(CAST({name} AS DOUBLE), {PLACES}) + 0.0"
    return f"CAST({name} AS VARCHAR)"


def peak_rss_mb() -> float:
    """Return the highest resident size of this process in MB (10^6 bytes), since it was born."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError("no VmHWM in /proc/self/status")


def in_fresh_process(work: Callable[..., Any], *arguments: Any) -> Any:
    """Run `work` in a new interpreter, so that its peak memory is its own; returns its answer."""
    spawning = multiprocessing.get_context("spawn")
    with spawning.Pool(1) as pool:
        return pool.apply(work, arguments)
