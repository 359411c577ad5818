"""The lanes of the tests.

    python tools/lanes.py test    the short form of everything, SQLite then PostgreSQL
    python tools/lanes.py soak    the long form, then every planted defect must be caught

Ends with the number of database tests run on each database; unequal numbers fail the run.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COUNTS = ROOT / "build" / "counts"
DEFECTS = ROOT / "tests" / "defects"
WORKERS = str(min(os.cpu_count() or 1, 4))


def _pytest(vendor: str, marks: str) -> int:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    environment.pop("SHUKE_TEST_DATABASE", None)
    if vendor == "postgresql":
        environment["SHUKE_TEST_DATABASE"] = vendor
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        WORKERS,
        "--dist",
        "loadscope",
        "--durations=25",
    ]
    started = time.perf_counter()
    print(f"== {vendor}: tests marked “{marks}”", flush=True)
    code = subprocess.run(
        [*command, "-m", marks], cwd=ROOT, env=environment, check=False
    ).returncode
    print(f"== {vendor}: {time.perf_counter() - started:.0f} s", flush=True)
    return code


def _count(vendor: str) -> set[str]:
    path = COUNTS / f"{vendor}.txt"
    return set(path.read_text(encoding="utf-8").splitlines()) if path.exists() else set()


def _both(marks: str) -> bool:
    shutil.rmtree(COUNTS, ignore_errors=True)
    codes = [_pytest(vendor, marks) for vendor in ("sqlite", "postgresql")]
    small, large = _count("sqlite"), _count("postgresql")
    print(f"database tests run: SQLite {len(small)}, PostgreSQL {len(large)}")
    for name in sorted(small ^ large):
        print(f"  only on {'SQLite' if name in small else 'PostgreSQL'}: {name}")
    return all(code == 0 for code in codes) and small == large and bool(small)


def defects() -> list[str]:
    """Apply each planted defect to a copy; answer those whose named check did not fail."""
    missed = []
    for patch in sorted(DEFECTS.glob("*.patch")):
        check = patch.read_text(encoding="utf-8").splitlines()[0].removeprefix("# check:").strip()
        copy = ROOT / "build" / "defects" / patch.stem
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(
            ROOT,
            copy,
            symlinks=True,
            ignore=shutil.ignore_patterns(".git", ".venv", "build", "__pycache__", ".*_cache"),
        )
        subprocess.run(["git", "init", "-q"], cwd=copy, check=True)
        subprocess.run(["git", "apply", str(patch)], cwd=copy, check=True)
        environment = {**os.environ, "PYTHONPATH": str(copy / "src")}
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", check]
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, check=False)
        # 1: tests ran and failed. Anything else (no such test, a broken import) catches nothing.
        is_caught = done.returncode == 1
        print(f"{'caught' if is_caught else 'MISSED'} {patch.stem} by {check}", flush=True)
        if not is_caught:
            missed.append(patch.stem)
            print(done.stdout.decode()[-2_000:], flush=True)
        shutil.rmtree(copy, ignore_errors=True)
    return missed


def main(lane: str) -> int:
    if lane == "test":
        return 0 if _both("not soak") else 1
    held = _both("soak")
    missed = defects()
    print(f"planted defects missed: {', '.join(missed) or 'none'}")
    return 0 if held and not missed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "test"))
