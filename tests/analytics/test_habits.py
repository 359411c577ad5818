"""Activity (F17), rhythm and channels (F35), groups (F04), spending (F03, A20)."""

from datetime import date, timedelta

import ibis
import pytest
from tests.analytics.small import (
    Row,
    by,
    days_before,
    line,
    lines,
    members,
    products,
    rows,
    sale,
    sales,
    table,
)

import shuke.analytics as sa
from shuke.analytics.conditions.columns import Given
from shuke.analytics.conditions.compiling import members_meeting
from shuke.analytics.conditions.tables import Tables
from shuke.rules.reading import from_yaml

JUNE = date(2017, 6, 1)
DEEDS = ibis.schema({"member": "int64", "kind": "string", "day": "date"}).to_pyarrow()


def _deeds(kind: str, member: int, *days: int) -> list[Row]:
    return [{"member": member, "kind": kind, "day": day} for day in days_before(JUNE, *days)]


def test_f17_one_order_two_visits_three_interactions_are_twelve_points() -> None:
    came = table(DEEDS, _deeds("visit", 1, 3, 4) + _deeds("checkin", 1, 1, 2, 30))
    bought = sales([sale(1, day) for day in days_before(JUNE, 30, 31)])  # 31 days ago is too old
    [found] = rows(sa.activity_members(bought, members([1]), came, as_of=JUNE))
    assert found == {
        "member": 1,
        "orders": 1,
        "visits": 2,
        "interactions": 3,
        "score": 12,
        "band": "active",
        "is_active": True,
    }


def test_f17_bands_and_the_share_of_each() -> None:
    bought = sales([sale(1, JUNE - timedelta(days=1))] * 2 + [sale(2, JUNE - timedelta(days=1))])
    came = table(DEEDS, [*_deeds("visit", 3, *[1] * 15), *_deeds("share", 9, 31)])
    found = rows(sa.activity(bought, members([1, 2, 3, 4]), came, as_of=JUNE))
    assert [(r["band"], r["members"], r["share"]) for r in found] == [
        ("none", 1, 0.25),
        ("low", 1, 0.25),
        ("active", 1, 0.25),
        ("high", 1, 0.25),
    ]
    assert (found[3]["visits"], found[2]["orders"]) == (15, 2)


def test_f17_points_are_parameters() -> None:
    bought = sales([sale(1, JUNE - timedelta(days=1))])
    ten = sa.Points(order=10)
    assert rows(sa.activity_members(bought, as_of=JUNE, points=ten))[0]["is_active"]
    with pytest.raises(ValueError, match="active"):
        sa.Points(active=10, high=5)


def test_f35_every_third_day_thirty_each_mostly_in_the_store() -> None:
    channels = ("store", "web", "store", "store")
    bought = sales(
        [
            sale(1, date(2017, 5, day), 3_000, channel=channel)
            for day, channel in zip((1, 4, 7, 10), channels, strict=True)
        ]
    )
    [found] = rows(sa.rhythm_members(bought, as_of=JUNE))
    assert found == {
        "member": 1,
        "sales": 4,
        "interval_days": 3.0,
        "basket": 3_000.0,
        "channels": 2,
        "channel": "store",
        "channel_share": 0.75,
    }


def test_f35_one_purchase_has_no_interval_and_an_unknown_channel_is_none() -> None:
    [found] = rows(sa.rhythm_members(sales([sale(1, date(2017, 5, 1))]), as_of=JUNE))
    assert (found["interval_days"], found["channels"], found["channel"]) == (None, 0, None)


def test_f35_ties_between_channels_go_by_the_alphabet_and_members_add_up() -> None:
    bought = sales(
        [
            sale(1, date(2017, 5, 1), channel="web"),
            sale(1, date(2017, 5, 3), channel="app"),
            sale(2, date(2017, 5, 1), channel="web"),
        ]
    )
    found = rows(sa.rhythm(bought, as_of=JUNE))
    assert [(r["channel"], r["members"], r["several_channels"]) for r in found] == [
        ("app", 1, 1),
        ("web", 1, 0),
    ]
    assert [r["interval_days"] for r in found] == [2.0, None]


def _habit(member: int, silence: int, every: int, times: int) -> list[Row]:
    return [sale(member, JUNE - timedelta(days=silence + every * n)) for n in range(times)]


def test_f04_loyal_potential_and_risk_by_the_rows_numbers() -> None:
    bought = _habit(1, 5, 20, 20)  # 20 orders, the last 5 days ago
    bought += _habit(2, 120, 20, 20)  # 20 orders of a cycle of 20 days, then 120 silent days
    # Two months old and rising: one order in the first month, three in the second.
    bought += [sale(3, day) for day in days_before(JUNE, 60, 20, 10, 5)]
    bought += [sale(4, day) for day in days_before(JUNE, 200, 1)]
    found = by(sa.groups_members(sales(bought), as_of=JUNE), "member")
    assert {n: found[n]["group"] for n in found} == {
        1: "loyal",
        2: "risk",
        3: "potential",
        4: "other",
    }
    # The explanation: a reason, and the numbers it rests on.
    assert [found[2][key] for key in ("reason", "orders", "recency_days")] == [
        "silent_for_cycles",
        20,
        120,
    ]
    assert found[2]["cycle_days"] == pytest.approx(20, abs=1.5)
    assert [found[3][key] for key in ("reason", "age_days", "earlier", "later")] == [
        "young_and_rising",
        60,
        1,
        3,
    ]
    assert (found[1]["reason"], found[4]["reason"]) == ("many_and_recent", "none_of_these")
    counted = rows(sa.groups(sales(bought), as_of=JUNE))
    assert [(r["group"], r["members"]) for r in counted] == [
        ("loyal", 1),
        ("potential", 1),
        ("risk", 1),
        ("other", 1),
    ]


def test_f03_average_and_median_are_those_of_buyers() -> None:
    bought = sales([sale(n, date(2017, 5, 1), 100 * n) for n in (1, 2, 3)])
    [found] = rows(sa.descriptive(bought, members([0, 1, 2, 3]), as_of=JUNE))
    assert found == {
        "members": 4,
        "buyers": 3,
        "sales": 3,
        "amount": 600,
        "average": 200.0,
        "median": 200.0,
    }


def test_f03_by_group_and_by_month() -> None:
    bought = sales([sale(1, date(2017, 4, 1), 100), sale(1, date(2017, 5, 1), 300)])
    tiers = table(
        ibis.schema({"member": "int64", "group": "string"}).to_pyarrow(),
        [{"member": 1, "group": "gold"}],
    )
    assert [
        (r["month"], r["buyers"], r["average"])
        for r in rows(sa.descriptive(bought, as_of=JUNE, by="month"))
    ] == [("2017-04", 1, 100.0), ("2017-05", 1, 300.0)]
    [gold] = rows(sa.descriptive(bought, as_of=JUNE, by="group", groups=tiers))
    assert (gold["group"], gold["sales"], gold["amount"]) == ("gold", 2, 400)


def test_a20_three_orders_seven_items_640_are_counters_of_the_member() -> None:
    amounts = {1: 200_00, 2: 240_00, 3: 200_00}
    bought = sales([sale(1, date(2017, 5, n), amount) for n, amount in amounts.items()])
    sold = lines(
        [
            line(1, 1, 10, 200_00, quantity_milli=2_000),
            line(2, 1, 10, 240_00, quantity_milli=4_000),
            line(3, 1, 10, 200_00, quantity_milli=1_000),
        ]
    )
    tables = Tables(members([1, 2]), bought, sold, products({10: "TEA"}))
    for condition in (
        "{fact: sales.times, is: equals, value: 3}",
        "{fact: sales.quantity, is: equals, value: 7}",
        "{fact: sales.amount_total, is: equals, value: 64000}",
    ):
        found = rows(members_meeting(from_yaml(condition), Given(tables, JUNE)))
        assert [row["member"] for row in found] == [1], condition
