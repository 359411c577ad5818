"""`shuke demo`: a filled, working system from one command, offline, in about a minute."""

import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from shuke.interfaces.commands import output, serving, session
from shuke.kernel.refusal import Kind, Refusal
from shuke.kernel.scope import Scope

SOURCE = "complete-journey"
ZONE = "America/New_York"
# Midnight of 2018-01-01 in the stores' zone: the day after the last sale of the data.
CLOCK = datetime(2018, 1, 1, 5, tzinfo=UTC)
NAMES_SEED = 7
WARMED = ("summary", "rfm", "segments_rfm", "cohorts", "concentration", "repurchase", "calendar")


class NotADemo(Refusal):
    """The data directory belongs to a real chain."""

    code = "demo.real_chain"
    kind = Kind.CONFLICT
    en = "The data directory {home} holds a real chain, not a demo."
    zh = "数据目录 {home} 中是真实的连锁数据，不是演示数据。"
    next_en = "Set SHUKE_HOME to an empty directory for the demo."
    next_zh = "请将 SHUKE_HOME 指向一个空目录再运行演示。"


def demo(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 8000,
    *,
    serve: Annotated[bool, typer.Option(help="Serve the console when ready.")] = True,
    reset: Annotated[bool, typer.Option(help="Begin again from nothing.")] = False,
) -> None:
    """Fill a demo with a real retailer's year (Complete Journey) and serve it."""
    session.wake()
    started = time.perf_counter()
    prepare(reset=reset)
    session.say(f"Ready after {time.perf_counter() - started:.0f} s.")
    if serve:
        _greet(port)
        serving.run(port=port)


def prepare(*, reset: bool = False) -> None:
    """Bring the data directory to a filled demo; run again, it does only what is missing.

    Raises:
        NotADemo: the directory holds a real chain.
    """
    from django.conf import settings
    from django.core.management import call_command

    from shuke.stores import queries as stores

    home = Path(settings.SHUKE_HOME)
    call_command("migrate", interactive=False, verbosity=0)
    if stores.is_set_up() and not stores.chain().is_demo:
        raise NotADemo(home=home)
    if reset:
        _empty(home)
        call_command("migrate", interactive=False, verbosity=0)
    for label, step in _steps():
        _timed(label, step)


def _timed(label: str, step: Callable[[output.Told], None]) -> None:
    started = time.perf_counter()
    with output.progress(label) as told:
        step(told)
    session.say(f"  {label}: {time.perf_counter() - started:.1f} s")


def _steps() -> tuple[tuple[str, Callable[[output.Told], None]], ...]:
    return (
        ("chain", _chain),
        ("members, products, sales", _import),
        ("made-up names for the screen", _name),
        ("analytic tables", _refresh),
        ("accounts", _people),
        ("segments", _segments),
        ("figures", _warm),
    )


def _chain(_told: output.Told) -> None:
    from shuke.stores import actions

    actions.set_chain(
        name="Complete Journey",
        currency="USD",
        zone=ZONE,
        country="US",
        at=session.wall(),
        by=session.BY,
        clock_at=CLOCK,
        is_demo=True,
    )


def _import(told: output.Told) -> None:
    from shuke.intake import actions

    actions.import_source(SOURCE, at=session.wall(), by=session.BY, progress=told)


def _name(_told: output.Told) -> None:
    from shuke.members import actions

    # Chinese names: the first readers are Chinese, and search by pinyin wants something to find.
    actions.name_for_demo(at=session.wall(), by=session.BY, seed=NAMES_SEED, language="zh")


def _refresh(told: output.Told) -> None:
    from shuke.lake import actions

    actions.refresh(at=session.wall(), by=session.BY, progress=told)


def _people(_told: output.Told) -> None:
    from shuke.interfaces.ui.demo import ACCOUNTS, PASSWORD
    from shuke.kernel.permissions import CHAIN_WIDE
    from shuke.lake import figures
    from shuke.stores import actions

    rows = figures.compute("descriptive", parameters={"by": "store"}, scope=session.scope()).rows
    busiest = max(rows, key=lambda row: row["amount"])["store"]
    theirs = actions.ensure_stores([str(busiest)])
    for username, role in ACCOUNTS:
        actions.add_staff(
            username=username,
            name=username.capitalize(),
            role=role,
            password=PASSWORD,
            at=session.wall(),
            by=session.BY,
            stores=() if role in CHAIN_WIDE else theirs.values(),
        )


def _segments(_told: output.Told) -> None:
    from shuke.segments import actions
    from shuke.segments import files as segment_files

    for path in sorted(
        files("shuke.interfaces.commands").joinpath("demo_segments").iterdir(), key=str
    ):
        given = segment_files.from_yaml(path.read_text(encoding="utf-8"))
        actions.save(**given.as_arguments(), at=CLOCK, by=session.BY)
    actions.refresh_all(as_of=CLOCK.date(), at=CLOCK, by=session.BY)


def _warm(told: output.Told) -> None:
    from shuke.lake import figures

    for done, name in enumerate(WARMED):
        told(done, len(WARMED), name)
        figures.compute(name, scope=Scope.everything())


def _empty(home: Path) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.close()
        for path in home.glob("shuke.db*"):
            path.unlink()
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        call_command("migrate", interactive=False, verbosity=0)
    for folder in (settings.SHUKE_LAKE, home / "uploads", home / "imports"):
        shutil.rmtree(folder, ignore_errors=True)


def _greet(port: int) -> None:
    from shuke.interfaces.ui.demo import ACCOUNTS, PASSWORD

    names = ", ".join(username for username, _role in ACCOUNTS)
    session.say(
        f"\n  http://127.0.0.1:{port}/\n"
        f"  Sign in as one of: {names}\n  Password of all: {PASSWORD}\n  Stop with Ctrl+C.\n"
    )
