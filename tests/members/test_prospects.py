"""People who are not members yet: listed once, converted with their history (A15)."""

from datetime import timedelta

import pytest
from tests.members.conftest import ALL, NOON, PHONE, ZHANG

from shuke.kernel.scope import Scope
from shuke.members import actions, queries
from shuke.members.models import Member
from shuke.members.refusals import (
    AlreadyMember,
    AlreadyProspect,
    BadIdentity,
    BadScore,
    BadStage,
    NotProspect,
    OtherStore,
)

LATER = NOON + timedelta(days=10)


def lead(last, **parts):
    return actions.Newcomer(name=f"线索{last}", phone=f"139000000{last:02d}", **parts)


def add(newcomer, **options):
    options = {"scope": ALL, "source": "fair", **options}
    return actions.add_prospect(newcomer=newcomer, at=NOON, by=ZHANG, **options)


def convert(member):
    actions.convert_prospect(member_id=member, scope=ALL, at=LATER, by=ZHANG)


def test_ten_leads_two_of_them_members_and_two_of_eight_convert(mei, bo):
    leads = [lead(last) for last in range(8)]
    known = [actions.Newcomer(phone=PHONE), actions.Newcomer(phone="+86 13800000002")]

    listed = actions.add_prospects(
        newcomers=leads + known, source="fair", scope=ALL, at=NOON, by=ZHANG
    )
    assert listed.added == 8
    assert [(one.place, one.refusal.code) for one in listed.refused] == [
        (8, "prospect.already_member"),
        (9, "prospect.already_member"),
    ]
    assert len(queries.prospects(ALL)) == 8

    for member in listed.ids[:2]:
        convert(member)
    (fair,) = queries.conversions(ALL)
    assert (fair.source, fair.leads, fair.converted, fair.rate) == ("fair", 8, 2, 0.25)
    assert (queries.counts(ALL).members, queries.counts(ALL).prospects) == (4, 6)


def test_conversion_keeps_the_history(chain):
    prospect = add(lead(1, profile={"region": "上海"}))
    actions.interact(member_id=prospect, kind="comment", scope=ALL, at=NOON, by=ZHANG)

    convert(prospect)

    detail = queries.member_of(prospect, ALL)
    assert (detail.card.stage, detail.card.joined_on.isoformat()) == ("member", "2018-01-11")
    assert [one.value for one in detail.fields] == ["上海"]
    assert queries.interactions_of(prospect, ALL)["comment"] == 1
    (view,) = queries.prospects(ALL)
    assert (view.stage, view.converted_at) == ("converted", LATER)


def test_enrolling_at_the_till_converts_the_prospect_of_that_phone(chain):
    prospect = add(lead(1))
    enrolled = actions.enrol(newcomer=lead(1, store_id=chain["1"]), scope=ALL, at=LATER, by=ZHANG)
    assert (enrolled.member_id, enrolled.is_new) == (prospect, False)
    assert queries.member_of(prospect, ALL).origin.store_id == chain["1"]
    assert queries.conversions(ALL)[0].converted == 1


def test_a_member_and_a_listed_prospect_are_not_listed_again(mei):
    with pytest.raises(AlreadyMember):
        add(actions.Newcomer(phone=PHONE))
    add(lead(1))
    with pytest.raises(AlreadyProspect):
        add(lead(1))
    assert Member.objects.count() == 2


def test_a_prospect_is_in_no_list_of_members(chain):
    add(lead(1))
    assert queries.listing(ALL).total == 0
    assert queries.listing(ALL, filters=queries.Filters(stage="prospect")).total == 1


def test_a_prospect_moves_from_stage_to_stage_until_he_is_lost(chain):
    prospect = add(lead(1), owner="zhang", score=40)

    def move(stage, **options):
        actions.move_prospect(
            member_id=prospect, stage=stage, scope=ALL, at=NOON, by=ZHANG, **options
        )

    move("contacted", score=70)
    (view,) = queries.prospects(ALL, stage="contacted")
    assert (view.owner, view.score, view.source) == ("zhang", 70, "fair")
    with pytest.raises(BadStage):
        move("converted")
    with pytest.raises(BadScore):
        move("interested", score=101)
    move("lost")
    with pytest.raises(NotProspect):
        move("contacted")
    with pytest.raises(NotProspect):
        convert(prospect)


def test_a_member_is_not_converted_again(mei):
    with pytest.raises(NotProspect):
        convert(mei)


def test_a_bad_lead_is_refused_whole(chain):
    with pytest.raises(BadIdentity):
        add(actions.Newcomer(name="坏号码", phone="12"))
    assert Member.objects.count() == 0


def test_a_store_sees_and_adds_its_own_prospects(chain):
    add(lead(1, store_id=chain["1"]))
    other = Scope(role="manager", stores=frozenset({chain["2"]}))
    assert queries.prospects(other) == ()
    assert queries.conversions(other) == ()
    with pytest.raises(OtherStore):
        add(lead(2, store_id=chain["1"]), scope=other)
