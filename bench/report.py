"""One table of measurements, for the screen and for `docs/benchmarks.md`."""

import platform
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("duckdb", "ibis-framework", "pandas", "numpy", "pyarrow", "Django")


@dataclass(frozen=True)
class Line:
    """One measurement: what, on which data, its value, and how it stands to its limit."""

    what: str
    on: str
    measured: str
    reference: str
    ratio: float | None = None
    limit: float | None = None
    unit: str = "x"
    equal: bool | None = None  # do both answers have the same digest?

    @property
    def passed(self) -> bool | None:
        if self.equal is False:
            return False
        if self.limit is None or self.ratio is None:
            return None
        return self.ratio <= self.limit

    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f} {self.unit}"
        limit = "" if self.limit is None else f"{self.limit:g} {self.unit}"
        share = ""
        if self.ratio is not None and self.limit:
            share = f"{self.ratio / self.limit:.2f}"
        equal = {None: "", True: "equal", False: "**DIFFERENT**"}[self.equal]
        passed = {None: "", True: "pass", False: "**miss**"}[self.passed]
        return (
            self.what,
            self.on,
            self.measured,
            self.reference,
            ratio,
            limit,
            share,
            equal,
            passed,
        )


HEADS = (
    "what",
    "on",
    "measured",
    "reference",
    "ratio",
    "limit",
    "of limit",
    "answers",
    "verdict",
)


@dataclass(frozen=True)
class Section:
    title: str
    about: str
    lines: tuple[Line, ...]

    def as_markdown(self) -> str:
        heads = f"| {' | '.join(HEADS)} |\n|{'---|' * len(HEADS)}\n"
        rows = "".join(f"| {' | '.join(line.cells())} |\n" for line in self.lines)
        return f"## {self.title}\n\n{self.about}\n\n{heads}{rows}"


def machine() -> str:
    """Name the machine by what matters to a reader: cores, processor, memory."""
    cores = model = memory = ""
    processors = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [row.split(":", 1)[1].strip() for row in processors if row.startswith("model name")]
    cores, model = str(len(models)), models[0] if models else platform.machine()
    for row in Path("/proc/meminfo").read_text(encoding="utf-8").splitlines():
        if row.startswith("MemTotal:"):
            memory = f"{int(row.split()[1]) / 1024**2:.0f} GiB"
    return f"{cores} cores, {model}, {memory} RAM"


def as_markdown(sections: list[Section], *, on: date, lines: int, notes: list[str]) -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    head = f"""# Benchmarks

Written by `make bench` on {on.isoformat()}; run it again to see your own figures.
Machine: {machine()}. Python {platform.python_version()}, {versions}.
Generated data: {lines:,} sale lines, {lines // 4:,} sales, {lines // 20:,} members
(`SCALE=full make bench` takes 100,000,000 lines).

CPU seconds are those of all threads, the median of alternating runs. "Equal" means that both
answers have the same digest over all rows; a bench whose answers differ fails. "Of limit" is the
measured ratio divided by its limit: below 1 is inside.
"""
    said = "".join(f"- {note}\n" for note in notes)
    tail = f"\n## Notes\n\n{said}" if notes else ""
    return head + "".join(f"\n{section.as_markdown()}" for section in sections) + tail
