"""What cannot be true of a sale is refused before anything is written. No database."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sales.conftest import NOON, back, line, sale

from shuke.sales import refusals
from shuke.sales.actions import LineIn, StepIn
from shuke.sales.receipt import body_of, check, sale_from
from shuke.sales.returning import Part, overdrawn

RICE = line("rice", 3000)


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"number": ""}, "number"),
        ({"number": "x" * 61}, "number"),
        ({"number": "T\x001"}, "number"),
        ({"number": " T-1"}, "number"),
        ({"store": ""}, "store"),
        ({"staff": "x" * 61}, "staff"),
        ({"till": "\n"}, "till"),
        ({"channel": "Web Shop"}, "channel"),
        ({"sold_at": datetime(2018, 1, 1)}, "sold_at"),  # noqa: DTZ001 - no offset: refused
        ({"sold_at": NOON.replace(year=1)}, "sold_at"),
        ({"sold_at": NOON.replace(year=9999)}, "sold_at"),
        ({"payments": {"Cash!": 3000}}, "payments"),
        ({"lines": (replace(RICE, product="\ud800"),)}, "lines.0.product"),
        ({"lines": (replace(RICE, quantity_milli=10**12 + 1),)}, "lines.0.quantity_milli"),
        ({"lines": (line("a", 10**15 + 1),)}, "lines.0.gross"),
        ({"lines": (line("a", 10**15), line("b", 1))}, "gross"),
        ({"steps": (StepIn("dreamt", "web", NOON),)}, "steps"),
        ({"steps": (StepIn("paid", "", NOON),)}, "steps.0.channel"),
    ],
)
def test_a_value_out_of_bounds_is_named(change, param):
    with pytest.raises(refusals.BadSale) as refused:
        check(replace(sale("T-1", RICE), **change))
    assert refused.value.param == param


def test_a_sale_has_1_to_500_lines():
    check(sale("T-1", *[RICE] * 500))
    for lines in ((), (RICE,) * 501):
        with pytest.raises(refusals.TooManyLines):
            check(sale("T-1", *lines))


def test_discounts_and_payments_add_up():
    check(sale("T-1", LineIn("rice", 1000, 3000, 2500, {"coupon": 300, "member_price": 200})))
    for lines, payments in (
        ((LineIn("rice", 1000, 3000, 2500, {"coupon": 300}),), {}),
        ((LineIn("rice", 1000, 3000, 2500),), {}),
        ((RICE,), {"cash": 2999}),
        ((RICE,), {"cash": 1000, "card": 2001}),
    ):
        with pytest.raises(refusals.SumsDiffer):
            check(sale("T-1", *lines, payments=payments))


def test_sales_are_positive_and_returns_negative():
    check(back("R-1", RICE, of="T-1", payments={"cash": -3000}))
    for wrong in (
        replace(sale("T-1", RICE), returns="T-0"),
        replace(back("R-1", RICE, of="T-1"), returns=None),
        sale("T-1", LineIn("rice", -1000, 3000, 3000)),
        sale("T-1", RICE, payments={"cash": 3001, "card": -1}),
        sale("T-1", LineIn("rice", 1000, 3000, 3001, {"gift": -1})),
    ):
        with pytest.raises(refusals.SignWrong):
            check(wrong)


PARTS = st.lists(
    st.builds(
        Part,
        st.sampled_from([None, 1, 2]),
        st.integers(0, 5000),
        st.integers(0, 900),
    ),
    max_size=6,
)


@given(sold=PARTS, returns=st.lists(PARTS, max_size=4))
def test_accepted_returns_never_exceed_the_sale(sold, returns):
    left = list(sold)
    for goods in returns:
        comes_back = [Part(one.product, -one.quantity_milli, -one.amount) for one in goods]
        if not overdrawn(left, comes_back):
            left += comes_back
    for product in (None, 1, 2):
        mine = [part for part in left if part.product == product]
        assert sum(part.quantity_milli for part in mine) >= 0
        assert sum(part.amount for part in mine) >= 0


@given(
    amounts=st.lists(st.integers(0, 10**12), min_size=1, max_size=4),
    steps=st.lists(st.sampled_from(["web", "app"]), max_size=2),
    member=st.none() | st.integers(1, 99),
    is_return=st.booleans(),
)
def test_a_parked_body_becomes_the_same_sale_again(amounts, steps, member, is_return):
    facts = {
        "member_id": member,
        "steps": tuple(StepIn("paid", channel, NOON) for channel in steps),
    }
    lines = [line("a", amount, coupon=1) for amount in amounts]
    given_sale = back("R", *lines, of="T", **facts) if is_return else sale("T", *lines, **facts)
    again = sale_from(body_of(given_sale), member)
    assert body_of(again) == body_of(given_sale)
    assert (again.amount, again.member_id) == (given_sale.amount, member)
