"""S29 七大核心指标: exactly seven values, each with its numerator and denominator."""

import json

from tests.stories.conftest import line

SEVEN = {
    "card_opening",
    "conversion",
    "development",
    "churn",
    "repeat_amount",
    "repurchase",
    "activity",
}


def _seven(rows) -> dict[str, dict]:
    return {row["indicator"]: row for row in rows}


def test_every_store_shows_exactly_seven_values(demo):
    rows = json.loads(demo.shuke("figure", "indicators", "--by", "store", "--json"))["rows"]
    stores = {row["store"] for row in rows}
    assert stores
    for store in stores:
        mine = [row for row in rows if row["store"] == store]
        assert {row["indicator"] for row in mine} == SEVEN
        assert len(mine) == 7
        for row in mine:
            if row["denominator"]:
                assert row["value"] == row["numerator"] / row["denominator"]
            else:
                assert row["value"] is None


def test_cards_of_may_that_bought_within_30_days(chain):
    """P03: 30 cards opened in May, 18 with a first order within 30 days -> 60.0 %."""
    chain.enrol(30, joined_at="2026-05-02 10:00")
    bought = [line(f"S{n}", "2026-05-20", n, "10.00") for n in range(1, 19)]
    chain.bring_in("sales.csv", "sales", bought)
    chain.refresh()
    days = ("--set", "days=61")
    row = _seven(chain.figure("indicators", "2026-07-01", *days))["conversion"]
    assert (row["numerator"], row["denominator"], row["value"]) == (18, 30, 0.6)


def test_repeat_purchases_bring_65_percent(chain):
    """P06: 10,000 of which 6,500 repeat -> 65.0 %; P07: 80 of 200 bought again -> 40.0 %."""
    chain.enrol(200)
    first = [line(f"F{n}", "2026-04-01", n, "17.50") for n in range(1, 201)]
    again = [line(f"A{n}", "2026-05-01", n, "81.25") for n in range(1, 81)]
    chain.bring_in("sales.csv", "sales", [*first, *again])
    chain.refresh()
    seven = _seven(chain.figure("indicators", "2026-06-01", "--set", "days=90"))
    repeat = seven["repeat_amount"]
    assert (repeat["numerator"], repeat["denominator"]) == (650_000, 1_000_000)
    assert repeat["value"] == 0.65
    repurchase = seven["repurchase"]
    assert (repurchase["numerator"], repurchase["denominator"]) == (80, 200)
    assert repurchase["value"] == 0.4
