"""Members before a real Chromium: found in a moment, opened by the keyboard, whole on a phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pypinyin import lazy_pinyin
from tests.browser.test_pages import LANGUAGES, WIDTHS, _foreign_words, keeping_out

pytestmark = pytest.mark.browser

SEARCH_MS_MAX = 2_000
ROW = "main [data-row]"


def names(page):
    return page.locator(f"{ROW} .person strong").all_inner_texts()


def total(page):
    return int(page.locator("[data-total]").first.get_attribute("data-total"))


def first_member(visitor, *, language="en", width=1440):
    """Open the page of the first member; its address comes back."""
    visitor.open("members/", language=language)
    path = visitor.page.locator(f"{ROW} .person a").first.get_attribute("href")
    short = path.removeprefix(f"/{language}/")
    visitor.open(short, language=language, width=width)
    visitor.page.wait_for_selector(".habits .bars")
    return short


def test_rows_follow_what_is_typed(owner):
    owner.open("members/")
    everybody = total(owner.page)
    with owner.page.expect_response(re.compile(r"q=wj"), timeout=SEARCH_MS_MAX):
        owner.page.locator("#words").press_sequentially("wj", delay=30)
    owner.page.wait_for_url(re.compile(r"q=wj"))
    assert 0 < total(owner.page) < everybody
    # By the initials of the pinyin: 王建平, 吴家豪.
    initials = ["".join(part[0] for part in lazy_pinyin(name)) for name in names(owner.page)]
    assert all(one.startswith("wj") for one in initials)


def test_a_filter_narrows_and_becomes_a_segment(owner):
    owner.open("members/")
    owner.page.select_option("select[name=state]", "lost")
    owner.page.wait_for_url(re.compile(r"state=lost"))
    owner.page.wait_for_selector(".chip")
    lost = total(owner.page)
    assert lost > 0
    owner.page.click("text=Save as segment")
    owner.page.fill("#segment-title", "Lost, from the list")
    owner.page.click(".menu[open] .btn-primary")
    owner.page.wait_for_selector(".notice-success")
    assert total(owner.page) == lost


def test_j_k_and_enter_open_a_member_beside_the_list(owner):
    owner.open("members/")
    second = names(owner.page)[1]
    owner.page.keyboard.press("j")
    owner.page.keyboard.press("j")
    owner.page.keyboard.press("Enter")
    drawer = owner.page.locator("dialog#drawer[open]")
    drawer.wait_for()
    assert drawer.locator(".member-head h2").inner_text().startswith(second)
    owner.page.keyboard.press("Escape")
    assert not owner.page.locator("dialog#drawer[open]").count()


def test_a_made_up_name_says_so_in_both_languages(owner):
    for language, words in (("en", "demo name"), ("zh-hans", "演示姓名")):
        owner.open("members/", language=language)
        marks = owner.page.locator(f"{ROW} .made")
        assert marks.count() == owner.page.locator(ROW).count()
        assert marks.first.inner_text() == words


def test_chosen_columns_stay(owner):
    owner.open("members/")
    owner.page.click("summary:has-text('Columns')")
    owner.page.check("input[value=scores]")
    owner.page.click("text=Show these")
    owner.settle()
    assert "R·F·M scores" in owner.page.locator("thead").inner_text()
    owner.page.click("summary:has-text('Columns')")
    owner.page.uncheck("input[value=scores]")
    owner.page.click("text=Show these")
    owner.settle()
    assert "R·F·M scores" not in owner.page.locator("thead").inner_text()


def test_pages_go_on_and_back_without_a_reload(owner):
    owner.open("members/")
    first = names(owner.page)
    owner.page.click("a[rel=next]")
    owner.page.wait_for_url(re.compile(r"page=2"))
    owner.page.wait_for_selector("text=Page 2 of")
    assert not set(first) & set(names(owner.page)) or first != names(owner.page)
    owner.page.click("a[rel=prev]")
    owner.page.wait_for_selector("text=Page 1 of")
    assert names(owner.page) == first


def test_a_row_is_a_card_on_a_phone(owner):
    owner.open("members/", width=390)
    assert owner.page.locator(ROW).first.evaluate("row => getComputedStyle(row).display") == "grid"
    box = owner.page.locator(ROW).first.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_a_refused_phone_stays_in_the_dialog(owner):
    owner.open("members/")
    owner.page.click("text=Add a member")
    dialog = owner.page.locator("dialog#sheet[open]")
    dialog.wait_for()
    owner.page.fill("#add-phone", "123")
    dialog.locator(".btn-primary").click()
    dialog.locator(".notice-error").wait_for()
    assert owner.page.input_value("#add-phone") == "123"
    owner.problems.clear()  # Chromium notes the 422 as an error of the console


def test_the_timeline_narrows_to_purchases_and_opens_a_sale(owner):
    first_member(owner)
    kinds = owner.page.locator(".kinds a")
    kinds.filter(has_text="Purchases").click()
    owner.page.wait_for_selector(".kinds a[aria-current]:has-text('Purchases')")
    shown = owner.page.locator(".moment").count()
    earlier = owner.page.locator("text=Earlier")
    if earlier.count():
        earlier.click()
        expect(owner.page.locator(".moment")).not_to_have_count(shown)
    owner.page.locator(".moment a").first.click()
    owner.settle()
    assert re.search(r"/members/sales/sal_", owner.page.url)
    amounts = owner.page.locator("tbody td:last-child").all_inner_texts()
    assert amounts


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_members_is_whole(owner, language, width):
    axe, wrong = Axe(), []
    owner.problems.clear()
    paths = [
        first_member(owner, language=language),
        "members/?segment=重要价值&quiet=1",
        "members/?q=zzzz",
        "members/prospects/",
        "members/duplicates/",
        "members/contacts/",
        "members/merge/?first=1&second=2",
        "members/add/",
    ]
    owner.open(paths[0], language=language)
    sale = owner.page.locator(".moment a").first.get_attribute("href")
    paths += [sale.removeprefix(f"/{language}/"), f"{paths[0]}profile/", f"{paths[0]}timeline/"]
    for path in paths:
        answer = owner.open(path, language=language, width=width)
        place = f"/{language}/{path} at {width}"
        wrong += [f"{place}: status {answer.status}"] if answer.status != 200 else []
        wrong += [f"{place}: {owner.overflow()} px too wide"] if owner.overflow() > 0 else []
        wrong += [f"{place}: {problem}" for problem in _foreign_words(owner, language)]
        wrong += [f"{place}: {problem}" for problem in keeping_out(axe, owner)]
    wrong += owner.problems
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_drawer_keeps_nobody_out(owner, language):
    owner.open("members/", language=language, width=390)
    owner.page.locator(f"{ROW} .person a").first.click()
    owner.page.wait_for_selector("dialog#drawer[open] .habits .bars")
    assert owner.overflow() <= 0
    assert not Axe().run(owner.page).response["violations"]
    assert not _foreign_words(owner, language)
