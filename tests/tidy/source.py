"""The tree as the tidy tests read it: files that git tracks or will track."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "shuke"


@cache
def files(*patterns: str) -> tuple[Path, ...]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    return tuple(ROOT / name for name in sorted(listed) if name and (ROOT / name).is_file())


@cache
def packages() -> tuple[Path, ...]:
    return tuple(sorted(path.parent for path in SOURCE.glob("*/__init__.py")))


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))
