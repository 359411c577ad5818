"""The leaking bucket (F21)."""

from datetime import date, timedelta

from tests.analytics.small import by, members, rows, sale, sales

import shuke.analytics as sa

JUNE = date(2017, 6, 1)
SINCE = JUNE - timedelta(days=30)


def _chain() -> tuple[sa.states.ibis.Table, sa.states.ibis.Table]:
    """1,000 at the opening; 150 of them are lost since, 100 join, 20 lost ones come back."""
    made = []
    for member in range(850):  # bought 100 days before the opening and again in the period
        made += [sale(member, SINCE - timedelta(days=100)), sale(member, JUNE - timedelta(days=5))]
    # Last bought 160 days before the opening: 160 <= 180 then, 190 > 180 now.
    made += [sale(member, SINCE - timedelta(days=160), 200) for member in range(850, 1000)]
    made += [sale(member, JUNE - timedelta(days=1), 300) for member in range(1000, 1100)]
    for member in range(1100, 1120):  # lost for 70 days at the opening
        made.append(sale(member, SINCE - timedelta(days=250)))
        made.append(sale(member, JUNE - timedelta(days=2), 500))
    joined = dict.fromkeys(range(1120), date(2016, 1, 1)) | dict.fromkeys(
        range(1000, 1100), date(2017, 5, 20)
    )
    return sales(made), members(range(1120), joined_on=joined)


def test_f21_a_thousand_less_150_more_100_and_20_are_970() -> None:
    bought, people = _chain()
    [found] = rows(sa.bucket(bought, people, as_of=JUNE, days=30, cost_each=8_000))
    assert found == {
        "opening": 1_000,
        "joined": 100,
        "lost": 150,
        "reactivated": 20,
        "closing": 970,
        "need": 30,
        "cost": 240_000,  # 30 at 80.00 each: 2,400.00
        "amount_lost": 150 * 200,
        "amount_added": 100 * 300 + 20 * 500,
        "loss_rate": 0.15,
    }


def test_the_lists_behind_are_as_long_as_the_numbers() -> None:
    bought, people = _chain()
    listed = sa.bucket_members(bought, people, as_of=JUNE, days=30)
    counted = by(listed.group_by("movement").aggregate(n=listed.count()), "movement")
    assert {name: row["n"] for name, row in counted.items()} == {
        "opening": 1_000,
        "joined": 100,
        "lost": 150,
        "reactivated": 20,
        "closing": 970,
    }


def test_a_full_bucket_needs_nobody_and_costs_nothing() -> None:
    bought = sales([sale(1, JUNE - timedelta(days=1)), sale(2, SINCE - timedelta(days=1))])
    [found] = rows(sa.bucket(bought, as_of=JUNE, days=30, cost_each=8_000))
    assert (found["opening"], found["joined"], found["closing"]) == (1, 1, 2)
    assert (found["need"], found["cost"]) == (0, 0)


def test_an_empty_bucket_has_no_rate_and_without_a_price_no_cost() -> None:
    [found] = rows(sa.bucket(sales([]), as_of=JUNE))
    assert (found["opening"], found["closing"], found["need"]) == (0, 0, 0)
    assert (found["loss_rate"], found["cost"]) == (None, None)
    assert (found["amount_lost"], found["amount_added"]) == (0, 0)


def test_who_joins_and_is_lost_within_the_period_is_in_both() -> None:
    # In 400 days one can do both: joined 390 days ago, silent ever since.
    people = members([1], joined_on={1: JUNE - timedelta(days=390)})
    bought = sales([sale(1, JUNE - timedelta(days=389))])
    [found] = rows(sa.bucket(bought, people, as_of=JUNE, days=400))
    assert [found[k] for k in ("opening", "joined", "lost", "reactivated", "closing")] == [
        0,
        1,
        1,
        0,
        0,
    ]
