"""Purchases stand in the member's timeline, and who served a member may see him."""

from datetime import timedelta

import pytest
from tests.sales.conftest import NOON, OWNER, TILL, back, keep, line, sale

from shuke.kernel.scope import Scope
from shuke.members import actions as members
from shuke.members import queries, timeline, visibility
from shuke.members.newcomer import Newcomer
from shuke.sales.timeline import PART, register

RICE, TEA = line("rice", 3000), line("tea", 2500)


@pytest.fixture
def mei(chain):
    before = (dict(timeline._parts), list(visibility._served))
    register()
    newcomer = Newcomer(name="Mei", phone="13812340001", store_id=chain["1"])
    yield members.enrol(newcomer=newcomer, scope=OWNER, at=NOON, by=TILL).member_id
    timeline._parts.clear()
    timeline._parts.update(before[0])
    visibility._served[:] = before[1]


def test_purchases_and_returns_stand_in_the_timeline_with_running_sums(mei):
    keep(sale("T-1", RICE, TEA, member_id=mei, sold_at=NOON + timedelta(hours=1)))
    keep(back("R-1", TEA, of="T-1", sold_at=NOON + timedelta(hours=2)))
    seen = queries.timeline(mei, OWNER, kinds=["sale"])
    assert [(one.item.en, one.item.amount, one.running.amount) for one in seen.items] == [
        ("Return", -2500, 3000),
        ("Purchase", 5500, 5500),
    ]
    assert seen.totals["sale"] == timeline.Total(2, 3000)


def test_a_store_that_served_a_member_may_see_him_and_only_its_own_sales(mei, chain):
    keep(sale("T-1", RICE, member_id=mei))
    second = Scope(role="manager", stores=frozenset({chain["2"]}))
    assert queries.cards_of([mei], second) == {}
    keep(sale("T-2", TEA, store="2", member_id=mei))
    assert set(queries.cards_of([mei], second)) == {mei}
    seen = queries.timeline(mei, second, kinds=["sale"])
    assert [one.item.amount for one in seen.items] == [2500]


def test_a_page_of_the_timeline_reads_no_more_than_it_shows(mei, django_assert_num_queries):
    for number in range(30):
        keep(sale(f"T-{number}", RICE, member_id=mei, till="1"))
    with django_assert_num_queries(1):
        assert len(PART.items([mei], OWNER, None, 10)) == 10
    with django_assert_num_queries(1):
        assert PART.total([mei], OWNER) == timeline.Total(30, 90_000)
