"""A sale is kept as it happened, once, whatever the till repeats (E03, E08, Q05)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.sales.conftest import NOON, OWNER, TILL, back, keep, line, sale

from shuke.catalog import queries as catalog
from shuke.events import queries as events
from shuke.kernel.scope import Scope
from shuke.sales import queries, refusals
from shuke.sales.actions import LineIn, StepIn, record_many
from shuke.sales.models import Line, ParkedReturn, Sale
from shuke.stores.queries import UnknownStore

MEI = 7001
RICE, TEA, SOAP = line("rice", 3000), line("tea", 2500, coupon=500), line("soap", 990)


def test_a_ticket_of_three_lines_with_one_returned_next_day_is_four_lines_and_right(chain):
    """E08."""
    bought = keep(
        sale(
            "T-1",
            RICE,
            TEA,
            SOAP,
            member_id=MEI,
            staff="zhang",
            till="2",
            payments={"cash": 4000, "wechat": 2490},
        )
    )
    tomorrow = NOON + timedelta(days=1)
    keep(back("R-1", TEA, of="T-1", sold_at=tomorrow, staff="zhang"), at=tomorrow)

    assert Line.objects.count() == 4
    seen = queries.sale_of(bought.public_id, OWNER)
    assert (seen.card.gross, seen.card.amount, seen.net) == (6990, 6490, 3990)
    assert (seen.card.staff, seen.card.till, seen.card.member_id) == ("zhang", "2", MEI)
    assert seen.payments == {"cash": 4000, "wechat": 2490}
    assert [(one.product, one.gross, one.amount, one.discounts) for one in seen.lines] == [
        ("rice", 3000, 3000, {}),
        ("tea", 3000, 2500, {"coupon": 500}),
        ("soap", 990, 990, {}),
    ]
    (returned,) = seen.returns
    assert (returned.amount, returned.staff, returned.member_id) == (-2500, "zhang", MEI)
    assert queries.sale_of(returned.id, OWNER).original == seen.card
    assert queries.totals_of_members([MEI])[MEI] == queries.Totals(date(2018, 1, 5), 1, 3990)


def test_products_that_nobody_knows_are_kept_by_number(chain):
    keep(sale("T-1", line("no-such-thing", 100), line(None, 50)))
    (view, nameless) = queries.lines_of(Sale.objects.get().pk, OWNER)
    assert (view.product, view.name, view.is_known) == ("no-such-thing", "no-such-thing", False)
    assert (nameless.product, nameless.amount) == (None, 50)
    assert catalog.placeholders() == 1


def test_the_same_order_twice_is_stored_once(chain):
    """E03."""
    order = sale("T-1", RICE, TEA, member_id=MEI, till="1", payments={"cash": 5500})
    first, second = keep(order), keep(order)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.sale_id == second.sale_id
    assert (Sale.objects.count(), Line.objects.count()) == (1, 2)
    assert len(events.of_subject(f"sale/{first.sale_id}", limit=9)) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"lines": (RICE,)},
        {"member_id": None},
        {"staff": "li"},
        {"sold_at": NOON + timedelta(seconds=1)},
        {"channel": "web"},
        {"payments": {"card": 5500}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_sale_under_the_same_number_is_refused(chain, change):
    order = sale("T-1", RICE, TEA, member_id=MEI, payments={"cash": 5500})
    keep(order)
    changed = replace(order, **({"payments": {}} if "lines" in change else {}) | change)
    with pytest.raises(refusals.NumberTaken):
        keep(changed)
    assert (Sale.objects.count(), Line.objects.count()) == (1, 2)


def test_the_same_number_in_two_stores_is_two_sales(chain):
    keep(sale("T-1", RICE))
    assert keep(sale("T-1", RICE, store="2")).is_new


def test_a_refund_that_comes_before_its_order_waits_and_joins_it_later(chain):
    """E03."""
    refund = back("R-1", TEA, of="T-1", sold_at=NOON + timedelta(hours=2))
    parked = keep(refund)
    assert (parked.is_new, parked.is_parked) == (True, True)
    assert Sale.objects.count() == 0
    assert [one.number for one in queries.parked(OWNER)] == ["R-1"]
    with pytest.raises(refusals.ParkedReturn):
        queries.sale_of(parked.public_id, OWNER)
    assert keep(refund) == replace(parked, is_new=False)

    bought = keep(sale("T-1", RICE, TEA, member_id=MEI))

    assert queries.parked(OWNER) == ()
    seen = queries.sale_of(bought.sale_id, OWNER)
    assert (seen.net, [one.number for one in seen.returns]) == (3000, ["R-1"])
    joined = queries.sale_of(parked.public_id, OWNER)
    assert (joined.card.number, joined.card.member_id) == ("R-1", MEI)
    again = keep(refund)
    assert (again.is_new, again.is_parked, again.sale_id) == (False, False, joined.card.id)


def test_a_parked_refund_that_does_not_fit_its_order_stays_with_the_reason(chain):
    keep(back("R-1", SOAP, of="T-1"))
    keep(sale("T-1", RICE))
    (waiting,) = queries.parked(OWNER)
    assert waiting.problem == "sale.returns_too_much"
    assert Sale.objects.count() == 1


def test_a_parked_number_is_taken_too(chain):
    keep(back("R-1", SOAP, of="T-1"))
    with pytest.raises(refusals.NumberTaken):
        keep(back("R-1", TEA, of="T-1"))
    with pytest.raises(refusals.NumberTaken):
        keep(sale("R-1", TEA))
    assert (ParkedReturn.objects.count(), Sale.objects.count()) == (1, 0)


def test_partial_returns_never_take_back_more_than_was_sold(chain):
    keep(sale("T-1", line("egg", 1000, quantity=10), RICE))
    keep(back("R-1", line("egg", 600, quantity=6), of="T-1"))
    with pytest.raises(refusals.ReturnsTooMuch):
        keep(back("R-2", line("egg", 400, quantity=5), of="T-1"))
    with pytest.raises(refusals.ReturnsTooMuch):
        keep(back("R-2", line("egg", 401, quantity=4), of="T-1"))
    with pytest.raises(refusals.ReturnsTooMuch):
        keep(back("R-2", line("tea", 1), of="T-1"))
    keep(back("R-2", line("egg", 400, quantity=4), of="T-1"))
    assert queries.sale_of(Sale.objects.get(number="T-1").pk, OWNER).net == 3000
    assert Sale.objects.count() == 3


def test_a_return_takes_back_a_sale_of_the_buyer_and_nothing_else(chain):
    keep(sale("T-1", RICE, member_id=MEI))
    keep(back("R-1", line("rice", 1, quantity=0), of="T-1"))
    with pytest.raises(refusals.NotASale):
        keep(back("R-2", RICE, of="R-1"))
    with pytest.raises(refusals.OtherMember):
        keep(back("R-2", RICE, of="T-1", member_id=MEI + 1))
    assert Sale.objects.count() == 2


def test_booked_on_the_web_tried_in_store_two_paid_in_the_app_returned_to_store_three(chain):
    """Q05: one order, whatever channels its steps went through."""
    order = sale(
        "W-1",
        RICE,
        TEA,
        store="1",
        channel="web",
        member_id=MEI,
        payments={"app": 5500},
        steps=(
            StepIn("booked", "web", NOON - timedelta(days=2)),
            StepIn("tried", "store", NOON - timedelta(days=1), store="2"),
            StepIn("paid", "app", NOON),
        ),
    )
    bought = keep(order)
    keep(back("R-1", TEA, of="W-1", store="3", returns_store="1", sold_at=NOON + timedelta(days=3)))
    seen = queries.sale_of(bought.sale_id, OWNER)
    assert [(step.kind, step.channel, step.store) for step in seen.steps] == [
        ("booked", "web", None),
        ("tried", "store", "2"),
        ("paid", "app", None),
        ("returned", "store", "3"),
    ]
    assert queries.totals_of_members([MEI])[MEI].sales == 1
    assert not keep(order).is_new


def test_a_batch_keeps_what_is_right_and_names_what_is_not(chain):
    outcomes = record_many(
        sales=[
            sale("T-1", RICE),
            sale("T-2", RICE, store="99"),
            sale("T-3", LineIn("rice", 1000, -1, -1)),
            sale("T-1", RICE),
            back("R-1", RICE, of="T-1"),
        ],
        at=NOON,
        by=TILL,
    )
    kept, nowhere, negative, repeat, returned = outcomes
    assert (kept.is_new, repeat.is_new, returned.is_new) == (True, False, True)
    assert isinstance(nowhere, UnknownStore)
    assert isinstance(negative, refusals.SignWrong)
    assert sorted(Sale.objects.values_list("number", flat=True)) == ["R-1", "T-1"]
    assert [
        [event.name for event in events.of_subject(f"sale/{one.sale_id}", limit=9)]
        for one in (kept, returned)
    ] == [["sale.recorded"], ["sale.returned"]]


def test_a_refused_sale_leaves_no_product_behind_for_the_next(chain):
    """The placeholder of a refused return is rolled back with it; the next sale makes its own."""
    outcomes = record_many(
        sales=[
            sale("T-1", RICE),
            back("R-1", line("new", 1), of="T-1"),
            sale("T-2", line("new", 1)),
        ],
        at=NOON,
        by=TILL,
    )
    assert [isinstance(one, refusals.ReturnsTooMuch) for one in outcomes] == [False, True, False]
    assert [one.product for one in queries.lines_of(outcomes[2].sale_id, OWNER)] == ["new"]


def test_a_batch_has_at_most_500_sales(chain):
    with pytest.raises(refusals.TooManySales):
        record_many(sales=[sale(f"T-{n}", RICE) for n in range(501)], at=NOON, by=TILL)
    with pytest.raises(refusals.TooManySales):
        record_many(sales=[], at=NOON, by=TILL)


def test_readers_see_the_sales_of_their_stores_only(chain):
    mine = keep(sale("T-1", RICE, member_id=MEI))
    other = keep(sale("T-2", TEA, store="2", member_id=MEI))
    manager = Scope(role="manager", stores=frozenset({chain["1"]}))
    assert set(queries.of_ids([mine.sale_id, other.sale_id], manager)) == {mine.sale_id}
    assert [card.number for card in queries.of_member([MEI], manager)] == ["T-1"]
    for ask in (queries.sale_of, queries.lines_of):
        with pytest.raises(refusals.UnknownSale):
            ask(other.sale_id, manager)
    filters = queries.Filters()
    assert [one.number for one in queries.listing(manager, filters=filters).cards] == ["T-1"]
    assert queries.served_by([MEI, 1], frozenset({chain["2"]})) == {MEI}
    assert queries.served_by([MEI, 1], frozenset({chain["3"]})) == set()


def test_last_purchase_frequency_and_amount_are_there_for_whoever_bought(chain):
    """E09: 30 and 70 on 1 and 15 May; who never bought has none, not a recency of 0 days."""
    may = datetime(2018, 5, 1, 4, tzinfo=UTC)
    keep(sale("T-1", line("rice", 3000), member_id=MEI, sold_at=may))
    keep(sale("T-2", line("tea", 7000), member_id=MEI, sold_at=may + timedelta(days=14)))
    totals = queries.totals_of_members([MEI, MEI + 1])
    assert totals == {MEI: queries.Totals(date(2018, 5, 15), 2, 10000)}


def test_a_member_page_turns_without_losing_or_repeating_a_sale(chain):
    for number in range(7):
        # Two moments only: most sales share theirs with others.
        keep(sale(f"T-{number}", RICE, member_id=MEI, sold_at=NOON + timedelta(days=number % 2)))
    seen, before = [], None
    while page := queries.of_member([MEI], OWNER, before, limit=3):
        seen += [card.number for card in page]
        before = (page[-1].sold_at, page[-1].id)
    assert seen == ["T-5", "T-3", "T-1", "T-6", "T-4", "T-2", "T-0"]
    listed, after = [], None
    while True:
        page = queries.listing(OWNER, filters=queries.Filters(), after=after, limit=3)
        listed += [card.number for card in page.cards]
        if (after := page.next_after) is None:
            break
    assert listed == seen


def test_a_page_of_sales_takes_one_query(chain, django_assert_num_queries):
    first = keep(sale("T-1", RICE, till="1", member_id=MEI))
    for number in range(2, 6):
        keep(sale(f"T-{number}", RICE, till="1", member_id=MEI))
    with django_assert_num_queries(1):
        queries.listing(OWNER, filters=queries.Filters())
    with django_assert_num_queries(1):
        queries.of_member([MEI], OWNER)
    with django_assert_num_queries(6):
        queries.sale_of(first.sale_id, OWNER)
