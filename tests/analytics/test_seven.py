"""The seven core indicators by the numbers of rows P01 to P08."""

from dataclasses import replace
from datetime import date, timedelta

import ibis
import pytest
from tests.analytics.small import Row, by, clock, members, rows, sale, sales, table

import shuke.analytics as sa

MAY, JUNE, JULY = date(2017, 5, 1), date(2017, 6, 1), date(2017, 7, 1)
BOARD = sa.Board(days=31, until=JUNE)
ORDER = [
    "card_opening",
    "conversion",
    "development",
    "churn",
    "repeat_amount",
    "repurchase",
    "activity",
]


def _seven(
    bought: list[Row], people: ibis.Table, *, as_of: date = JULY, board: sa.Board = BOARD
) -> dict[str, Row]:
    return by(sa.indicators(sa.Given(sales(bought), people), as_of=as_of, board=board), "indicator")


def _parts(row: Row) -> tuple[int, int, float | None]:
    return row["numerator"], row["denominator"], row["value"]


def test_p01_a_store_has_exactly_seven_values_with_formula_and_parts() -> None:
    people = members([1, 2], store={1: 7, 2: 8})
    given = sa.Given(sales([sale(1, MAY, store=7), sale(2, MAY, store=8)]), people)
    found = rows(sa.indicators(given, as_of=JULY, board=BOARD, by_store=True))
    assert [(row["store"], row["indicator"]) for row in found] == [
        (store, name) for store in (7, 8) for name in ORDER
    ]
    assert {row["area"] for row in found} == {"number", "quality", "structure"}
    for one in sa.INDICATORS:
        assert one.zh
        assert "÷" in one.formula_zh
        assert "÷" in one.formula_en


def _may_of_store_1() -> tuple[list[Row], ibis.Table]:
    """In May 120 non-members bought in store 1; 30 of them took a card."""
    bought = [sale(n, date(2017, 5, 10)) for n in range(120)]
    joined = dict.fromkeys(range(30), date(2017, 5, 10))
    stage = dict.fromkeys(range(30, 120), "prospect")
    return bought, members(range(120), joined_on=joined, stage=stage)


def test_p02_thirty_cards_of_120_non_members_are_25_percent() -> None:
    found = _seven(*_may_of_store_1())["card_opening"]
    assert _parts(found) == (30, 120, 0.25)


def test_p02_five_suspected_cards_are_left_out_of_the_numerator() -> None:
    bought, people = _may_of_store_1()
    suspects = people.filter(people["member"] < 5).select("member")
    given = sa.Given(sales(bought), people, suspects=suspects)
    found = by(sa.indicators(given, as_of=JULY, board=BOARD), "indicator")["card_opening"]
    assert _parts(found) == (25, 120, 25 / 120)
    assert round(found["value"] * 100, 1) == 20.8


def test_p02_without_non_member_buyers_there_is_no_data_and_not_zero() -> None:
    old = members([1], joined_on={1: date(2016, 1, 1)})
    assert _parts(_seven([sale(1, MAY)], old)["card_opening"]) == (0, 0, None)
    # Members whose day of joining nobody knows are members of old.
    assert _parts(_seven([sale(1, MAY)], members([1]))["card_opening"]) == (0, 0, None)


def test_p02_who_bought_before_joining_later_is_a_buyer_without_a_card() -> None:
    people = members([1, 2], joined_on={1: date(2017, 6, 15), 2: date(2017, 5, 2)})
    bought = [sale(1, date(2017, 5, 3)), sale(2, date(2017, 5, 3))]
    # 1 joined after May: no card in May. 2 was a member already when he bought.
    assert _parts(_seven(bought, people)["card_opening"]) == (0, 1, 0.0)


def test_p03_eighteen_of_thirty_cards_bought_within_30_days() -> None:
    people = members(range(30), joined_on=dict.fromkeys(range(30), date(2017, 5, 15)))
    bought = [sale(n, date(2017, 6, 14)) for n in range(18)]  # the thirtieth day
    bought += [sale(20, date(2017, 6, 15))]  # a day too late
    assert _parts(_seven(bought, people)["conversion"]) == (18, 30, 0.6)


def test_p03_a_card_whose_days_have_not_run_out_is_open_and_no_failure() -> None:
    people = members([1, 2, 3], joined_on={1: MAY, 2: MAY, 3: date(2017, 5, 20)})
    found = _seven([sale(1, date(2017, 5, 5))], people, as_of=JUNE)["conversion"]
    assert (_parts(found), found["open"]) == ((1, 2, 0.5), 1)
    # On 19 June the thirtieth day is still running; on the 20th it is over.
    on = {day: _seven([], people, as_of=date(2017, 6, day))["conversion"] for day in (19, 20)}
    assert [(on[day]["denominator"], on[day]["open"]) for day in (19, 20)] == [(2, 1), (3, 0)]


def test_p03_purchases_before_the_card_convert_nobody() -> None:
    people = members([1], joined_on={1: date(2017, 5, 10)})
    assert _parts(_seven([sale(1, date(2017, 5, 9))], people)["conversion"]) == (0, 1, 0.0)
    assert _parts(_seven([sale(1, date(2017, 5, 10))], people)["conversion"]) == (1, 1, 1.0)


def test_p04_net_seven_and_gross_twelve_percent_of_a_thousand() -> None:
    # 950 keep buying, 50 were silent for 160 days at the start and are lost at the end, 120 join.
    long_ago, recent = MAY - timedelta(days=160), MAY + timedelta(days=3)
    bought = [sale(n, MAY - timedelta(days=20)) for n in range(950)]
    bought += [sale(n, recent) for n in range(950)]
    bought += [sale(n, long_ago) for n in range(950, 1000)]
    old = dict.fromkeys(range(1000), date(2016, 1, 1))
    people = members(range(1120), joined_on=old | dict.fromkeys(range(1000, 1120), recent))
    found = _seven(bought, people)
    assert _parts(found["development"]) == (70, 1_000, 0.07)
    assert found["development"]["gross"] == 0.12
    assert {found[name]["gross"] for name in ORDER if name != "development"} == {None}


def test_p05_thirty_churned_of_400_are_seven_and_a_half_percent() -> None:
    bought = [sale(n, MAY - timedelta(days=20)) for n in range(370)]
    bought += [sale(n, MAY - timedelta(days=160)) for n in range(370, 400)]
    bought += [sale(n, MAY - timedelta(days=300)) for n in range(400, 450)]  # lost before
    found = _seven(bought, members(range(460)))["churn"]  # ten never bought
    assert _parts(found) == (30, 400, 0.075)


def test_p06_6500_of_10000_come_from_orders_after_the_first() -> None:
    bought = [
        sale(1, date(2017, 5, 2), 350_000),  # first
        sale(1, date(2017, 5, 20), 250_000),
        sale(2, date(2016, 5, 2), 999_999),  # first, a year ago
        sale(2, date(2017, 5, 9), 400_000),
    ]
    assert _parts(_seven(bought, members([1, 2]))["repeat_amount"]) == (650_000, 1_000_000, 0.65)


def test_p06_a_return_counts_with_the_order_it_takes_back() -> None:
    bought = [
        sale(1, date(2017, 5, 2), 400),
        sale(1, date(2017, 5, 3), 600),
        sale(1, date(2017, 5, 4), -100, returns_sale=1),
    ]
    assert _parts(_seven(bought, members([1]))["repeat_amount"]) == (600, 900, 600 / 900)


def _eighty_of_200() -> list[Row]:
    bought = [sale(n, clock(date(2017, 5, 2), 9)) for n in range(200)]
    return bought + [sale(n, clock(date(2017, 5, 12), 9)) for n in range(80)]


def test_p07_eighty_of_200_bought_twice_in_ninety_days() -> None:
    board = replace(BOARD, days=90)
    found = _seven(_eighty_of_200(), members(range(200)), board=board)["repurchase"]
    assert _parts(found) == (80, 200, 0.4)


def test_p07_a_fully_returned_second_order_does_not_count() -> None:
    bought = _eighty_of_200()
    taken = sale(0, clock(date(2017, 6, 20), 9), -100, returns_sale=201)
    found = _seven([*bought, taken], members(range(200)))["repurchase"]
    assert _parts(found) == (79, 200, 0.395)
    # Half of it given back, it is still a purchase.
    half = _seven([*bought, taken | {"amount": -50}], members(range(200)))["repurchase"]
    assert _parts(half) == (80, 200, 0.4)


@pytest.mark.parametrize(
    ("minutes", "store", "again"), [(10, 1, 0), (11, 1, 1), (0, 1, 0), (10, 2, 1)]
)
def test_p07_two_tickets_within_ten_minutes_in_one_store_are_one_visit(
    minutes: int, store: int, again: int
) -> None:
    first = clock(date(2017, 5, 2), 9)
    second = first + timedelta(minutes=minutes)
    bought = [sale(1, first), sale(1, second, store=store)]
    assert _seven(bought, members([1]))["repurchase"]["numerator"] == again


def test_p07_the_minutes_are_a_policy() -> None:
    bought = [sale(1, clock(date(2017, 5, 2), 9)), sale(1, clock(date(2017, 5, 2), 9, 5))]
    none = replace(BOARD, visit_minutes=0)
    assert _seven(bought, members([1]), board=none)["repurchase"]["numerator"] == 1


def test_p08_300_active_of_a_thousand_and_the_structure_adds_up() -> None:
    # 200 registered, 300 active, 250 silent, 250 churned by F05's limits.
    until = date(2017, 6, 1)
    bought: list[Row] = []
    for days, first in ((5, 200), (100, 500), (200, 750)):
        last = first + (300 if days == 5 else 250)
        for n in range(first, last):
            bought += [sale(n, until - timedelta(days=days)), sale(n, until - timedelta(days=days))]
    people = members(range(1000))
    assert _parts(_seven(bought, people)["activity"]) == (300, 1_000, 0.3)
    f05 = sa.ByDays(new=0, active=90, silent=180, sleeping=180)
    found = by(sa.lifecycle(sales(bought), people, as_of=until, rule=f05), "state")
    structure = [found[name]["members"] for name in ("registered", "active", "silent", "lost")]
    assert structure == [200, 300, 250, 250]
    assert sum(row["members"] for row in found.values()) == 1_000


def test_by_store_a_member_counts_where_he_bought_or_is_at_home() -> None:
    bought = [sale(1, MAY, 100, store=7), sale(1, date(2017, 5, 9), 300, store=8)]
    given = sa.Given(sales(bought), members([1, 2], store={1: 7}))
    found = rows(sa.indicators(given, as_of=JULY, board=BOARD, by_store=True))
    at = {(row["store"], row["indicator"]): _parts(row) for row in found}
    assert {store for store, _ in at} == {None, 7, 8}
    assert at[7, "repurchase"] == (0, 1, 0.0)
    assert at[8, "repeat_amount"] == (300, 300, 1.0)
    assert at[7, "activity"] == (0, 1, 0.0)  # 5 points of the one purchase in the last 30 days
    assert at[8, "activity"] == (0, 0, None)
    assert at[None, "activity"] == (0, 1, 0.0)  # without a home store


def test_the_lists_behind_are_as_long_as_the_members_behind() -> None:
    bought, people = _may_of_store_1()
    given = sa.Given(sales([*bought, *_eighty_of_200()]), people)
    for by_store in (False, True):
        keys = ["store", "indicator"] if by_store else ["indicator"]
        listed = rows(sa.indicators_members(given, as_of=JULY, board=BOARD, by_store=by_store))
        for row in rows(sa.indicators(given, as_of=JULY, board=BOARD, by_store=by_store)):
            mine = [one for one in listed if all(one[key] == row[key] for key in keys)]
            for role, column in (("part", "part_members"), ("whole", "whole_members")):
                behind = [one["member"] for one in mine if one["role"] == role]
                assert len(behind) == len(set(behind)) == row[column], (row, role)


def test_without_any_data_all_seven_are_there_and_say_nothing() -> None:
    found = rows(sa.indicators(sa.Given(sales([]), members([])), as_of=JULY))
    assert [row["indicator"] for row in found] == ORDER
    assert {_parts(row) for row in found} == {(0, 0, None)}


def test_visits_and_interactions_make_members_active_too() -> None:
    schema = ibis.schema({"member": "int64", "kind": "string", "day": "date"}).to_pyarrow()
    came = table(schema, [{"member": 1, "kind": "visit", "day": date(2017, 5, 20)}] * 5)
    given = sa.Given(sales([]), members([1, 2]), interactions=came)
    found = by(sa.indicators(given, as_of=JULY, board=BOARD), "indicator")["activity"]
    assert _parts(found) == (1, 2, 0.5)
