"""The console without a mouse: search, go to, walk through rows; numbers in JavaScript."""

import pytest

from shuke.interfaces.ui.formats import Formats

pytestmark = pytest.mark.browser


def test_slash_opens_search_and_enter_goes_to_the_page(owner):
    owner.open("")
    owner.page.keyboard.press("/")
    owner.page.wait_for_selector("dialog#search[open]")
    owner.page.keyboard.type("cohort")
    # Only pages and figures of that word are left: the overview is gone from the hits.
    owner.page.locator("#hits .hit", has_text="Overview").wait_for(state="detached")
    owner.page.keyboard.press("Enter")
    owner.page.wait_for_url("**/cohorts/")


def test_g_and_a_letter_go_to_a_page(owner):
    owner.open("")
    owner.page.keyboard.press("g")
    owner.page.keyboard.press("r")
    owner.page.wait_for_url("**/rfm/")


def test_j_and_k_walk_through_rows(owner):
    owner.open("baskets/")
    owner.page.keyboard.press("j")
    owner.page.keyboard.press("j")
    owner.page.keyboard.press("k")
    chosen = owner.page.locator("tr.is-chosen")
    assert chosen.count() == 1
    assert chosen.evaluate("row => row.rowIndex") == 1


def test_the_question_mark_shows_the_keys(owner):
    owner.open("")
    owner.page.keyboard.press("?")
    owner.page.wait_for_selector("dialog#keys[open]")
    owner.page.keyboard.press("Escape")
    assert owner.page.locator("dialog[open]").count() == 0


def test_the_first_tab_lands_on_the_skip_link(owner):
    owner.open("")
    owner.page.keyboard.press("Tab")
    assert owner.page.evaluate("document.activeElement.className") == "skip"


def test_the_phone_menu_opens_and_closes(owner):
    owner.open("", width=390)
    owner.page.click("header [data-opens-menu]")
    owner.page.wait_for_selector("#side a.nav-item:visible")
    owner.page.keyboard.press("Escape")
    owner.page.wait_for_selector("#side a.nav-item", state="hidden")


@pytest.mark.parametrize(("language", "short"), [("zh-hans", "zh"), ("en", "en")])
def test_charts_write_numbers_as_the_server_does(owner, language, short):
    owner.open("", language=language)
    digits, currency = owner.page.evaluate(
        "(({ dataset }) => [Number(dataset.digits), dataset.currency])(document.documentElement)"
    )
    formats = Formats(short, currency, digits)
    values = [0, 7, 9_999, 12_345, -12_345, 1_863_000, 123_456_789, 4_000_000_000]
    written = owner.page.evaluate(
        """async (values) => {
          const source = document.querySelector('script[src*="/js/charts"]').src;
          const formats = await import(new URL("formats.js", source).href);
          return values.map((v) => [formats.count(v), formats.short(v), formats.money(v),
            formats.moneyShort(v), formats.percent(v / 1000)]);
        }""",
        values,
    )
    expected = [
        [
            formats.count(value),
            formats.short(value),
            formats.money(value),
            formats.money_short(value),
            formats.percent(value / 1000),
        ]
        for value in values
    ]
    assert written == expected
