"""Every number can be opened: the list behind it has exactly that many rows."""

import pytest

pytestmark = pytest.mark.browser

PAGES = (
    "",
    "rfm/",
    "cohorts/",
    "concentration/",
    "baskets/",
    "calendar/",
    "lifecycle/",
    "activity/",
    "preferences/",
    "indicators/",
    "quality/",
)
LINKS = """() => [...document.querySelectorAll('a[data-figure][data-listed]')].map(
  (a) => [a.href, Number(a.dataset.listed)])"""
TOTAL = "() => Number(document.querySelector('[data-total]')?.dataset.total ?? -1)"
# Enough of each page to meet every kind of number; the soak lane opens them all.
OPENED = 12


def links_of(owner, path):
    owner.open(path)
    links = sorted({(href, listed) for href, listed in owner.page.evaluate(LINKS)})
    assert links, f"{path or 'overview'} shows no number that can be opened"
    return links


@pytest.mark.parametrize("path", PAGES)
def test_the_list_behind_a_number_has_that_many_rows(owner, path):
    links = links_of(owner, path)
    opened(owner, links[:: max(len(links) // OPENED, 1)])


@pytest.mark.soak
@pytest.mark.parametrize("path", PAGES)
def test_the_list_behind_every_number_has_that_many_rows(owner, path):
    opened(owner, links_of(owner, path))


def opened(owner, links):
    wrong = []
    for href, listed in links:
        owner.page.goto(href)
        total = owner.page.evaluate(TOTAL)
        if total != listed:
            wrong.append(f"{href}: the number says {listed}, the list {total}")
    assert not wrong, "\n".join(wrong)


def test_every_shown_figure_is_a_link(owner):
    for path in PAGES:
        owner.open(path)
        lonely = owner.page.evaluate(
            "() => [...document.querySelectorAll('[data-figure]:not(a[href])')]"
            ".map(element => element.outerHTML)"
        )
        assert lonely == [], path
