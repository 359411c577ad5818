"""Run the benches: `python -m bench` (10 M lines) or `SCALE=full python -m bench` (100 M lines).

    --lines N       another scale of the generated data
    --only a,b      some sections: figures, rfm, segment, import, refresh
    --data FOLDER   where generated data is kept (default: build/bench, made once per scale)
    --no-write      print the report, leave docs/benchmarks.md alone

Exits 1 if two answers to the same question differ; a missed limit is printed and does not fail.
"""

import argparse
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from bench import report
from bench.generate import generate

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "benchmarks.md"
SCALES = {"default": 10_000_000, "full": 100_000_000}
SEGMENT_AND_REFRESH_LINES = 50_000_000  # what the limits of these two are stated for
REPEATS = 3
SECTIONS = ("figures", "rfm", "segment", "import", "refresh")
NOTES = [
    "Generated data: findings on it mean nothing, only costs do.",
    "Other work on the machine disturbs wall more than CPU seconds; contestants take turns.",
]


def main(arguments: list[str]) -> int:
    """Run the sections asked for and write the report."""
    asked = _arguments(arguments)
    sections = []
    for name in asked.only:
        sys.stderr.write(f"bench: {name}\n")
        section = _runners(asked)[name]()
        sections.append(section)
        sys.stdout.write(f"{section.as_markdown()}\n")
        sys.stdout.flush()
    today = datetime.now(UTC).date()
    text = report.as_markdown(sections, on=today, lines=asked.lines, notes=NOTES)
    if asked.write and asked.only == SECTIONS:
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_text(text, encoding="utf-8")
    lines = [line for section in sections for line in section.lines]
    missed = [line.what for line in lines if line.passed is False]
    wrong = [line.what for line in lines if line.equal is False]
    sys.stdout.write(f"missed limits: {', '.join(missed) or 'none'}\n")
    sys.stdout.write(f"different answers: {', '.join(wrong) or 'none'}\n")
    return 1 if wrong else 0


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    scale = os.environ.get("SCALE", "default")
    parser.add_argument("--lines", type=int, default=SCALES.get(scale, SCALES["default"]))
    parser.add_argument("--only", default=",".join(SECTIONS))
    parser.add_argument("--data", type=Path, default=ROOT / "build" / "bench")
    parser.add_argument("--no-write", dest="write", action="store_false")
    asked = parser.parse_args(arguments)
    unknown = set(asked.only.split(",")) - set(SECTIONS)
    if unknown:
        parser.error(f"no such section: {', '.join(sorted(unknown))}")
    asked.only = tuple(name for name in SECTIONS if name in asked.only.split(","))
    return asked


def _runners(asked: argparse.Namespace) -> dict[str, Callable[[], report.Section]]:
    """What runs each section; a module is imported when its section is asked for."""
    lines, data = asked.lines, asked.data
    smaller = min(lines, SEGMENT_AND_REFRESH_LINES)

    def module(name: str) -> Any:
        return import_module(f"bench.{name}")

    return {
        "figures": lambda: module("figure_speed").run(generate(data, lines), data, lines),
        "rfm": lambda: module("rfm_cost").run(generate(data, lines), lines),
        "segment": lambda: module("segment_speed").run(generate(data, smaller), smaller, REPEATS),
        "import": lambda: module("import_speed").run(data),
        "refresh": lambda: module("refresh_speed").run(data, _refreshed(smaller)),
    }


def _refreshed(lines: int) -> int:
    """Lines of the refresh bench: filling the books takes long, so below full scale a fifth."""
    return lines if lines >= SEGMENT_AND_REFRESH_LINES else lines // 5


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
