"""The list of members: whoever fits is in it, and nobody sees more than his role allows."""

import pytest
from tests.console.conftest import NOON, SYSTEM

from shuke.kernel.permissions import MATRIX, ROLES
from shuke.stores import actions

PART = {"HX-Request": "true"}
PHONE = "13800000001"


def rows(answer):
    """The names in the list, in order."""
    table = answer.content.decode().partition("<tbody>")[2]
    return [piece.split("</strong>")[0] for piece in table.split("<strong data-user-content>")[1:]]


def total(answer):
    return int(answer.content.decode().split('data-total="')[1].split('"')[0])


@pytest.fixture
def three(enrolled):
    """Mei and Bo of store 1, Li of store 2."""
    return {
        "mei": enrolled("王芳", phone=PHONE, number="1001"),
        "bo": enrolled("李波", phone="13800000002", number="1002", card="88001234"),
        "li": enrolled("刘丽", store="2", phone="13900000003", number="1003"),
    }


def test_an_empty_chain_is_told_how_to_begin(sign_in):
    page = sign_in("owner").get("/en/members/").content.decode()
    assert "No members yet" in page
    assert 'href="/en/imports/"' in page


def test_the_list_names_everybody_in_the_order_of_their_numbers(sign_in, three):
    answer = sign_in("owner").get("/en/members/")
    assert total(answer) == 3
    assert rows(answer) == ["王*", "李*", "刘*"]
    page = answer.content.decode()
    assert "138****0001" in page
    assert PHONE not in page


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("王", ["王*"]),
        ("wf", ["王*"]),
        ("0003", ["刘*"]),
        ("138 0000 0002", ["李*"]),
        ("8800-1234", ["李*"]),
        ("1003", ["刘*"]),
        ("nobody", []),
    ],
)
def test_search_finds_by_name_initials_phone_card_and_number(sign_in, three, words, found):
    answer = sign_in("owner").get("/en/members/", {"q": words}, headers=PART)
    assert rows(answer) == found
    assert "<html" not in answer.content.decode()


def test_nobody_found_says_what_to_try(sign_in, three):
    page = sign_in("owner").get("/en/members/", {"q": "zzz"}).content.decode()
    assert "Nobody fits" in page
    assert "last four digits" in page


def test_filters_narrow_and_each_can_be_taken_back(sign_in, three):
    answer = sign_in("owner").get("/en/members/", {"store": "2"})
    assert rows(answer) == ["刘*"]
    page = answer.content.decode()
    assert "store 2" in page
    # The way back is the same address without the filter.
    assert '<a href="?" aria-label="Without store 2">' in page
    later = sign_in("owner").get("/en/members/", {"joined_from": "2018-01-03"})
    assert total(later) == 0


def test_a_store_that_does_not_exist_is_refused_with_a_reason(sign_in, three):
    answer = sign_in("owner").get("/en/members/", {"store": "77"}, headers=PART)
    assert answer.status_code == 404
    assert "store.unknown" in answer.content.decode()


def test_pages_go_forth_and_back(sign_in, enrolled):
    for number in range(1, 61):
        enrolled("", number=str(number))
    client = sign_in("owner")
    first = client.get("/en/members/")
    assert "Page 1 of 3" in first.content.decode()
    second = client.get(_neighbour(first, "next"))
    assert "Page 2 of 3" in second.content.decode()
    third = client.get(_neighbour(second, "next"))
    assert rows(third) == [str(number) for number in range(51, 61)]
    assert 'rel="next"' not in third.content.decode()
    again = client.get(_neighbour(third, "prev"))
    assert rows(again) == rows(second)
    assert rows(client.get(_neighbour(again, "prev"))) == rows(first)


def _neighbour(answer, rel):
    page = answer.content.decode().replace("&amp;", "&")
    return "/en/members/" + page.split(f'" rel="{rel}"')[0].rsplit('href="', 1)[1]


def test_the_number_of_queries_does_not_grow_with_the_rows(
    sign_in, enrolled, django_assert_max_num_queries
):
    for number in range(1, 26):
        enrolled("王芳", number=str(number), phone=f"1380000{number:04}")
    client = sign_in("owner")
    client.get("/en/members/")
    with django_assert_max_num_queries(16):
        answer = client.get("/en/members/")
    assert len(rows(answer)) == 25


def test_columns_are_chosen_and_remembered(sign_in, three):
    client = sign_in("owner")
    assert '<th scope="col">Home store</th>' in client.get("/en/members/").content.decode()
    done = client.post("/en/members/columns/", {"column": ["joined", "wrong"], "query": "store=2"})
    assert done["Location"] == "/en/members/?store=2"
    page = client.get("/en/members/").content.decode()
    assert '<th scope="col">Joined on</th>' in page
    assert "2 Jan 2018" in page
    assert '<th scope="col">Home store</th>' not in page


def test_the_sums_come_from_the_books_before_the_first_refresh(sign_in, three, sold):
    sold("S1", 1280, to=three["mei"])
    sold("S2", 720, to=three["mei"])
    page = sign_in("owner").get("/en/members/").content.decode()
    assert "¥20.00" in page
    assert "today" in page


def test_the_export_is_what_is_seen_and_computes_nothing(sign_in, three, enrolled):
    enrolled("=1+1", number="1004", store="2")
    client = sign_in("owner")
    answer = client.get("/en/members/export/csv/", {"store": "2"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    lines = text.splitlines()
    assert lines[0].startswith("Member number,Name,Phone,")
    assert lines[1].startswith("1003,刘*,139****0003")
    # The mask leaves the sign that a spreadsheet would compute; the apostrophe disarms it.
    assert lines[2].startswith("1004,'=")
    assert len(lines) == 3
    sheet = client.get("/en/members/export/xlsx/", {"store": "2"})
    assert sheet.content.startswith(b"PK")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_the_list_as_far_as_it_may(sign_in, three, role):
    client = sign_in(role, stores=["1"])
    answer = client.get("/en/members/")
    assert answer.status_code == 200
    page = answer.content.decode()
    may = MATRIX[role]
    assert ("Add a member" in page) == ("members.write" in may)
    assert ("/members/export/" in page) == ("exports.read" in may and "members.browse" in may)
    if "members.browse" not in may:
        assert rows(answer) == []
    elif role == "analyst":
        assert "王" not in page
        assert "138****" not in page
        assert "P-" in page
    else:
        # A manager and an assistant see their own store only.
        own = role in {"manager", "assistant"}
        assert rows(answer) == (["王*", "李*"] if own else ["王*", "李*", "刘*"])


def test_a_cashier_finds_the_member_before_him_by_the_whole_phone_only(sign_in, three):
    client = sign_in("cashier", stores=["1"])
    assert rows(client.get("/en/members/", {"q": PHONE}, headers=PART)) == ["王*"]
    assert rows(client.get("/en/members/", {"q": "王"}, headers=PART)) == []
    assert rows(client.get("/en/members/", {"q": "0001"}, headers=PART)) == []
    refused = client.get("/en/members/export/csv/")
    assert refused.status_code == 403


def test_the_search_over_everything_finds_members_first(sign_in, three):
    page = sign_in("owner").get("/en/search/", {"q": "wf"}, headers=PART).content.decode()
    assert f'href="/en/members/{three["mei"]}/"' in page
    assert "138****0001" in page


def test_a_made_up_name_is_marked_as_such(sign_in, enrolled):
    enrolled("Debra Jones", is_name_made=True)
    english = sign_in("owner").get("/en/members/").content.decode()
    assert "Debra Jones" in english
    assert "demo name" in english
    chinese = sign_in("owner").get("/zh-hans/members/").content.decode()
    assert "演示姓名" in chinese


def test_a_prospect_is_listed_moved_and_enrolled(sign_in):
    client = sign_in("owner")
    form = {"name": "赵敏", "phone": "13700000009", "source": "mall fair"}
    assert client.post("/en/members/prospects/", form).status_code == 302
    page = client.get("/en/members/prospects/").content.decode()
    assert "mall fair" in page
    reference = page.split("/stage/")[0].rsplit("/", 1)[1]
    client.post(f"/en/members/{reference}/stage/", {"stage": "interested"})
    done = client.post(f"/en/members/{reference}/enrol/")
    assert done["Location"] == f"/en/members/{reference}/"
    assert total(client.get("/en/members/")) == 1


def test_a_known_phone_is_no_prospect(sign_in, three):
    answer = sign_in("owner").post("/en/members/prospects/", {"phone": PHONE, "name": "x"})
    assert answer.status_code == 409
    assert "already a member" in answer.content.decode()


def test_contacts_that_nobody_confirmed_are_listed_until_somebody_does(sign_in, three):
    client = sign_in("owner")
    assert "Every contact is fresh" in client.get("/en/members/contacts/").content.decode()
    later = NOON.replace(year=2019, month=3)
    actions.move_clock(to=later, at=later, by=SYSTEM)
    page = client.get("/en/members/contacts/").content.decode()
    assert 'data-total="3"' in page
    identity = page.split('name="identity" value="')[1].split('"')[0]
    owner = page.split("/contact/")[0].rsplit("/", 1)[1]
    client.post(f"/en/members/{owner}/contact/", {"identity": identity, "verdict": "reaches"})
    assert 'data-total="2"' in client.get("/en/members/contacts/").content.decode()
