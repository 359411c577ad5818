"""RFM: scores, cuts, names. Requirement rows F01, E09."""

from datetime import date, timedelta
from itertools import product

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analytics.small import by, days_before, members, rows, sale, sales, table

import shuke.analytics as sa
from shuke.analytics.conditions.columns import Given
from shuke.analytics.conditions.compiling import members_meeting
from shuke.analytics.conditions.tables import Tables
from shuke.analytics.presets import EIGHT, EIGHT_MEAN, ELEVEN, segment_of
from shuke.rules.reading import from_yaml

JUNE = date(2017, 6, 1)
ATTRIBUTES = ibis.schema({"member": "int64", "name": "string", "value": "string"}).to_pyarrow()
CUTS = sa.Thresholds(
    recency_days=(30, 90, 180, 365),
    frequency=(2, 4, 6, 10),
    monetary=(50_000, 100_000, 200_000, 500_000),
)


def test_f01_twelve_orders_of_six_thousand_lately_are_555() -> None:
    # Last purchase on 20 May, 12 orders, 6,000.00 in all; the cuts are the row's.
    bought = sales([sale(1, date(2017, 5, 20) - timedelta(days=n), 50_000) for n in range(12)])
    found = rows(sa.rfm(bought, as_of=JUNE, scoring="threshold", preset="eleven", thresholds=CUTS))
    assert found == [
        {
            "member": 1,
            "recency_days": 12,
            "frequency": 12,
            "monetary": 600_000,
            "r": 5,
            "f": 5,
            "m": 5,
            "segment": "champion",
        }
    ]


def _women_in_beijing(as_of: date) -> list[int]:
    """Who meets "R1 F5 M5, a woman, in Beijing", of twenty who once bought much and often."""
    long_ago = date(2016, 1, 1)
    bought = [sale(m, long_ago + timedelta(days=n), 50_000) for m in range(20) for n in range(10)]
    bought += [sale(0, date(2017, 6, 1), 100)]  # the first comes back on 1 June
    facts = [
        {"member": m, "name": name, "value": value}
        for m in range(20)
        for name, value in (
            ("gender", "female" if m < 14 else "male"),
            ("city", "Beijing" if m not in {12, 13} else "Tianjin"),
        )
    ]
    people, made = members(range(20)), sales(bought)
    scored = sa.rfm(made, people, as_of=as_of, scoring="threshold", thresholds=CUTS)
    tables = Tables(people, made, attributes=table(ATTRIBUTES, facts))
    asked = from_yaml(
        """
        all:
          - {fact: rfm.r, is: equals, value: 1}
          - {fact: rfm.f, is: equals, value: 5}
          - {fact: rfm.m, is: equals, value: 5}
          - {fact: member.gender, is: equals, value: female}
          - {fact: member.city, is: equals, value: Beijing}
        """
    )
    found = members_meeting(asked, Given(tables, as_of, figures={"rfm": scored}))
    return sorted(row["member"] for row in rows(found))


def test_f02_twelve_women_in_beijing_are_the_list_and_eleven_the_next_day() -> None:
    assert _women_in_beijing(JUNE) == list(range(12))
    assert _women_in_beijing(JUNE + timedelta(days=1)) == list(range(1, 12))


def test_a_value_on_a_threshold_keeps_the_better_score() -> None:
    bought = sales([sale(1, day, 50_000) for day in days_before(JUNE, 30, 31)])
    [found] = rows(sa.rfm(bought, as_of=JUNE, scoring="threshold", thresholds=CUTS))
    assert (found["r"], found["f"], found["m"]) == (5, 2, 3)


def test_e09_two_orders_and_a_member_without_any() -> None:
    bought = sales([sale(1, date(2017, 5, 1), 3_000), sale(1, date(2017, 5, 15), 7_000)])
    found = by(sa.rfm(bought, members([1, 2]), as_of=JUNE), "member")
    # Last on 15 May = 17 days before 1 June, 2 orders, 100.00.
    assert [found[1][key] for key in ("recency_days", "frequency", "monetary")] == [17, 2, 10_000]
    # No order is "none", not a recency of 0 days.
    assert found[2]["recency_days"] is None
    assert (found[2]["frequency"], found[2]["monetary"]) == (0, 0)
    assert (found[2]["r"], found[2]["f"], found[2]["m"]) == (None, None, None)
    assert found[2]["segment"] == "无消费"


def test_returns_take_money_away_and_are_no_purchases() -> None:
    bought = sales(
        [
            sale(1, date(2017, 5, 1), 10_000),
            sale(1, date(2017, 5, 20), -4_000, returns_sale=1),
            sale(2, date(2017, 5, 20), -4_000, returns_sale=99),
        ]
    )
    [found] = rows(sa.buying(bought, as_of=JUNE))
    assert found == {"member": 1, "recency_days": 31, "frequency": 1, "monetary": 6_000}


def test_only_sales_before_as_of_and_of_members_count() -> None:
    bought = sales([sale(1, JUNE), sale(None, date(2017, 5, 1)), sale(2, date(2017, 5, 31))])
    found = rows(sa.buying(bought, as_of=JUNE))
    assert [(row["member"], row["recency_days"]) for row in found] == [(2, 1)]


def test_a_window_leaves_older_sales_out() -> None:
    bought = sales([sale(1, day) for day in days_before(JUNE, 30, 31)])
    [found] = rows(sa.buying(bought, as_of=JUNE, window_days=30))
    assert (found["recency_days"], found["frequency"]) == (30, 1)


def test_a_member_who_joins_later_is_not_counted_yet() -> None:
    people = members([1, 2, 3], joined_on={2: JUNE, 3: date(2017, 5, 31)})
    bought = sales([sale(1, date(2017, 5, 1))])
    assert sorted(by(sa.rfm(bought, people, as_of=JUNE), "member")) == [1, 3]


def test_quantile_cuts_lie_between_the_ordered_values() -> None:
    # Five members spend 1, 2, 3, 4, 5: the 20 % cut is 1.8, so the second scores 2; and so on.
    bought = sales([sale(n, date(2017, 5, n), n) for n in range(1, 6)])
    found = by(sa.rfm(bought, as_of=JUNE), "member")
    assert [found[n]["m"] for n in range(1, 6)] == [1, 2, 3, 4, 5]
    assert [found[n]["r"] for n in range(1, 6)] == [1, 2, 3, 4, 5]
    assert {found[n]["f"] for n in range(1, 6)} == {1}


def test_a_value_that_is_a_cut_scores_below_it() -> None:
    # Six amounts 0, 10, ..., 50: cuts at 10, 20, 30, 40; a value equal to a cut is not above it.
    bought = sales([sale(n, date(2017, 5, 1), 10 * n) for n in range(6)])
    found = by(sa.rfm(bought, as_of=JUNE), "member")
    assert [found[n]["m"] for n in range(6)] == [1, 1, 2, 3, 4, 5]


def test_rank_scoring_gives_ties_the_lowest_rank() -> None:
    # Amounts 1, 1, 1, 2, 3 of five members: ranks 1, 1, 1, 4, 5 -> 1 + floor(5 (rank - 1) / 5).
    bought = sales([sale(n, date(2017, 5, 1), a) for n, a in enumerate((1, 1, 1, 2, 3))])
    found = by(sa.rfm(bought, as_of=JUNE, scoring="rank"), "member")
    assert [found[n]["m"] for n in range(5)] == [1, 1, 1, 4, 5]


@pytest.mark.parametrize("preset", sa.PRESETS.values(), ids=lambda preset: preset.name)
def test_a_preset_names_each_of_the_125_cells_exactly_once(preset: sa.Preset) -> None:
    for r, f, m in product(range(1, 6), repeat=3):
        assert sum(segment.holds(r, f, m) for segment in preset.segments) == 1, (r, f, m)
    assert preset.without_sales.name not in {segment.name for segment in preset.segments}


def test_the_eight_are_named_by_their_axes() -> None:
    named = {cell: segment_of(EIGHT, *cell) for cell in product((1, 5), repeat=3)}
    assert named == {
        (5, 5, 5): "重要价值",
        (1, 5, 5): "重要保持",
        (5, 1, 5): "重要发展",
        (1, 1, 5): "重要挽留",
        (5, 5, 1): "一般价值",
        (1, 5, 1): "一般保持",
        (5, 1, 1): "一般发展",
        (1, 1, 1): "一般挽留",
    }
    assert len(ELEVEN.segments) == 11
    assert (EIGHT.high, EIGHT_MEAN.high) == ("score", "mean")


def test_high_by_the_mean_asks_who_is_above_it() -> None:
    # M scores 1, 2, 3, 4, 5, mean 3: only 4 and 5 are above. R alike; F is 1 for all, so never.
    bought = sales([sale(n, date(2017, 5, n), n) for n in range(1, 6)])
    found = by(sa.rfm(bought, as_of=JUNE, preset="eight_mean"), "member")
    assert [found[n]["segment"] for n in (3, 4, 5)] == ["一般挽留", "重要发展", "重要发展"]


def test_every_segment_has_a_row_and_the_sums_are_those_of_the_members() -> None:
    bought = sales([sale(n, date(2017, 5, n), 100 * n) for n in range(1, 6)])
    found = rows(sa.segments_rfm(bought, members(range(1, 8)), as_of=JUNE))
    assert [row["segment"] for row in found][-1] == "无消费"
    assert len(found) == 9
    assert sum(row["members"] for row in found) == 7
    assert sum(row["amount"] for row in found) == 1_500
    assert found[-1] == {"segment": "无消费", "members": 2, "amount": 0}


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(1, 40), st.integers(1, 3), st.integers(1, 5)), min_size=1, max_size=25
    ),
    st.sampled_from(["quantile", "threshold", "rank"]),
)
def test_equal_behaviour_gets_equal_scores(
    habits: list[tuple[int, int, int]], scoring: str
) -> None:
    made = [
        sale(member, JUNE - timedelta(days=recency), amount * 100)
        for member, (recency, times, amount) in enumerate(habits)
        for _ in range(times)
    ]
    seen: dict[tuple[int, ...], tuple[int, ...]] = {}
    for row in rows(sa.rfm(sales(made), as_of=JUNE, scoring=scoring)):
        habit = (row["recency_days"], row["frequency"], row["monetary"])
        scores = (row["r"], row["f"], row["m"])
        assert seen.setdefault(habit, scores) == scores
        assert all(1 <= score <= 5 for score in scores)
    # More recent, more often and more money never score lower.
    for one, scores in seen.items():
        for other, others in seen.items():
            assert one[0] > other[0] or scores[0] >= others[0]
            assert one[1] < other[1] or scores[1] >= others[1]
            assert one[2] < other[2] or scores[2] >= others[2]


def test_unknown_names_are_refused() -> None:
    bought = sales([sale(1, date(2017, 5, 1))])
    with pytest.raises(ValueError, match="unknown scoring"):
        sa.rfm(bought, as_of=JUNE, scoring="deciles")
    with pytest.raises(ValueError, match="unknown preset"):
        sa.rfm(bought, as_of=JUNE, preset="twelve")
    with pytest.raises(ValueError, match="ascending"):
        sa.Thresholds(recency_days=(90, 30, 180, 365))
