"""Pyramid, concentration and migration (F10, F11, F12)."""

from datetime import date, timedelta

import pytest
from tests.analytics.small import by, members, rows, sale, sales

import shuke.analytics as sa

JUNE = date(2017, 6, 1)
MAY = date(2017, 5, 1)


def _layer_sizes(count: int, shares: tuple[int, ...] = (5, 15, 80)) -> list[int]:
    bought = sales([sale(n, MAY, 1_000 + n) for n in range(count)])
    found = rows(sa.pyramid(bought, as_of=JUNE, shares=shares))
    assert [row["layer"] for row in found] == list(range(1, len(shares) + 1))
    return [row["members"] for row in found]


def test_f10_a_hundred_part_as_5_15_80_and_twenty_as_1_3_16() -> None:
    assert _layer_sizes(100) == [5, 15, 80]
    assert _layer_sizes(20) == [1, 3, 16]


def test_cuts_round_up_and_small_groups_leave_layers_empty() -> None:
    assert _layer_sizes(21) == [2, 3, 16]  # ceil(1.05) = 2, ceil(4.2) = 5
    assert _layer_sizes(1) == [1, 0, 0]
    assert _layer_sizes(0) == [0, 0, 0]
    assert _layer_sizes(100, (1, 4, 15, 80)) == [1, 4, 15, 80]
    assert _layer_sizes(3, (100,)) == [3]


def test_f10_ties_at_the_cut_go_by_member_number() -> None:
    # All spend alike; internal ids run against the member numbers (ordinal).
    people = members(range(1, 21), ordinal={n: 21 - n for n in range(1, 21)})
    bought = sales([sale(n, MAY) for n in range(1, 21)])
    found = by(sa.pyramid_members(bought, people, as_of=JUNE), "member")
    assert [n for n in found if found[n]["layer"] == 1] == [20]
    assert sorted(n for n in found if found[n]["layer"] == 2) == [17, 18, 19]


def test_the_layers_say_their_shares_of_people_sales_and_money() -> None:
    made = [sale(1, MAY, 600), sale(1, MAY, 200)] + [sale(n, MAY, 50) for n in range(2, 6)]
    found = rows(sa.pyramid(sales(made), as_of=JUNE, shares=(20, 80)))
    assert found == [
        {
            "layer": 1,
            "members": 1,
            "sales": 2,
            "amount": 800,
            "member_share": 0.2,
            "amount_share": 0.8,
        },
        {
            "layer": 2,
            "members": 4,
            "sales": 4,
            "amount": 200,
            "member_share": 0.8,
            "amount_share": 0.2,
        },
    ]


def test_the_value_may_be_the_number_of_purchases() -> None:
    made = [sale(1, MAY, 900), sale(2, MAY, 1), sale(2, MAY, 1)]
    found = by(
        sa.pyramid_members(sales(made), as_of=JUNE, shares=(50, 50), value="frequency"), "member"
    )
    assert (found[1]["layer"], found[2]["layer"]) == (2, 1)


def test_shares_must_add_up() -> None:
    for shares in ((5, 15), (0, 100), (50, 60, -10)):
        with pytest.raises(ValueError, match="add up to 100"):
            sa.pyramid(sales([]), as_of=JUNE, shares=shares)


def test_f11_two_of_400_and_eight_of_25_make_the_top_fifth_80_percent() -> None:
    bought = sales([sale(n, MAY, 40_000 if n < 2 else 2_500) for n in range(10)])
    found = by(sa.concentration(bought, as_of=JUNE), "top_share")
    assert (found[0.2]["members"], found[0.2]["amount"]) == (2, 80_000)
    assert found[0.2]["amount_share"] == 0.8
    # Gini by hand: x ascending 8 x 25, 2 x 400: sum (2i - n - 1) x = 6,000; / (10 x 1,000).
    assert found[0.2]["gini"] == 0.6


def test_the_pareto_curve_ends_with_everybody_and_everything() -> None:
    bought = sales([sale(n, MAY, 40_000 if n < 2 else 2_500) for n in range(10)])
    found = rows(sa.pareto(bought, as_of=JUNE))
    assert (found[0]["members"], found[0]["amount_share"]) == (1, 0.4)
    assert (found[-1]["members"], found[-1]["amount_share"]) == (10, 1.0)


def _twice(earlier: dict[int, int], since: dict[int, int]) -> sa.states.ibis.Table:
    """Amounts of members in the 30 days before the last 30 days, and in the last 30 days."""
    made = [sale(m, JUNE - timedelta(days=45), amount) for m, amount in earlier.items()]
    made += [sale(m, JUNE - timedelta(days=15), amount) for m, amount in since.items()]
    return sales(made)


def test_f12_four_up_and_one_down_of_a_hundred_are_3_percent() -> None:
    # Members 1 to 100 buy in both periods. With 103 buyers each time the layers hold 6, 15, 82.
    # Three of the middle leave (201..), three come in at the bottom (301..); of the hundred 19 to
    # 22 climb to the middle and 18 falls out of it.
    top = {n: 1_000 - n for n in range(1, 7)}
    earlier = top | dict.fromkeys((201, 202, 203), 900)
    earlier |= {n: 800 - n for n in range(7, 19)} | {n: 500 - n for n in range(19, 101)}
    since = top | {n: 800 - n for n in (*range(7, 18), 19, 20, 21, 22)}
    since |= {n: 500 - n for n in (18, *range(23, 101))} | dict.fromkeys((301, 302, 303), 1)
    found = rows(sa.migration(_twice(earlier, since), as_of=JUNE, days=30))
    assert [(r["before"], r["after"], r["move"], r["members"]) for r in found] == [
        (0, 3, "joined", 3),
        (1, 1, "same", 6),
        (2, 0, "left", 3),
        (2, 2, "same", 11),
        (2, 3, "down", 1),
        (3, 2, "up", 4),
        (3, 3, "same", 78),
    ]
    assert {r["net_upward"] for r in found} == {0.03}


def test_a_pyramid_in_which_nobody_comes_or_goes_moves_by_nothing() -> None:
    amounts = {n: 1_000 - n for n in range(1, 101)}
    turned = {n: 1_000 - amounts[n] for n in amounts}
    still = rows(sa.migration(_twice(amounts, amounts), as_of=JUNE, days=30))
    assert ({r["move"] for r in still}, {r["net_upward"] for r in still}) == ({"same"}, {0.0})
    # Turned upside down as many climb as fall: the rate is zero although most have moved.
    mixed = rows(sa.migration(_twice(amounts, turned), as_of=JUNE, days=30))
    assert {r["net_upward"] for r in mixed} == {0.0}
    assert sum(r["members"] for r in mixed if r["move"] == "same") == 60


def test_with_nobody_in_both_periods_there_is_no_rate() -> None:
    found = rows(sa.migration(_twice({1: 5}, {2: 5}), as_of=JUNE, days=30))
    assert [(r["before"], r["after"], r["net_upward"]) for r in found] == [
        (0, 1, None),
        (1, 0, None),
    ]
