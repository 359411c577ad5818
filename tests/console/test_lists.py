"""The list behind a number: as long as the number says, searchable, and to be taken away."""

import re
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from tests.console.shopping import CROWD, shop, shop_place  # noqa: F401  # the fixtures

from shuke.events import queries as events

PART = {"HX-Request": "true"}
BOUGHT = "/en/figures/summary/behind/?column=members&as_of=2018-01-01"
# Mei, Bo, Li and the crowd.
BUYERS = CROWD + 3


def page(client, address, **more) -> str:
    answer = client.get(address, **more)
    assert answer.status_code == 200, answer.content.decode()[-2000:]
    return answer.content.decode()


def total(text: str) -> int:
    return int(re.search(r'data-total="(\d+)"', text)[1])


def rows(text: str) -> int:
    return text.count("<tr data-row>")


def test_the_list_has_as_many_members_as_the_number_says(shop):  # noqa: F811
    text = page(shop("owner"), BOUGHT)
    assert total(text) == BUYERS
    assert rows(text) == 50


def test_the_second_page_holds_the_rest_and_nobody_twice(shop):  # noqa: F811
    client = shop("owner")
    first = page(client, BOUGHT)
    onward = re.search(r'href="([^"]+)" rel="next"', first)[1].replace("&amp;", "&")
    second = page(client, onward)
    assert rows(second) == BUYERS - 50
    assert 'rel="next"' not in second
    links = re.compile(r'href="(/en/members/mem_[^"/]+/)"')
    assert len(set(links.findall(first)) | set(links.findall(second))) == BUYERS


def test_the_title_says_which_number_it_is_in_both_languages(shop):  # noqa: F811
    client = shop("owner")
    query = "?segment=重要价值&as_of=2018-01-01"
    english = page(client, f"/en/figures/segments_rfm/behind/{query}")
    assert "<title>1 members behind “RFM segments” · Segment: Important, valued" in english
    chinese = page(client, f"/zh-hans/figures/segments_rfm/behind/{query}")
    assert "<title>“RFM 分群”背后的 1 位会员 · 人群：重要价值" in chinese


def test_names_and_phones_are_masked_even_for_the_owner(shop):  # noqa: F811
    text = page(shop("owner"), f"{BOUGHT}&q=1001")
    assert "王*" in text
    assert "王芳" not in text
    assert "138****0001" in text


def test_search_within_the_list_finds_only_who_is_in_it(shop):  # noqa: F811
    client = shop("owner")
    december = "/en/figures/active_members/behind/?month=2017-12&as_of=2018-01-01"
    assert total(page(client, december)) == 2
    found = page(client, f"{december}&q=1001", headers=PART)
    assert rows(found) == 1
    assert "1 of 2 found" in found
    # Bo exists, but bought nothing in December.
    nobody = page(client, f"{december}&q=1002", headers=PART)
    assert rows(nobody) == 0
    assert "Nothing found in this list" in nobody


def test_a_number_of_sales_opens_sales(shop):  # noqa: F811
    text = page(shop("owner"), "/en/figures/calendar/behind/?day=2017-12-24&as_of=2018-01-01")
    assert total(text) == 1
    assert 'data-kind="sales"' in text
    assert ">N1<" in text
    assert "anonymous" in text


def test_an_analyst_sees_pseudonyms_only(shop):  # noqa: F811
    text = page(shop("analyst"), BOUGHT)
    assert total(text) == BUYERS
    assert ">1001<" not in text
    assert "王" not in text
    assert "138****" not in text


def test_a_manager_sees_the_members_of_his_store_and_the_number_agrees(shop):  # noqa: F811
    text = page(shop("manager"), BOUGHT)
    assert total(text) == CROWD + 2
    assert ">1001<" in text
    assert ">1003<" not in text


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/en/figures/nothing/behind/", 404, "figure.unknown"),
        ("/en/figures/rfm/behind/?planet=mars", 422, "figure."),
        ("/en/figures/rfm/behind/?r=mars", 422, "figure."),
        ("/en/figures/cohorts/behind/?cohort=2017-12", 422, "figure."),
        ("/en/figures/rfm/?scoring=guess", 422, "figure.bad_parameter"),
    ],
)
def test_what_is_no_number_is_refused_with_a_code(shop, address, status, code):  # noqa: F811
    answer = shop("owner").get(address)
    assert answer.status_code == status
    assert code in answer.content.decode()


def test_the_file_holds_every_row_and_no_formula(shop):  # noqa: F811
    client = shop("owner")
    answer = client.get("/en/figures/summary/behind/list.csv?column=members&as_of=2018-01-01")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == BUYERS + 1
    assert lines[0].startswith("Member number,Name,Phone")
    assert not any(cell.startswith(("=", "+", "-")) for line in lines for cell in line.split(","))


def test_the_workbook_holds_the_same_rows_with_amounts_in_yuan(shop):  # noqa: F811
    answer = shop("owner").get(
        "/en/figures/summary/behind/list.xlsx?column=members&as_of=2018-01-01"
    )
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    found = sheet.to_python()
    assert len(found) == BUYERS + 1
    mei = next(row for row in found if row[0] == "1001")
    assert mei[4:] == ["2017-12-12", 12.0, 120.0]


def test_every_file_taken_away_is_written_into_the_book(shop):  # noqa: F811
    before = events.newest_id()
    client = shop("finance")
    client.get("/en/figures/summary/behind/list.xlsx?column=members")
    assert events.newest_id() > before


def test_who_may_not_export_sees_no_link_and_gets_no_file(shop):  # noqa: F811
    cashier = shop("cashier")
    assert cashier.get("/en/figures/summary/behind/list.csv?column=members").status_code == 403


def test_a_list_of_members_offers_to_become_a_segment(shop):  # noqa: F811
    assert 'action="/en/segments/save-behind/"' in page(shop("marketer"), BOUGHT)
    # The auditor reads and changes nothing.
    assert "save-behind" not in page(shop("finance"), BOUGHT)
