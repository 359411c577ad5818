"""The business day is the store's, fixed when the sale is kept (X12)."""

from datetime import UTC, date, datetime

import pytest
from tests.sales.conftest import NOON, TILL, keep, line, sale

from shuke.sales.models import Sale
from shuke.stores import actions as stores

ONE = line("rice", 100)


def day_and_time(number):
    row = Sale.objects.get(number=number)
    return row.day, row.local_at


@pytest.mark.parametrize(
    ("zone", "sold_at", "day", "local"),
    [
        ("Asia/Shanghai", "2017-12-31T15:59:59Z", "2017-12-31", "2017-12-31 23:59:59"),
        ("Asia/Shanghai", "2017-12-31T16:00:00Z", "2018-01-01", "2018-01-01 00:00:00"),
        ("America/New_York", "2018-01-01T04:59:59Z", "2017-12-31", "2017-12-31 23:59:59"),
        ("America/New_York", "2018-01-01T05:00:00Z", "2018-01-01", "2018-01-01 00:00:00"),
        # The night of the change of clocks: 01:30 happens twice, and the day has 25 hours.
        ("America/New_York", "2017-11-05T05:30:00Z", "2017-11-05", "2017-11-05 01:30:00"),
        ("America/New_York", "2017-11-05T06:30:00Z", "2017-11-05", "2017-11-05 01:30:00"),
        ("America/New_York", "2017-11-06T04:59:59Z", "2017-11-05", "2017-11-05 23:59:59"),
        # 02:30 does not happen in spring; the day has 23 hours.
        ("America/New_York", "2017-03-12T07:30:00Z", "2017-03-12", "2017-03-12 03:30:00"),
        ("America/New_York", "2017-03-13T03:59:59Z", "2017-03-12", "2017-03-12 23:59:59"),
        ("Asia/Shanghai", "2020-02-29T15:59:59Z", "2020-02-29", "2020-02-29 23:59:59"),
    ],
)
def test_the_day_of_a_sale_turns_at_midnight_in_the_store(db, zone, sold_at, day, local):
    stores.set_chain(name="Lanxi", currency="CNY", zone=zone, at=NOON, by=TILL)
    stores.ensure_stores(["1"])
    keep(sale("T-1", ONE, sold_at=datetime.fromisoformat(sold_at)))
    assert day_and_time("T-1") == (
        date.fromisoformat(day),
        datetime.fromisoformat(local),
    )


def test_a_store_abroad_lives_by_its_own_clock(chain):
    from shuke.stores.models import Store

    Store.objects.filter(number="2").update(zone="America/New_York")
    at = datetime(2018, 1, 1, 4, 59, 59, tzinfo=UTC)
    keep(sale("T-1", ONE, sold_at=at))
    keep(sale("T-2", ONE, sold_at=at, store="2"))
    assert [day_and_time(number)[0] for number in ("T-1", "T-2")] == [
        date(2018, 1, 1),
        date(2017, 12, 31),
    ]


def test_a_day_stays_what_it_was_when_the_chain_moves(chain):
    at = datetime(2017, 12, 31, 16, tzinfo=UTC)
    keep(sale("T-1", ONE, sold_at=at))
    stores.set_chain(name="Lanxi", currency="CNY", zone="America/New_York", at=NOON, by=TILL)
    assert day_and_time("T-1")[0] == date(2018, 1, 1)
    assert not keep(sale("T-1", ONE, sold_at=at)).is_new
