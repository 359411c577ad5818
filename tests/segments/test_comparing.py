"""Two groups side by side, with numbers added up by hand."""

import pytest
from tests.segments.town import ALL, LIN, NOON, TODAY

from shuke.rules.reading import from_data
from shuke.segments import actions, queries, significance
from shuke.segments.facts import facts
from shuke.segments.queries.comparing import Side
from shuke.segments.significance import Sample


def save(name: str, data: object) -> None:
    condition = from_data(data, facts=facts())
    actions.save(name=name, title=name, condition=condition, kind="dynamic", at=NOON, by=LIN)
    actions.refresh(name=name, at=NOON, by=LIN, as_of=TODAY)


def test_a_segment_beside_the_rest(town: dict[str, int]) -> None:
    """Mei and Dong bought tea: 640.00 + 80.00 in 3 + 1 sales; the rest 150.00 + 20.00 in 2 + 1."""
    save("tea", {"bought": {"measure": "times", "is": "at_least", "value": 1, "category": "TEA"}})
    found = queries.compared("tea", None, ALL)
    assert found.as_of == TODAY
    assert found.overlap == 0
    assert found.a == Side(2, 2, 72_000, 4, 36_000.0, 2.0, 18_000.0, pytest.approx(7.5))
    assert found.b == Side(
        4, 2, 17_000, 3, 4_250.0, 0.75, pytest.approx(17_000 / 3), pytest.approx(101.5)
    )
    by_name = {one.name: one for one in found.differences}
    assert by_name["amount"].ratio == pytest.approx(36_000 / 4_250)
    # Six members prove nothing, and nothing is said to be proven.
    assert [one.p for one in found.differences] == [None] * 4
    assert found.categories == ()


def test_members_in_both_groups_are_counted_and_left_out_of_the_tests(
    town: dict[str, int],
) -> None:
    save("tea", {"bought": {"measure": "times", "is": "at_least", "value": 1, "category": "TEA"}})
    save("pork", {"bought": {"measure": "times", "is": "at_least", "value": 1, "category": "PORK"}})
    found = queries.compared("tea", "pork", ALL)
    assert (found.a.members, found.b.members, found.overlap) == (2, 2, 1)
    amount = found.differences[0]
    # Dong alone spent 80.00 on tea, Bo alone 150.00 on pork; Mei stands on both sides.
    assert (amount.a, amount.b) == (8_000, 15_000)


def test_the_textbook_values_of_the_tests() -> None:
    """z = 1.96 is p = 0.05 on two sides; 60 of 100 against 45 of 100: z = 2.1240, p = 0.0337."""
    assert significance.share_p(60, 100, 45, 100) == pytest.approx(0.0337, abs=0.0001)
    a, b = Sample(100, 10.0, 25.0), Sample(100, 8.0, 25.0)
    # The spread is sqrt(25/100 + 25/100) = 0.7071, z = 2.8284, p = 0.0047.
    assert significance.mean_p(a, b) == pytest.approx(0.00468, abs=0.00001)
    assert significance.mean_p(a, Sample(29, 0.0, 1.0)) is None
    assert significance.share_p(5, 29, 1, 1_000) is None
    assert significance.share_p(0, 100, 0, 100) == 1.0


def test_many_questions_at_once_are_corrected_after_holm() -> None:
    """Of 0.01, 0.04, 0.03: 3 x 0.01, then 2 x 0.03, then 0.04 but never below the one before."""
    assert significance.corrected([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))
    assert significance.corrected([None, 0.5]) == (None, 0.5)
