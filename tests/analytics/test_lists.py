"""A number equals the length of the list behind it, for every figure of members."""

from collections.abc import Callable, Mapping
from datetime import date

import ibis
import pytest
from tests.analytics.small import rows

import shuke.analytics as sa

AS_OF = date(2018, 1, 1)
Tables = Mapping[str, ibis.Table]
Pair = Callable[[Tables], tuple[ibis.Table, ibis.Table, tuple[str, ...]]]


def _tastes(t: Tables) -> tuple[ibis.Table, ibis.Table, tuple[str, ...]]:
    from shuke.analytics.tastes import preferences_groups_members

    layers = sa.pyramid_members(t["sales"], t["members"], as_of=AS_OF)
    groups = layers.select("member", group=layers["layer"].cast("string"))
    given = (t["sales"], t["lines"], t["products"])
    return (
        sa.preferences(*given, as_of=AS_OF, groups=groups),
        preferences_groups_members(*given, as_of=AS_OF, groups=groups),
        ("group", "value"),
    )


# A figure, its list, and the columns that name a row in both.
PAIRS: dict[str, Pair] = {
    "segments_rfm": lambda t: (
        sa.segments_rfm(t["sales"], t["members"], as_of=AS_OF),
        sa.rfm(t["sales"], t["members"], as_of=AS_OF),
        ("segment",),
    ),
    "cohorts": lambda t: (
        sa.cohorts(t["sales"], as_of=AS_OF),
        sa.cohort_members(t["sales"], as_of=AS_OF),
        ("cohort", "month"),
    ),
    "active_members": lambda t: (
        sa.active_members(t["sales"], as_of=AS_OF),
        sa.active_member_months(t["sales"], as_of=AS_OF),
        ("month",),
    ),
    "calendar": lambda t: (
        sa.calendar(t["sales"], as_of=AS_OF),
        sa.buyers_on(t["sales"], as_of=AS_OF),
        ("day",),
    ),
    "descriptive": lambda t: (
        sa.descriptive(t["sales"], as_of=AS_OF, by="store"),
        sa.spending_members(t["sales"], as_of=AS_OF, by="store"),
        ("store",),
    ),
    "lifecycle": lambda t: (
        sa.lifecycle(t["sales"], t["members"], as_of=AS_OF),
        sa.lifecycle_members(t["sales"], t["members"], as_of=AS_OF),
        ("state",),
    ),
    "lifecycle_nes": lambda t: (
        sa.lifecycle(t["sales"], t["members"], as_of=AS_OF, rule=sa.BY_CYCLE),
        sa.lifecycle_members(t["sales"], t["members"], as_of=AS_OF, rule=sa.BY_CYCLE),
        ("state",),
    ),
    "lifecycle_transitions": lambda t: (
        sa.lifecycle_transitions(t["sales"], t["members"], as_of=AS_OF),
        sa.lifecycle_transitions_members(t["sales"], t["members"], as_of=AS_OF),
        ("before", "after"),
    ),
    "pyramid": lambda t: (
        sa.pyramid(t["sales"], t["members"], as_of=AS_OF),
        sa.pyramid_members(t["sales"], t["members"], as_of=AS_OF),
        ("layer",),
    ),
    "migration": lambda t: (
        sa.migration(t["sales"], t["members"], as_of=AS_OF),
        sa.migration_members(t["sales"], t["members"], as_of=AS_OF),
        ("before", "after", "move"),
    ),
    "activity": lambda t: (
        sa.activity(t["sales"], t["members"], as_of=AS_OF),
        sa.activity_members(t["sales"], t["members"], as_of=AS_OF),
        ("band",),
    ),
    "rhythm": lambda t: (
        sa.rhythm(t["sales"], as_of=AS_OF),
        sa.rhythm_members(t["sales"], as_of=AS_OF),
        ("channel",),
    ),
    "groups": lambda t: (
        sa.groups(t["sales"], as_of=AS_OF),
        sa.groups_members(t["sales"], as_of=AS_OF),
        ("group",),
    ),
    "preferences": _tastes,
}


@pytest.mark.parametrize("name", PAIRS)
def test_every_number_of_members_is_the_length_of_its_list(journey: Tables, name: str) -> None:
    figure, listed, keys = PAIRS[name](journey)
    lengths: dict[tuple[object, ...], int] = {}
    seen: set[tuple[object, ...]] = set()
    for row in rows(listed.select(*keys, "member")):
        key = tuple(row[column] for column in keys)
        lengths[key] = lengths.get(key, 0) + 1
        seen.add((*key, row["member"]))
    assert sum(lengths.values()) == len(seen), "a member stands in a list twice"
    shown = {tuple(row[k] for k in keys): row["members"] for row in rows(figure)}
    assert {key: n for key, n in shown.items() if n} == lengths


def test_repurchase_and_concentration_count_their_lists(journey: Tables) -> None:
    listed = rows(sa.repurchase_members(journey["sales"], as_of=AS_OF))
    for row in rows(sa.repurchase(journey["sales"], as_of=AS_OF)):
        mine = [one for one in listed if one["days"] == row["days"]]
        assert len(mine) == row["eligible"]
        assert sum(one["repurchased"] for one in mine) == row["repurchased"]
    placed = rows(sa.members_by_amount(journey["sales"], journey["members"], as_of=AS_OF))
    for row in rows(sa.concentration(journey["sales"], journey["members"], as_of=AS_OF)):
        best = [one["amount"] for one in placed if one["place"] <= row["members"]]
        assert (len(best), sum(best)) == (row["members"], row["amount"])


def test_the_lists_of_cross_selling_are_as_long_as_said(journey: Tables) -> None:
    given = (journey["lines"], journey["products"])
    found = rows(sa.cross_sell(*given, as_of=AS_OF, min_support=0.5, min_lift=1.2))
    assert len(found) > 10
    for row in found[:3]:
        for part in ("members", "both", "buyers"):
            listed = sa.cross_sell_members(*given, as_of=AS_OF, part=part)
            mine = listed.filter(listed["a"] == row["a"], listed["b"] == row["b"])
            people = [one["member"] for one in rows(mine)]
            assert len(people) == len(set(people)) == row[part], (row, part)
