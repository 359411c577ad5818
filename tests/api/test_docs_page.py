"""The page of the API opens in a real browser under the strict policy, offline."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

from shuke.interfaces.api import door

pytestmark = pytest.mark.browser


def test_the_docs_page_lists_the_operations_and_breaks_no_policy(demo_server):
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "the browser tests need Chromium: apt-get install chromium fonts-noto-cjk"
    problems: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.on("console", lambda told: told.type == "error" and problems.append(told.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "request",
            lambda asked: (
                asked.url.startswith((demo_server, "data:"))
                or problems.append(f"outside: {asked.url}")
            ),
        )
        page.goto(f"{demo_server}/api/v1/docs")
        page.wait_for_selector(".opblock", timeout=30_000)
        shown = page.locator(".opblock").count()
        browser.close()
    assert problems == []
    assert shown == len(door.OPERATIONS)
