"""Nobody passes the door without an account, and nobody further than his role goes."""

import pytest

from shuke.interfaces.console import door, urls  # noqa: F401  # loading the areas fills OPERATIONS
from shuke.kernel.permissions import MATRIX, PERMISSIONS, ROLES


def test_a_stranger_is_sent_to_the_sign_in_page(client, chain):
    answer = client.get("/en/search/")
    assert answer.status_code == 302
    assert answer["Location"] == "/en/account/login/?next=/en/search/"


def test_every_page_demands_a_known_permission():
    assert len(door.OPERATIONS) >= 8
    for operation in door.OPERATIONS.values():
        assert operation.permission in PERMISSIONS


@pytest.mark.parametrize("role", ROLES)
def test_the_menu_shows_only_places_the_role_may_open(sign_in, role):
    page = sign_in(role).get("/en/search/").content.decode()
    may_see_figures = "figures.read" in MATRIX[role]
    assert ('href="/en/rfm/"' in page) == may_see_figures


def test_a_cashier_is_refused_the_figures_with_a_reason_and_a_next_step(sign_in):
    answer = sign_in("cashier").get("/en/rfm/")
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "access.not_allowed" in page
    assert "Ask the owner" in page


def test_a_refusal_inside_a_part_comes_as_a_part(sign_in):
    answer = sign_in("cashier").get("/en/rfm/", headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert answer["X-Partial"] == "1"
    assert "<html" not in answer.content.decode()


def test_a_page_answers_only_its_methods(sign_in):
    client = sign_in("owner")
    assert client.post("/en/search/").status_code == 405
    assert client.get("/en/stores/choose/").status_code == 405


def test_the_choice_of_a_store_stays_until_it_is_taken_back(sign_in):
    client = sign_in("owner")
    client.post("/en/stores/choose/", {"store": "2", "next": "/en/search/"})
    assert client.session["store"] == "2"
    client.post("/en/stores/choose/", {"store": "", "next": "/en/search/"})
    assert "store" not in client.session


def test_a_manager_cannot_choose_a_store_of_others(sign_in):
    client = sign_in("manager", stores=["1"])
    answer = client.post("/en/stores/choose/", {"store": "2"})
    assert answer.status_code == 404
    assert "store" not in client.session
    assert 'value="2"' not in client.get("/en/stores/").content.decode()


def test_the_way_back_never_leaves_the_machine(sign_in):
    answer = sign_in("owner").post(
        "/en/stores/choose/", {"store": "1", "next": "https://elsewhere.example/"}
    )
    assert answer["Location"] == "/"


def test_search_finds_pages_by_words_of_either_language(sign_in):
    client = sign_in("owner")
    for words in ("同期群", "retention", "cohort"):
        page = client.get("/en/search/", {"q": words}, headers={"HX-Request": "true"})
        assert 'href="/en/cohorts/"' in page.content.decode(), words


def test_the_page_says_demo_data_and_carries_the_strict_policy(sign_in):
    answer = sign_in("owner").get("/zh-hans/search/")
    assert "演示数据" in answer.content.decode()
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_no_page_carries_inline_style_or_script(sign_in):
    page = sign_in("owner").get("/en/search/").content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert " onclick=" not in page


def test_a_cashier_begins_with_the_members(sign_in):
    answer = sign_in("cashier").get("/en/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/members/")
