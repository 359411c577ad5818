"""People who live and buy together."""

from datetime import timedelta

import pytest
from tests.members.conftest import ALL, NOON, ZHANG

from shuke.kernel.scope import Scope
from shuke.members import actions, queries
from shuke.members.refusals import AlreadyInHousehold, OtherStore, UnknownHousehold

LATER = NOON + timedelta(days=1)


def found(*members):
    return actions.found_household(member_ids=members, name="王家", scope=ALL, at=NOON, by=ZHANG)


def people(member, scope=ALL):
    household = queries.household_of(member, scope)
    return household and [(card.id, role) for card, role in household.members]


def test_mei_and_bo_live_together(mei, bo):
    found(mei, bo)
    assert people(mei) == people(bo) == [(mei, ""), (bo, "")]
    assert queries.member_of(mei, ALL).household.name == "王家"


def test_a_child_joins_later_and_leaves_again(mei, bo, enrolled):
    household, child = found(mei, bo), enrolled("王小宝")
    for _ in range(2):
        actions.join_household(
            household_id=household, member_id=child, role="child", scope=ALL, at=LATER, by=ZHANG
        )
    assert people(mei) == [(mei, ""), (bo, ""), (child, "child")]
    leave = {"member_id": child, "scope": ALL, "at": LATER, "by": ZHANG}
    assert actions.leave_household(**leave)
    assert not actions.leave_household(**leave)
    assert people(child) is None


def test_nobody_lives_in_two_households(mei, bo):
    found(mei)
    with pytest.raises(AlreadyInHousehold):
        found(bo, mei)
    assert people(bo) is None
    with pytest.raises(UnknownHousehold):
        actions.join_household(household_id=1, member_id=bo, scope=ALL, at=NOON, by=ZHANG)


def test_a_merged_member_lives_where_one_of_the_two_lived(mei, bo, enrolled):
    household, other = found(mei), enrolled("李小波")
    actions.merge(survivor_id=bo, merged_id=mei, scope=ALL, at=NOON, by=ZHANG)
    assert people(bo) == [(bo, "")]
    actions.join_household(household_id=household, member_id=other, scope=ALL, at=LATER, by=ZHANG)
    assert people(other) == [(bo, ""), (other, "")]
    with pytest.raises(AlreadyInHousehold):
        found(bo)


def test_a_store_sees_only_its_own_people_of_a_household(mei, bo, chain, enrolled):
    household = found(mei, bo)
    own = Scope(role="manager", stores=frozenset({chain["2"]}))
    assert people(bo, own) == [(bo, "")]
    stranger = enrolled("赵强", store="3")
    third = Scope(role="manager", stores=frozenset({chain["3"]}))
    with pytest.raises(OtherStore):
        actions.join_household(
            household_id=household, member_id=stranger, scope=third, at=LATER, by=ZHANG
        )
