"""Preferences (F27), association (F06), cross-selling (F30)."""

from datetime import date

import ibis
import pytest
from tests.analytics.small import by, clock, line, lines, products, rows, sale, sales, table

import shuke.analytics as sa

JUNE = date(2017, 6, 1)
GROUPS = ibis.schema({"member": "int64", "group": "string"}).to_pyarrow()


def test_f27_sixty_percent_on_dairy_against_twenty_is_index_300() -> None:
    # Member 1 spends 60 of 100 on dairy; the others 140 of 900: 200 of 1,000 in all.
    bought = lines(
        [
            line(1, 1, 10, 60),
            line(1, 1, 20, 40),
            line(2, 2, 10, 140),
            line(2, 2, 20, 760),
        ]
    )
    goods = products({10: "DAIRY", 20: "BREAD"})
    found = rows(sa.preferences_members(sales([]), bought, goods, as_of=JUNE))
    [dairy] = [r for r in found if (r["member"], r["value"]) == (1, "DAIRY")]
    assert (dairy["amount"], dairy["share"], dairy["base_share"]) == (60, 0.6, 0.2)
    assert dairy["index"] == pytest.approx(300.0, rel=1e-12)
    groups = table(GROUPS, [{"member": 1, "group": "ours"}])
    of_group = rows(sa.preferences(sales([]), bought, goods, as_of=JUNE, groups=groups))
    assert [(r["group"], r["value"], r["members"]) for r in of_group] == [
        ("ours", "BREAD", 1),
        ("ours", "DAIRY", 1),
    ]
    assert of_group[1]["index"] == pytest.approx(300.0, rel=1e-12)


def test_without_groups_everybody_is_like_everybody() -> None:
    bought = lines([line(1, 1, 10, 60), line(2, 2, 20, 40), line(3, 3, None, 99)])
    found = rows(sa.preferences(sales([]), bought, products({10: "A", 20: "B"}), as_of=JUNE))
    assert [(r["group"], r["value"], r["share"], r["index"]) for r in found] == [
        ("all", "A", 0.6, 100.0),
        ("all", "B", 0.4, 100.0),
    ]


def test_times_and_weekdays_are_those_of_the_store() -> None:
    at = [clock(date(2017, 5, 1), hour) for hour in (5, 6, 10, 11, 13, 14, 16, 17, 20, 21)]
    bought = sales([sale(n, moment, 10) for n, moment in enumerate(at)])
    time = by(sa.preferences(bought, as_of=JUNE, dimension="time"), "value")
    assert {name: row["members"] for name, row in time.items()} == {
        "night": 2,
        "morning": 2,
        "noon": 2,
        "afternoon": 2,
        "evening": 2,
    }
    # 1 May 2017 was a Monday.
    week = sales([sale(n, date(2017, 5, n), 10) for n in range(1, 8)])
    days = rows(sa.preferences_members(week, as_of=JUNE, dimension="weekday"))
    assert sorted((r["member"], r["value"]) for r in days) == [(n, str(n)) for n in range(1, 8)]


def test_price_bands_part_the_products_of_a_category_in_thirds() -> None:
    # Unit prices 1 to 6 within TEA; two pieces at 8 are 4 each; MILK has a single product.
    bought = lines(
        [line(1, 1, n, n) for n in (1, 2, 3, 5, 6)]
        + [line(2, 1, 4, 8, quantity_milli=2_000), line(3, 1, 9, 50), line(3, 1, 8, 70)]
    )
    goods = products(
        {1: "TEA", 2: "TEA", 3: "TEA", 4: "TEA", 5: "TEA", 6: "TEA", 9: "MILK", 8: None}
    )
    found = by(sa.price_bands(bought, goods), "product")
    assert [found[n]["band"] for n in range(1, 7)] == [
        "low",
        "low",
        "middle",
        "middle",
        "high",
        "high",
    ]
    assert found[4]["unit_price"] == 4.0
    assert (found[9]["band"], 8 in found) == ("low", False)
    spent = by(sa.preferences(sales([]), bought, goods, as_of=JUNE, dimension="price"), "value")
    assert {name: row["amount"] for name, row in spent.items()} == {
        "low": 53,
        "middle": 11,
        "high": 11,
    }


def test_an_unknown_dimension_is_refused() -> None:
    with pytest.raises(ValueError, match="dimension"):
        sa.preferences(sales([]), as_of=JUNE, dimension="colour")
    with pytest.raises(ValueError, match="lines and products"):
        sa.preferences(sales([]), as_of=JUNE, dimension="category")


def test_f06_ten_baskets_with_a_in_five_b_in_four_both_in_three() -> None:
    a, b, c = 1, 2, 3
    baskets = [(a, b)] * 3 + [(a,)] * 2 + [(b,)] + [(c,)] * 4
    bought = lines([line(n, 1, item) for n, held in enumerate(baskets) for item in held])
    goods = products({a: "A", b: "B", c: "C"})
    [found] = rows(sa.pairs(bought, goods, as_of=JUNE, min_support=0.1))
    assert found == {
        "a": "A",
        "b": "B",
        "sales": 3,
        "support": 0.3,
        "confidence_ab": 0.6,
        "confidence_ba": 0.75,
        "lift": 1.5,
    }
    behind = rows(sa.pair_sales(bought, goods, as_of=JUNE, a="A", b="B"))
    assert sorted(row["sale"] for row in behind) == [0, 1, 2]
    assert rows(sa.pairs(bought, goods, as_of=JUNE, min_support=0.31)) == []


def test_f06_lines_of_returns_and_unknown_goods_do_not_count() -> None:
    bought = lines(
        [line(1, 1, 1), line(1, 1, 2), line(2, 1, 1), line(2, 1, 2, is_return=True), line(3, 1, 9)]
    )
    [found] = rows(
        sa.pairs(bought, products({1: "A", 2: "B", 9: None}), as_of=JUNE, min_support=0.01)
    )
    assert (found["sales"], found["support"]) == (1, 0.5)  # sale 3 holds nothing known


def test_f30_thirty_printers_without_paper_are_the_list_and_nine_accept() -> None:
    printer, paper, ink = 1, 2, 3
    april, may = date(2017, 4, 20), date(2017, 5, 10)
    bought = [line(n, n, printer, day=may) for n in range(50)]
    bought += [line(100 + n, n, paper, day=may) for n in range(20)]  # 20 of the 50 bought paper
    bought += [line(200 + n, n, ink, day=may) for n in range(20, 60)]
    bought += [line(300, 60, printer, day=date(2017, 3, 1))]  # more than 60 days ago
    goods = products({printer: "PRINTER", paper: "PAPER", ink: "INK"})
    made = lines(bought)
    assert april < may
    found = by(
        sa.cross_sell(made, goods, as_of=JUNE, min_support=0.01, min_lift=0).filter(
            ibis._["a"] == "PRINTER"
        ),
        "b",
    )
    assert (found["PAPER"]["buyers"], found["PAPER"]["both"], found["PAPER"]["members"]) == (
        50,
        20,
        30,
    )
    assert found["PAPER"]["confidence"] == 0.4
    assert found["PAPER"]["lift"] == pytest.approx(20 * 60 / (50 * 20), rel=1e-12)
    listed = sa.cross_sell_members(made, goods, as_of=JUNE)
    listed = listed.filter(listed["a"] == "PRINTER", listed["b"] == "PAPER")
    assert sorted(row["member"] for row in rows(listed)) == list(range(20, 50))
    # Nine of the list buy paper in June; one who was not on the list does too.
    after = lines([line(500 + n, n, paper, day=date(2017, 6, 3)) for n in (*range(20, 29), 1)])
    said = rows(sa.acceptance(after, goods, listed, since=JUNE, as_of=date(2017, 7, 1), b="PAPER"))
    assert said == [{"listed": 30, "bought": 9, "rate": 0.3}]


def test_f30_categories_per_member_rise_from_1_8_to_2_1() -> None:
    names = {n: chr(65 + n) for n in range(3)}

    def each(month: int, *held: int) -> list[dict[str, object]]:
        return [
            line(100 * month + m, m, item, day=date(2017, month, 5))
            for m, count in enumerate(held)
            for item in range(count)
        ]

    bought = lines(each(4, 1, 1, 2, 2, 3) + each(5, *[2] * 9, 3))
    goods = products(names)
    may, june = (
        rows(sa.items_per_member(bought, goods, as_of=day, days=31))[0]
        for day in (date(2017, 5, 1), JUNE)
    )
    assert (may["members"], may["items"], may["items_each"]) == (5, 9, 1.8)
    assert (june["members"], june["items"], june["items_each"]) == (10, 21, 2.1)
