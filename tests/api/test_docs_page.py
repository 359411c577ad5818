"""The page of the API opens in a real browser under the strict policy, offline."""

import pytest

from shuke.interfaces.api import door, urls  # noqa: F401 - the operations register there

pytestmark = pytest.mark.browser


def test_the_docs_page_lists_the_operations_and_breaks_no_policy(chromium, demo_server):
    problems: list[str] = []
    page = chromium.new_page()
    page.on("console", lambda told: told.type == "error" and problems.append(told.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "request",
        lambda asked: (
            asked.url.startswith((demo_server, "data:")) or problems.append(f"outside: {asked.url}")
        ),
    )
    page.goto(f"{demo_server}/api/v1/docs")
    page.wait_for_selector(".opblock", timeout=30_000)
    shown = page.locator(".opblock").count()
    page.close()
    assert problems == []
    assert shown == len(door.OPERATIONS)
