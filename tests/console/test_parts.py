"""Pages in parts: a skeleton first, the figures after, everything at once when asked."""

import html
import re
from io import BytesIO
from urllib.parse import urljoin

import pytest
from python_calamine import CalamineWorkbook
from tests.console.shopping import CROWD, shop, shop_place  # noqa: F401  # the fixtures

from shuke.interfaces.console.parts import WARM_MAX, _Warm

PAGES = (
    "",
    "rfm/?preset=eleven&scoring=threshold",
    "lifecycle/",
    "lifecycle/?method=cycle",
    "activity/",
    "concentration/",
    "cohorts/",
    "baskets/",
    "preferences/",
    "indicators/",
    "calendar/",
    "quality/",
)
LINK = re.compile(r"<a\b[^>]*\bdata-listed=[^>]*>")


def attribute(tag: str, name: str) -> str:
    return html.unescape(re.search(rf'\b{name}="([^"]*)"', tag)[1])


def whole(client, path: str, language: str = "en") -> str:
    joint = "&" if "?" in path else "?"
    answer = client.get(f"/{language}/{path}{joint}whole=1")
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_first_visit_shows_skeletons_and_the_second_the_figures(shop):  # noqa: F811
    client = shop("owner")
    first = client.get("/en/cohorts/").content.decode()
    parts = [html.unescape(p) for p in re.findall(r'hx-get="(\?part=[^"]+)"', first)]
    assert [part.removeprefix("?part=") for part in parts] == [
        "answer",
        "triangle",
        "again",
        "active",
        "gaps",
    ]
    assert 'aria-busy="true"' in first
    for part in parts:
        answer = client.get(f"/en/cohorts/{part}", headers={"HX-Request": "true"})
        assert answer.status_code == 200
        assert "<html" not in answer.content.decode()
    second = client.get("/en/cohorts/").content.decode()
    assert 'aria-busy="true"' not in second
    assert "Do new members come back?" in second


def test_without_javascript_everything_comes_at_once(shop):  # noqa: F811
    client = shop("owner")
    first = client.get("/en/cohorts/").content.decode()
    assert '<noscript><a href="?whole=1">' in first
    assert 'aria-busy="true"' not in whole(client, "cohorts/")


def test_the_memory_of_parts_is_bounded():
    memory = _Warm()
    for number in range(WARM_MAX + 5):
        memory.add((number,))
    assert not memory.has((0,))
    assert memory.has((WARM_MAX + 4,))


@pytest.mark.parametrize("path", PAGES)
def test_every_number_opens_a_list_of_that_length(shop, path):  # noqa: F811
    client = shop("owner")
    seen = {
        attribute(tag, "href"): int(attribute(tag, "data-listed"))
        for tag in LINK.findall(whole(client, path))
    }
    assert seen, path
    wrong = []
    for href, listed in seen.items():
        address = urljoin(f"/en/{path}", href)
        answer = client.get(address).content.decode()
        total = re.search(r'data-total="(\d+)"', answer)
        if total is None or int(total[1]) != listed:
            wrong.append(f"{address}: {listed}, the list {total and total[1]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", ["", "lifecycle/", "cohorts/", "indicators/"])
def test_a_manager_sees_his_store_and_his_numbers_agree_too(shop, path):  # noqa: F811
    client = shop("manager")
    tags = LINK.findall(whole(client, path))
    for tag in tags[:: max(len(tags) // 4, 1)]:
        address = urljoin(f"/en/{path}", attribute(tag, "href"))
        answer = client.get(address).content.decode()
        assert f'data-total="{attribute(tag, "data-listed")}"' in answer, address
        assert "1003" not in re.findall(r"<small data-user-content>(\d+)<", answer)


def test_the_overview_counts_the_shop(shop):  # noqa: F811
    text = whole(shop("owner"), "")
    said = re.findall(r'class="kpi-value"[^>]*>([^<]+)<', text)
    # 63 buyers; Mei and Li since 2 December; Bo alone began 90 days ago or earlier, and came back;
    # 11 sales of Mei, Li's and the one of nobody, 10.00 each.
    assert said == ["63", "2", "100.0%", "¥130"]
    assert "Members brought 92.3%" in text


def test_the_seven_indicators_are_exactly_seven_with_both_parts(shop):  # noqa: F811
    text = whole(shop("owner"), "indicators/")
    assert text.count('<article class="seven"') == 7
    assert text.count('class="seven-formula"') == 7
    assert text.count('aria-hidden="true">÷</span>') == 7


@pytest.mark.parametrize(("path", "table"), [("rfm/", "segments"), ("cohorts/", "cohorts")])
def test_what_a_page_shows_can_be_taken_away(shop, path, table):  # noqa: F811
    client = shop("owner")
    assert f"file=xlsx&amp;table={table}" in whole(client, path)
    answer = client.get(f"/en/{path}?file=xlsx&table={table}")
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    rows = sheet.to_python()
    if table == "segments":
        assert sum(row[1] for row in rows[1:]) == CROWD + 3
        assert sum(row[3] for row in rows[1:]) == (CROWD + 15) * 10
    else:
        assert [row[0] for row in rows] == ["First purchase", "2017-03", "2017-10", "2017-12"]


def test_a_table_that_is_not_there_is_refused(shop):  # noqa: F811
    answer = shop("owner").get("/en/rfm/?file=csv&table=moon")
    assert answer.status_code == 404
    assert "export.no_such_table" in answer.content.decode()


def test_the_choice_of_a_day_moves_the_page(shop):  # noqa: F811
    text = whole(shop("owner"), "?as_of=2017-10-01")
    # Bo alone had bought by then.
    assert re.findall(r'class="kpi-value"[^>]*>([^<]+)<', text)[0] == "1"


def test_before_the_first_sale_the_page_says_what_to_do(shop):  # noqa: F811
    answer = shop("owner").get("/en/?as_of=2017-01-01").content.decode()
    assert "No sales yet" in answer
    assert "Import members and sales" in answer


def test_the_formula_page_says_how_to_get_the_same_elsewhere(shop):  # noqa: F811
    text = shop("analyst").get("/en/figures/repurchase/?as_of=2018-01-01").content.decode()
    assert "shuke figure repurchase --as-of 2018-01-01 --json" in text
    assert "/api/v1/figures/repurchase?as_of=2018-01-01" in text
    assert "eligible" in text


def test_all_figures_are_found_by_words_of_either_language(shop):  # noqa: F811
    client = shop("owner")
    for words in ("复购", "repurchase"):
        found = client.get("/en/figures/", {"q": words}, headers={"HX-Request": "true"})
        assert 'href="/en/figures/repurchase/"' in found.content.decode()
        assert 'href="/en/figures/rfm/"' not in found.content.decode()


def test_before_the_first_import_the_overview_leads_to_it(sign_in):
    text = sign_in("owner").get("/en/").content.decode()
    assert "No sales yet" in text
    assert 'href="/en/imports/"' in text
    assert "Set up your chain" in text


def test_sales_without_figures_are_not_called_no_sales(sign_in, sold):
    sold("A1", 1_000)
    text = sign_in("owner").get("/en/").content.decode()
    assert "The figures are not ready yet" in text
    assert "No sales yet" not in text


def test_a_page_of_figures_before_the_first_refresh_says_what_to_do(sign_in):
    answer = sign_in("owner").get("/en/rfm/?whole=1")
    assert answer.status_code == 409
    assert "lake.empty" in answer.content.decode()
