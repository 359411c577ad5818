"""The builder before a real Chromium: built by keyboard, counted live, saved, opened, removed."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.test_pages import ALLOWED, VISIBLE_TEXT

pytestmark = pytest.mark.browser

TITLE = "Beef fans of the browser"


def add(owner, words: str) -> None:
    owner.page.get_by_role("button", name="Add a condition").last.click()
    owner.page.wait_for_selector("dialog#picker[open]")
    owner.page.keyboard.type(words)
    owner.page.keyboard.press("Enter")
    owner.page.wait_for_selector("dialog#picker:not([open])", state="attached")


# The builder asks for the count when nothing was changed for 180 ms.
ASKED_AFTER_MS = 250


def counted(owner) -> int:
    owner.page.wait_for_timeout(ASKED_AFTER_MS)
    owner.settle()
    return int(owner.page.get_attribute("[data-live-count]", "data-live-count"))


def test_a_segment_is_built_counted_saved_and_removed(owner):
    owner.problems.clear()
    owner.open("segments/new/")
    everybody = counted(owner)
    add(owner, "favourite category")
    owner.page.locator(".rule .tokens input").click()
    owner.page.keyboard.type("beef")
    owner.page.locator(".token-hit", has_text=re.compile("^BEEF$")).wait_for()
    with owner.page.expect_response(lambda answer: "/segments/live/" in answer.url):
        owner.page.keyboard.press("Enter")
    owner.page.locator(".sentences", has_text="favourite category is BEEF").wait_for()
    some = counted(owner)
    assert 0 < some < everybody
    owner.page.locator(".reasons", has_text="favourite category is BEEF").first.wait_for()
    owner.page.fill("input[name=title]", TITLE)
    owner.page.get_by_role("button", name="Save the segment").click()
    owner.page.wait_for_url("**/segments/beef_fans*/")
    assert int(owner.page.get_attribute("[data-total]", "data-total")) == some
    owner.page.get_by_role("button", name="Remove this segment").click()
    owner.page.locator("dialog#removing[open] .btn-danger").click()
    owner.page.wait_for_url("**/segments/")
    assert not owner.page.get_by_text(TITLE).count()
    assert owner.problems == []


def test_an_open_condition_is_not_saved(owner):
    owner.open("segments/new/")
    add(owner, "total spend")
    owner.page.fill("input[name=title]", "Half a segment")
    owner.page.get_by_role("button", name="Save the segment").click()
    assert owner.page.url.endswith("/segments/new/")
    assert owner.page.evaluate("document.activeElement.closest('.rule') !== null")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_of_segments_are_whole(owner, language, width):
    wrong = []
    for path in ("segments/", "segments/new/", "segments/win_back/", "segments/win_back/edit/"):
        owner.problems.clear()
        owner.open(path, language=language, width=width)
        wrong += [f"{path}: {problem}" for problem in owner.problems]
        if owner.overflow() > 0:
            wrong.append(f"{path}: {owner.overflow()} px too wide")
        for violation in Axe().run(owner.page).response["violations"]:
            where = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
            wrong.append(f"{path}: {violation['id']} {where}")
        for text in owner.page.evaluate(VISIBLE_TEXT):
            foreign = (
                re.search(r"[\u4e00-\u9fff]", text)
                if language == "en"
                else re.search(r"([A-Za-z]{2,}\W+){2}[A-Za-z]{2,}", ALLOWED.sub("", text))
            )
            if foreign:
                wrong.append(f"{path}: foreign words: {text}")
    assert not wrong, "\n".join(wrong)


def test_every_size_opens_its_members(owner):
    owner.open("segments/")
    links = owner.page.evaluate(
        "() => [...document.querySelectorAll('a[data-figure=segment]')].map("
        "(a) => [a.href, Number(a.dataset.listed)])"
    )
    assert len(links) >= 4
    for href, listed in links:
        owner.page.goto(href)
        assert int(owner.page.get_attribute("[data-total]", "data-total")) == listed, href
