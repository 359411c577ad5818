"""Lifecycle by days (F05) and by purchase cycle (NES), and the moves between states."""

from datetime import date, timedelta

import pytest
from tests.analytics.small import by, days_before, members, rows, sale, sales

import shuke.analytics as sa

JUNE = date(2017, 6, 1)
F05 = sa.ByDays(new=0, active=90, silent=180, sleeping=180)


def state_of(*days: int, rule: sa.ByDays | sa.ByCycle = F05) -> str:
    """The state of one member who bought so many days before 1 June."""
    bought = sales([sale(1, day) for day in days_before(JUNE, *days)])
    [found] = rows(sa.lifecycle_members(bought, as_of=JUNE, rule=rule))
    return str(found["state"])


def test_f05_the_rows_own_numbers() -> None:
    # Active <= 90, silent <= 180, else churned. An order before, so that nobody is new.
    assert state_of(90, 170) == "active"
    assert state_of(91, 170) == "silent"
    assert state_of(180, 200) == "silent"
    assert state_of(181, 200) == "lost"
    # ... buys -> active (reactivated): a gap of 199 days, then a purchase.
    assert state_of(1, 200) == "reactivated"


def test_f05_without_an_order_a_member_is_registered() -> None:
    found = rows(sa.lifecycle_members(sales([]), members([1]), as_of=JUNE, rule=F05))
    assert found == [{"member": 1, "state": "registered", "recency_days": None, "cycle_days": None}]


def test_the_defaults_hold_the_rows_numbers_too() -> None:
    rule = sa.BY_DAYS
    found = [state_of(*days, rule=rule) for days in ((1,), (30,), (31,), (90, 170), (91, 170))]
    assert found == ["new", "new", "active", "active", "silent"]
    assert [state_of(n, 200, rule=rule) for n in (120, 121, 180, 181)] == [
        "silent",
        "sleeping",
        "sleeping",
        "lost",
    ]


def test_reactivated_needs_a_gap_longer_than_the_lost_limit() -> None:
    assert state_of(20, 200) == "active"  # 180 days away: not yet lost
    assert state_of(20, 201) == "reactivated"
    assert state_of(1, 20, 201) == "reactivated"  # and stays so while the return is recent
    assert state_of(1, 90, 91, 300) == "active"  # the gap before the return is older than 90 days


def test_every_state_has_a_row_in_order_and_the_shares_add_up() -> None:
    bought = sales([sale(1, day) for day in days_before(JUNE, 5)])
    found = rows(sa.lifecycle(bought, members([1, 2, 3, 4]), as_of=JUNE))
    assert [row["state"] for row in found] == [
        "registered",
        "new",
        "active",
        "silent",
        "sleeping",
        "lost",
        "reactivated",
    ]
    assert [row["members"] for row in found] == [3, 1, 0, 0, 0, 0, 0]
    assert [row["share"] for row in found] == [0.75, 0.25, 0, 0, 0, 0, 0]


def test_nobody_at_all_gives_no_shares() -> None:
    assert {row["share"] for row in rows(sa.lifecycle(sales([]), as_of=JUNE))} == {None}


def test_a_return_is_no_sign_of_life() -> None:
    bought = sales(
        [sale(1, JUNE - timedelta(days=100)), sale(1, JUNE - timedelta(days=1), returns_sale=1)]
    )
    [found] = rows(sa.lifecycle_members(bought, as_of=JUNE, rule=F05))
    assert (found["state"], found["recency_days"]) == ("silent", 100)


def test_limits_must_ascend() -> None:
    with pytest.raises(ValueError, match="ascend"):
        sa.ByDays(active=100, silent=90)
    with pytest.raises(ValueError, match="ascend"):
        sa.ByCycle(active=2, silent=1)


# Mei buys every 10 days, 21 times: her own mean is 10. Bo bought once. The mean of all gaps is
# 10 as well, so Mei's cycle is (200 + 3 x 10) / (20 + 3) = 10 and Bo's 3 x 10 / 3 = 10.
MEI, BO = 1, 2


def nes_of(mei_silent: int, bo_silent: int) -> tuple[str, str]:
    mei = [sale(MEI, JUNE - timedelta(days=mei_silent + 10 * n)) for n in range(21)]
    bo = [sale(BO, JUNE - timedelta(days=bo_silent))]
    found = by(sa.lifecycle_members(sales(mei + bo), as_of=JUNE, rule=sa.BY_CYCLE), "member")
    assert found[MEI]["cycle_days"] == found[BO]["cycle_days"] == 10.0
    return found[MEI]["state"], found[BO]["state"]


def test_nes_counts_in_multiples_of_the_cycle() -> None:
    # N and E0 up to one cycle, S1 up to two, S2 up to three, S3 beyond.
    assert nes_of(10, 10) == ("active", "new")
    assert nes_of(11, 20) == ("silent", "silent")
    assert nes_of(20, 21) == ("silent", "sleeping")
    assert nes_of(30, 30) == ("sleeping", "sleeping")
    assert nes_of(31, 31) == ("lost", "lost")


def test_few_intervals_are_drawn_towards_everybodys() -> None:
    # Ann: gaps 10 x 10 days. Cy: one gap of 2 days. Mean of all = (100 + 2) / 11.
    ann = [sale(1, JUNE - timedelta(days=1 + 10 * n)) for n in range(11)]
    cy = [sale(2, day) for day in days_before(JUNE, 1, 3)]
    found = by(sa.purchase_cycles(sales(ann + cy), as_of=JUNE), "member")
    usual = 102 / 11
    assert found[1]["cycle_days"] == pytest.approx((100 + 3 * usual) / 13, rel=1e-12)
    assert found[2]["cycle_days"] == pytest.approx((2 + 3 * usual) / 4, rel=1e-12)
    assert (found[2]["days"], found[2]["recency_days"]) == (2, 1)


def test_by_cycle_a_return_after_three_cycles_is_reactivation() -> None:
    # 21 purchases ten days apart, 60 days of silence, back yesterday: cycle (260 + 3 c) / 24.
    back = [sale(1, day) for day in days_before(JUNE, 1, *range(61, 262, 10))]
    assert state_of(1, *range(61, 262, 10), rule=sa.BY_CYCLE) == "reactivated"
    [found] = rows(sa.lifecycle_members(sales(back), as_of=JUNE, rule=sa.BY_CYCLE))
    assert found["cycle_days"] == pytest.approx(260 / 21, rel=1e-12)


def test_transitions_tell_who_went_where() -> None:
    may = JUNE - timedelta(days=31)
    people = members([1, 2, 3, 4, 5], joined_on={4: date(2017, 5, 20), 5: date(2017, 1, 1)})
    bought = sales(
        [
            sale(1, may - timedelta(days=80)),  # active then, silent now
            sale(1, may - timedelta(days=120)),
            sale(2, may - timedelta(days=200)),  # lost then, back since
            sale(2, JUNE - timedelta(days=2)),
            sale(3, JUNE - timedelta(days=3)),  # no day of joining: first seen in the month
        ]
    )
    found = rows(sa.lifecycle_transitions(bought, people, as_of=JUNE, days=31))
    assert [(row["before"], row["after"], row["members"]) for row in found] == [
        ("active", "silent", 1),
        ("lost", "reactivated", 1),
        ("none", "new", 1),
        ("none", "registered", 1),
        ("registered", "registered", 1),
    ]
