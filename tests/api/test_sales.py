"""Tills and web shops push sales; twice is once, in a storm too (E01, E03, E08, Q05)."""

import pytest
from tests.api.conftest import ticket

from shuke.sales.models import Line, Sale


def test_a_sale_is_recorded_and_read_back_whole(owner, mei):
    """E08."""
    sale = ticket(
        member="M-1",
        till="2",
        staff="zhang",
        lines=[
            {"product": "rice", "quantity_milli": 2000, "amount": 3000},
            {"product": "tea", "amount": 2500, "discounts": {"coupon": 500}},
            {"product": None, "amount": 0},
        ],
        payments={"cash": 5500},
    )
    kept = owner.post("/sales", sale)
    assert kept.status_code == 201
    assert (kept.json()["is_new"], kept.json()["is_parked"]) == (True, False)
    back = ticket(
        "R-1",
        sold_at="2018-01-06T12:00:00+08:00",
        returns="T-1",
        lines=[
            {
                "product": "tea",
                "quantity_milli": -1000,
                "gross": -3000,
                "amount": -2500,
                "discounts": {"coupon": -500},
            }
        ],
    )
    returned = owner.post("/sales", back).json()
    assert Line.objects.count() == 4
    shown = owner.get(f"/sales/{kept.json()['id']}").json()
    assert shown == {
        "object": "sale",
        "id": kept.json()["id"],
        "number": "T-1",
        "store": "1",
        "till": "2",
        "staff": "zhang",
        "member": "M-1",
        "channel": "store",
        "sold_at": "2018-01-05T04:00:00Z",
        "local_at": "2018-01-05T12:00:00",
        "day": "2018-01-05",
        "currency": "CNY",
        "gross": 6000,
        "amount": 5500,
        "line_count": 3,
        "returns": None,
        "lines": [
            {
                "product": "rice",
                "name": "rice",
                "is_known": False,
                "quantity_milli": 2000,
                "gross": 3000,
                "amount": 3000,
                "discounts": {},
            },
            {
                "product": "tea",
                "name": "tea",
                "is_known": False,
                "quantity_milli": 1000,
                "gross": 3000,
                "amount": 2500,
                "discounts": {"coupon": 500},
            },
            {
                "product": None,
                "name": "",
                "is_known": False,
                "quantity_milli": 1000,
                "gross": 0,
                "amount": 0,
                "discounts": {},
            },
        ],
        "payments": {"cash": 5500},
        "steps": [
            {"kind": "returned", "channel": "store", "store": "1", "at": "2018-01-06T04:00:00Z"}
        ],
        "returned_by": [returned["id"]],
        "net": 3000,
    }
    again = owner.get(f"/sales/{returned['id']}").json()
    assert (again["returns"], again["member"], again["net"]) == (shown["id"], "M-1", -2500)


def test_the_same_order_under_a_new_key_is_still_once(owner):
    """E03: the key is the till's; the number is the sale's."""
    first, second = owner.post("/sales", ticket()), owner.post("/sales", ticket())
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    other = owner.post("/sales", ticket(amount=1))
    assert (other.status_code, other.json()["error"]["code"]) == (409, "sale.number_taken")
    assert Sale.objects.count() == 1


def test_a_refund_before_its_order_waits_and_joins_it(owner):
    """E03."""
    early = owner.post(
        "/sales",
        ticket("R-1", amount=-3000, returns="T-1")
        | {"lines": [{"product": "rice", "quantity_milli": -1000, "amount": -3000}]},
    )
    assert (early.status_code, early.json()["is_parked"]) == (201, True)
    waiting = owner.get(f"/sales/{early.json()['id']}")
    assert (waiting.status_code, waiting.json()["error"]["code"]) == (409, "sale.return_parked")
    owner.post("/sales", ticket())
    assert owner.get(f"/sales/{early.json()['id']}").json()["amount"] == -3000


def test_one_web_order_one_ticket_one_comment_are_three_channels_of_one_member(owner, mei):
    """E01."""
    from tests.api.conftest import NOON, OWNER, SYSTEM

    from shuke.members import actions as members

    owner.post("/sales", ticket("W-1", member="M-1", channel="web"))
    owner.post("/sales", ticket("T-1", member="M-1", channel="store"))
    members.interact(
        member_id=mei.member_id,
        kind="comment",
        scope=OWNER,
        at=NOON,
        by=SYSTEM,
        target="rice",
        channel="wechat",
    )
    seen = owner.get("/members/M-1/timeline").json()
    assert seen["totals"]["sale"] == {"count": 2, "amount": 6000}
    assert seen["totals"]["interaction"]["count"] == 1
    listed = owner.get("/sales?member=M-1").json()["data"]
    assert {one["channel"] for one in listed} == {"web", "store"}
    assert {one["member"] for one in listed} == {"M-1"}


def test_a_batch_answers_for_each_sale_by_itself(owner, mei):
    batch = {
        "sales": [
            ticket("T-1", member="M-1"),
            ticket("T-2", store="99"),
            ticket("T-3", member="nobody"),
            ticket("T-4", member="mem_broken"),
            ticket("T-5", lines=[{"product": "rice", "amount": -1}]),
            ticket("T-1", member="M-1"),
        ]
    }
    answer = owner.post("/sales/batch", batch).json()
    assert (answer["recorded"], answer["refused"]) == (2, 4)
    codes = [one["error"] and one["error"]["code"] for one in answer["outcomes"]]
    assert codes == [
        None,
        "store.unknown",
        "member.unknown",
        "member.unknown",
        "sale.wrong_sign",
        None,
    ]
    assert [one["recorded"] and one["recorded"]["is_new"] for one in answer["outcomes"]] == [
        True,
        None,
        None,
        None,
        None,
        False,
    ]
    assert Sale.objects.count() == 1


@pytest.mark.parametrize("count", [0, 501])
def test_a_batch_has_1_to_500_sales(owner, count):
    batch = {"sales": [ticket(f"T-{number}") for number in range(count)]}
    assert owner.post("/sales/batch", batch).status_code == 422


def test_a_batch_of_500_is_taken_whole(owner):
    batch = {"sales": [ticket(f"T-{number}") for number in range(500)]}
    assert owner.post("/sales/batch", batch).json()["recorded"] == 500
    assert Sale.objects.count() == 500


def test_the_list_of_sales_turns_page_by_page(owner):
    for number in range(5):
        day = 1 + number % 2
        owner.post("/sales", ticket(f"T-{number}", sold_at=f"2018-01-0{day}T12:00:00+08:00"))
    seen, after = [], ""
    while True:
        page = owner.get(f"/sales?limit=2{after}").json()
        seen += [one["number"] for one in page["data"]]
        assert page["has_more"] == (page["next"] is not None)
        if not page["has_more"]:
            break
        after = f"&after={page['next']}"
    assert seen == ["T-3", "T-1", "T-4", "T-2", "T-0"]
    assert [one["number"] for one in owner.get("/sales?since=2018-01-02").json()["data"]] == [
        "T-3",
        "T-1",
    ]
    assert [one["number"] for one in owner.get("/sales?until=2018-01-02").json()["data"]] == [
        "T-4",
        "T-2",
        "T-0",
    ]


@pytest.mark.parametrize(
    "after", ["x", "WyJhIiwxXQ", "eyJhIjoxfQ", "WzEsMl0", "W10", "%F0%9F%92%A9"]
)
def test_a_cursor_that_this_list_did_not_give_is_refused(owner, after):
    answer = owner.get(f"/sales?after={after}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "request.bad_cursor")


@pytest.mark.parametrize("limit", [0, 201, -1, "a", 10**30])
def test_a_page_has_1_to_200_rows(owner, limit):
    assert owner.get(f"/sales?limit={limit}").status_code == 422


def test_a_list_takes_as_many_queries_for_fifty_as_for_one(
    owner, mei, django_assert_max_num_queries
):
    owner.post(
        "/sales/batch", {"sales": [ticket(f"T-{number}", member="M-1") for number in range(50)]}
    )
    # The key and its stores, the chain, the sales, then whose they are.
    with django_assert_max_num_queries(7):
        assert len(owner.get("/sales?limit=50").json()["data"]) == 50


def test_a_cashier_sells_to_members_of_other_stores_but_in_his_own_only(key, bo):
    cashier = key("cashier", stores_of=["1"])
    assert cashier.post("/sales", ticket(member="M-2")).status_code == 201
    assert cashier.post("/sales", ticket(store="2")).status_code == 404
    assert cashier.get("/members/M-2").status_code == 200  # served here now
