"""What every lane shares: the prepared demo and the server before it.

The demo is made once a run, by the command a stranger would type, on the database of the lane; the
workers of one run share it through the run's folder.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.shell import Shell

ROOT = Path(__file__).resolve().parent.parent
RUN = Path(os.environ["SHUKE_TEST_RUN"])
DEMO_DATABASE = "shuke_demo"
PREPARE_SECONDS_MAX = 420
START_SECONDS_MAX = 60
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True, slots=True)
class Demo:
    """A prepared demo: its data directory, the environment its commands need, how long it took."""

    home: Path
    environment: dict[str, str]
    seconds: float
    shell: Shell

    def shuke(self, *arguments: str, code: int = 0) -> str:
        """Run a command as a person would; answer its stdout."""
        return self.shell.shuke(*arguments, code=code)


@contextmanager
def _alone(name: str) -> Iterator[None]:
    with (RUN / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _environment(home: Path) -> dict[str, str]:
    environment = {**os.environ, "SHUKE_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    if os.environ.get("DATABASE_URL"):
        parts = urlsplit(os.environ["DATABASE_URL"])
        environment["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{DEMO_DATABASE}"))
    return environment


def _make_database() -> None:
    if os.environ.get("DATABASE_URL"):
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {DEMO_DATABASE}")
            connection.execute(f"CREATE DATABASE {DEMO_DATABASE}")


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """The demo of this run; the first worker prepares it, the others wait."""
    home = RUN / "demo"
    environment = _environment(home)
    took = RUN / "demo.seconds"
    with _alone("demo"):
        if not took.exists():
            _make_database()
            home.mkdir(mode=0o700)
            started = time.monotonic()
            done = subprocess.run(
                [sys.executable, "-m", "shuke", "demo", "--no-serve"],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=PREPARE_SECONDS_MAX,
            )
            assert done.returncode == 0, done.stderr[-4000:]
            took.write_text(str(time.monotonic() - started), encoding="utf-8")
    shell = Shell(environment, ROOT)
    yield Demo(home, environment, float(took.read_text(encoding="utf-8")), shell)
    shell.close()


@pytest.fixture(scope="session")
def demo_home(demo: Demo) -> Path:
    return demo.home


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


@pytest.fixture(scope="session")
def demo_server(demo: Demo) -> Iterator[str]:
    """The URL of `shuke serve` over the demo."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    log = (RUN / f"serve.{port}.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "shuke", "serve", "--port", str(port)],
        env=demo.environment,
        stdout=log,
        stderr=log,
    )
    try:
        deadline = time.monotonic() + START_SECONDS_MAX
        while not _answers(f"{url}/en/account/login/"):
            assert server.poll() is None, (RUN / f"serve.{port}.log").read_text()[-3000:]
            assert time.monotonic() < deadline, "the server did not answer in time"
            time.sleep(0.2)
        yield url
    finally:
        server.terminate()
        server.wait(30)
        log.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "the browser tests need Chromium: apt-get install chromium fonts-noto-cjk"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
