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
from pathlib import Path

from bench import (
    figure_speed,
    import_speed,
    refresh_speed,
    report,
    rfm_cost,
    segment_speed,
)
from bench.generate import generate

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "benchmarks.md"
SCALES = {"default": 10_000_000, "full": 100_000_000}
SEGMENT_AND_REFRESH_LINES = 50_000_000  # what the limits of these two are stated for
SECTIONS = ("figures", "rfm", "segment", "import", "refresh")


def main(arguments: list[str]) -> int:
    asked = _arguments(arguments)
    sections = []
    for name in SECTIONS:
        if name not in asked.only:
            continue
        sys.stderr.write(f"bench: {name}\n")
        section = _runners(asked)[name]()
        sections.append(section)
        sys.stdout.write(f"{section.as_markdown()}\n")
        sys.stdout.flush()
    text = report.as_markdown(sections, on=datetime.now(UTC).date(), lines=asked.lines)
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
    asked.only = tuple(name for name in SECTIONS if name in asked.only.split(","))
    return asked


def _runners(asked: argparse.Namespace) -> dict[str, Callable[[], report.Section]]:
    lines, data = asked.lines, asked.data
    smaller = min(lines, SEGMENT_AND_REFRESH_LINES)
    return {
        "figures": lambda: figure_speed.run(generate(data, lines), data, lines),
        "rfm": lambda: rfm_cost.run(generate(data, lines), lines),
        "segment": lambda: segment_speed.run(generate(data, smaller), smaller),
        "import": lambda: import_speed.run(data),
        "refresh": lambda: refresh_speed.run(data, smaller // 5 if smaller < 5e7 else smaller),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
