"""`shuke doctor`: is this machine and this data directory as it should be?"""

import platform
import shutil
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from shuke.interfaces.commands import output, session

PROBLEMS = 6
DISK_FREE_LEAST = 1 << 30


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: good or not, what was seen, and what to do."""

    what: str
    ok: bool
    seen: str
    fix: str = ""


def doctor(*, json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Look at Python, database, migrations, lake, page files and disk; say what to mend."""
    session.wake()
    checks = (_python, _database, _migrations, _pins, _home, _disk, _static, _lake)
    found = [check() for check in checks]
    if json:
        output.emit([asdict(one) for one in found])
    else:
        output.show([asdict(one) for one in found])
    bad = [one for one in found if not one.ok]
    for one in bad:
        session.say(f"{one.what}: {one.fix}")
    if bad:
        raise typer.Exit(PROBLEMS)


def _python() -> Finding:
    good = sys.version_info >= (3, 11)
    return Finding(
        "python", good, platform.python_version(), "" if good else "Use Python 3.11 or newer."
    )


def _database() -> Finding:
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Finding("database", False, str(error)[:200], "Check DATABASE_URL.")
    return Finding("database", True, connection.vendor)


def _migrations() -> Finding:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    fix = "Run `shuke demo` or `shuke chain init`; both migrate." if plan else ""
    return Finding("migrations", not plan, f"{len(plan)} pending", fix)


def _pins() -> Finding:
    from importlib.metadata import version

    seen = {name: version(name) for name in ("ibis-framework", "duckdb", "sqlglot")}
    good = seen["duckdb"] == "1.5.5" and seen["sqlglot"].split(".")[0] in {"28", "29"}
    shown = ", ".join(f"{name} {number}" for name, number in seen.items())
    return Finding("engine versions", good, shown, "" if good else "Install by requirements.lock.")


def _home() -> Finding:
    from django.conf import settings

    home = Path(settings.SHUKE_HOME)
    private = home.stat().st_mode & 0o077 == 0
    fix = "" if private else "Let only its owner read it (chmod 700)."
    return Finding("data directory", private, str(home), fix)


def _disk() -> Finding:
    from django.conf import settings

    free = shutil.disk_usage(settings.SHUKE_HOME).free
    good = free >= DISK_FREE_LEAST
    return Finding("disk", good, f"{free >> 30} GiB free", "" if good else "Free some space.")


def _static() -> Finding:
    from django.contrib.staticfiles import finders

    good = finders.find("shuke/vendor/echarts.min.js") is not None
    fix = "" if good else "Run `make assets`."
    return Finding("page files", good, "present" if good else "missing", fix)


def _lake() -> Finding:
    from shuke.lake import queries

    status = queries.status()
    if status.refreshed_at is None and status.is_stale:
        return Finding("lake", False, "sales, but never refreshed", "Run `shuke lake refresh`.")
    if status.refreshed_at is None:
        return Finding("lake", True, "empty: no sales yet")
    seen = f"{status.rows['sales']} sales, refreshed {status.refreshed_at.isoformat()}"
    return Finding("lake", True, seen + (", newer sales wait" if status.is_stale else ""))
