"""Cohorts, repurchase, intervals, summary and calendar on tables small enough for a pencil."""

from datetime import date

import pyarrow as pa
from tests.analytics.small import clock, line, lines, rows, sale, sales, table

import shuke.analytics as sa

JUNE = date(2017, 6, 1)


def test_a_cohort_is_the_month_of_the_first_observed_purchase() -> None:
    bought = sales(
        [
            sale(1, date(2017, 1, 31)),
            sale(1, date(2017, 3, 1)),
            sale(2, date(2017, 3, 31)),
            sale(2, date(2017, 4, 2), returns_sale=3),
            sale(None, date(2017, 3, 5)),
        ]
    )
    found = [tuple(row.values()) for row in rows(sa.cohorts(bought, as_of=JUNE))]
    assert found == [
        ("2017-01", "2017-01", 1),
        ("2017-01", "2017-03", 1),
        ("2017-03", "2017-03", 1),
    ]
    active = [tuple(row.values()) for row in rows(sa.active_members(bought, as_of=JUNE))]
    assert active == [("2017-01", 1), ("2017-03", 2)]


def test_repurchase_asks_within_n_times_24_hours_of_those_who_had_the_time() -> None:
    first = date(2017, 5, 2)
    bought = sales(
        [
            sale(1, clock(first, 9)),  # again after exactly 7 x 24 hours
            sale(1, clock(date(2017, 5, 9), 9)),
            sale(2, clock(first, 9)),  # a minute later than that
            sale(2, clock(date(2017, 5, 9), 9, 1)),
            sale(3, clock(first, 9)),  # twice on one day
            sale(3, clock(first, 10)),
            sale(4, clock(date(2017, 5, 25), 0)),  # seven days before as-of: just eligible
            sale(5, clock(date(2017, 5, 25), 0, 1)),  # a minute too late
            sale(6, clock(date(2017, 5, 1), 9)),
            sale(6, clock(date(2017, 5, 3), 9), returns_sale=9),  # a return is no second purchase
        ]
    )
    [week] = rows(sa.repurchase(bought, as_of=JUNE, windows=(7,)))
    assert week == {"days": 7, "eligible": 5, "repurchased": 2}


def test_intervals_are_days_between_purchase_days_with_linear_percentiles() -> None:
    days = (1, 2, 4, 7, 11)  # gaps 1, 2, 3, 4
    bought = sales([sale(1, date(2017, 5, n)) for n in days] + [sale(1, date(2017, 5, 1))])
    [found] = rows(sa.intervals(bought, as_of=JUNE))
    assert found == {"n": 4, "mean": 2.5, "median": 2.5, "p80": 3.4, "p90": 3.7, "p95": 3.85}


def test_nobody_came_twice_and_there_are_no_intervals() -> None:
    [found] = rows(sa.intervals(sales([sale(1, date(2017, 5, 1))]), as_of=JUNE))
    assert found["n"] == 0
    assert {value for key, value in found.items() if key != "n"} == {None}


def test_the_summary_counts_sales_and_nets_returns() -> None:
    bought = sales(
        [
            sale(1, date(2017, 5, 1), 500),
            sale(None, date(2017, 5, 1), 300, store=2),
            sale(1, date(2017, 5, 2), -200, returns_sale=1),
            sale(3, JUNE, 999),
        ]
    )
    held = lines(
        [line(1, 1, 10, 500), line(2, None, 11, 300), line(3, 1, 10, -200, is_return=True)]
    )
    assert rows(sa.summary(bought, held, as_of=JUNE)) == [
        {"lines": 2, "sales": 2, "members": 1, "stores": 2, "products_sold": 2, "amount": 600}
    ]


def test_the_calendar_counts_days_anonymous_buyers_included() -> None:
    bought = sales(
        [
            sale(1, date(2017, 5, 1), 500),
            sale(1, date(2017, 5, 1), 100),
            sale(None, date(2017, 5, 1), 300),
            sale(1, date(2017, 5, 2), -200, returns_sale=1),
        ]
    )
    first, second = rows(sa.calendar(bought, as_of=JUNE))
    assert (first["sales"], first["members"], first["amount"]) == (3, 1, 900)
    assert (second["sales"], second["members"], second["amount"]) == (0, 0, -200)
    split, late = rows(sa.sales_by_day(bought, as_of=JUNE))
    assert (split["member_sales"], split["anonymous_amount"]) == (2, 300)
    assert split["member_share"] == 2 / 3
    assert late["member_share"] is None


def test_redemption_counts_pairs_of_campaign_and_member() -> None:
    schema = pa.schema(
        [
            ("campaign_type", pa.string()),
            ("campaign", pa.string()),
            ("member", pa.int64()),
            ("kind", pa.string()),
            ("day", pa.date32()),
        ]
    )

    def contact(campaign: str, member: int, kind: str, day: int = 1) -> dict[str, object]:
        return {
            "campaign_type": "A",
            "campaign": campaign,
            "member": member,
            "kind": kind,
            "day": date(2017, 5, day),
        }

    contacts = table(
        schema,
        [
            contact("1", 1, "received"),
            contact("1", 1, "redeemed", 3),
            contact("1", 1, "redeemed", 4),  # twice is one redeemer
            contact("2", 1, "received"),
            contact("2", 2, "received"),
            contact("2", 3, "redeemed"),  # never received: nobody to be counted for
        ],
    )
    assert rows(sa.redemption(contacts, as_of=JUNE)) == [
        {"campaign_type": "A", "recipients": 3, "redeemers": 1, "rate": 1 / 3}
    ]
    assert rows(sa.redemption(contacts, as_of=date(2017, 5, 1))) == []
