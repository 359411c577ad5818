"""A real Chromium before a served, prepared demo (`demo_server` of tests/conftest.py)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from shuke.interfaces.ui.demo import PASSWORD

HEIGHT = 900
# Two frames: scripts that wait for the page or for what is in sight have then begun.
TWO_FRAMES = """() => new Promise(done =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"""
CALM_ROUNDS = 2
ROUNDS_MAX = 1_000


@dataclass
class Visitor:
    """A person before the console: opens pages and remembers everything that went wrong."""

    page: Page
    base: str
    problems: list[str] = field(default_factory=list)
    on_their_way: set[object] = field(default_factory=set)

    def watch(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("request", self._request)
        self.page.on("response", self._response)
        for ended in ("requestfinished", "requestfailed"):
            self.page.on(ended, self._ended)

    def _console(self, message) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text}")

    def _request(self, request) -> None:
        host = urlsplit(request.url)
        if host.scheme not in {"http", "https"}:
            return
        self.on_their_way.add(request)
        if host.netloc != urlsplit(self.base).netloc:
            self.problems.append(f"outside: {request.url}")

    def _ended(self, request) -> None:
        self.on_their_way.discard(request)

    def _response(self, response) -> None:
        if response.status >= 500:
            self.problems.append(f"{response.status}: {response.url}")

    def open(self, path: str, *, language: str = "en", width: int = 1440):
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        answer = self.page.goto(f"{self.base}/{language}/{path.lstrip('/')}")
        self.settle()
        return answer

    def settle(self) -> None:
        """Wait until nothing is on its way and what came is drawn.

        Playwright's "networkidle" says the same, half a second later on every page.
        """
        calm = 0
        for _ in range(ROUNDS_MAX):
            self.page.evaluate(TWO_FRAMES)
            calm = 0 if self.on_their_way else calm + 1
            if calm == CALM_ROUNDS:
                return
        raise AssertionError(f"still on their way: {self.on_their_way}")

    def sign_in(self, username: str) -> None:
        self.open("account/login/")
        self.page.fill("#id_login", username)
        self.page.fill("#id_password", PASSWORD)
        self.page.click("form[data-sign-in] .btn-primary")
        # A password is slow to check on purpose; a busy machine makes it slower.
        self.page.wait_for_url(lambda url: "/account/login/" not in url, timeout=60_000)
        self.settle()

    def overflow(self) -> int:
        return self.page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.fixture(scope="session")
def base_url(demo_server) -> str:
    return str(getattr(demo_server, "url", demo_server)).rstrip("/")


@pytest.fixture(scope="session")
def owner(chromium: Browser, base_url: str) -> Iterator[Visitor]:
    context = chromium.new_context(locale="zh-CN")
    visitor = Visitor(context.new_page(), base_url)
    visitor.watch()
    visitor.sign_in("owner")
    yield visitor
    context.close()


@pytest.fixture
def stranger(chromium: Browser, base_url: str) -> Iterator[Visitor]:
    context = chromium.new_context(locale="zh-CN")
    visitor = Visitor(context.new_page(), base_url)
    visitor.watch()
    yield visitor
    context.close()
