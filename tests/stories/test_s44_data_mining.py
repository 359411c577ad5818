"""S44 吉之岛 客户数据挖掘: baskets, scores and samples dug out of a till's own files."""

import json

from tests.stories.conftest import line

BASKETS = ["AB", "AB", "AB", "A", "A", "B", "C", "C", "C", "C"]


def test_ten_baskets_tell_what_is_bought_together(chain):
    """F06: A in 5, B in 4, both in 3: support .3, confidence of A->B .6, lift 1.5."""
    chain.enrol(10)
    products = [{"number": name, "category": f"category {name}"} for name in "ABC"]
    chain.bring_in("products.csv", "products", products)
    bought = [
        line(f"S{place}", "2026-05-01", place + 1, "10.00", product=name)
        for place, basket in enumerate(BASKETS)
        for name in basket
    ]
    chain.bring_in("sales.csv", "sales", bought)
    chain.refresh()
    rows = chain.figure("pairs", "2026-06-01", "--level", "category", "--min-support", "0.1")
    assert rows == [
        {
            "a": "category A",
            "b": "category B",
            "sales": 3,
            "support": 0.3,
            "confidence_ab": 0.6,
            "confidence_ba": 0.75,
            "lift": 1.5,
        }
    ]


def test_fixed_cuts_score_a_champion_555(chain):
    """F01: R<=30 days, F>=10, M>=5,000: last 20 May, 12 orders, 6,000.00 -> 5, 5, 5."""
    chain.enrol(7)
    bought = [line(f"S{n}", f"2026-05-{n + 8:02d}", "7", "500.00") for n in range(1, 13)]
    chain.bring_in("sales.csv", "sales", bought)
    chain.refresh()
    rows = chain.figure("rfm", "2026-06-01", "--scoring", "threshold")
    (row,) = [row for row in rows if row["frequency"]]
    assert (row["member"], row["recency_days"], row["frequency"]) == ("7", 12, 12)
    assert row["monetary"] == 600_000
    assert (row["r"], row["f"], row["m"], row["segment"]) == (5, 5, 5, "重要价值")


def test_a_stranger_finds_the_pairs_of_the_real_retailer(demo):
    text = demo.shuke("figure", "pairs", "--level", "category", "--min-support", "0.01", "--json")
    rows = json.loads(text)["rows"]
    assert len(rows) == 1049
    best = max(rows, key=lambda row: row["lift"])
    assert best["lift"] > 1
