"""`make check`: every rule of the house that needs no running test; stops with a list of failures.

python tools/check.py            all
python tools/check.py lint types some of them
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PLACES = ("src", "tests", "bench", "tools")

CHECKS: dict[str, list[str]] = {
    "format": [f"{BIN}/ruff", "format", "--check", "--quiet", *PLACES],
    "lint": [f"{BIN}/ruff", "check", "--quiet", *PLACES],
    "types": [f"{BIN}/mypy", "src/shuke"],
    "imports": [f"{BIN}/lint-imports", "--config", "build/importlinter.toml"],
    "migrations": [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "deploy": [sys.executable, "-m", "django", "check", "--fail-level", "WARNING"],
    "texts": [sys.executable, "tools/messages.py", "--check"],
    "spelling": [f"{BIN}/codespell", "src", "tests", "docs", "bench", "tools", "README.md"],
    "tidy": [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "tests/tidy"],
}


def main(names: list[str]) -> int:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "shuke.project.settings",
        "SHUKE_HOME": str(ROOT / "build" / "home"),
        "PYTHONPATH": str(ROOT / "src"),
    }
    environment.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "tools/contracts.py"], cwd=ROOT, check=True)
    failed = []
    for name, command in CHECKS.items():
        if names and name not in names:
            continue
        started = time.perf_counter()
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        seconds = time.perf_counter() - started
        print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name} ({seconds:.1f} s)", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout[-8_000:], done.stderr[-4_000:], sep="\n", flush=True)
    print(f"check: {'failed: ' + ', '.join(failed) if failed else 'all rules hold'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
