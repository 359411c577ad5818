"""Two rows become one member, and apart again without a trace left behind (E07, C5)."""

from datetime import timedelta

import pytest
from tests.members.conftest import ALL, NOON, PHONE, ZHANG

from shuke.events import queries as events
from shuke.members import actions, merging, queries
from shuke.members.merging import MergePart, PartPreview
from shuke.members.refusals import (
    IdentityTaken,
    LaterMergeFirst,
    NothingToUndo,
    SameMember,
    UnknownMember,
)

LATER = NOON + timedelta(days=1)
TIERS = ("silver", "gold")


class Wallets:
    """What the wallets will register: points add up, the higher tier is kept (requirement E07)."""

    def __init__(self):
        self.points, self.tiers = {}, {}
        self.part = MergePart("wallets", self.preview, self.merge, self.undo)

    def preview(self, survivor, merged):
        points = self.points[survivor] + self.points[merged]
        return (PartPreview(f"{points} points", f"{points} 积分"),)

    def merge(self, survivor, merged):
        moved = {"points": self.points[merged], "tier": self.tiers[survivor]}
        self.points[survivor] += self.points[merged]
        self.points[merged] = 0
        self.tiers[survivor] = max(self.tiers[survivor], self.tiers[merged], key=TIERS.index)
        return moved

    def undo(self, survivor, merged, moved):
        self.points[survivor] -= moved["points"]
        self.points[merged] += moved["points"]
        self.tiers[survivor] = moved["tier"]


@pytest.fixture
def wallets():
    wallets = Wallets()
    merging.register(wallets.part)
    yield wallets
    merging.unregister("wallets")


def merge(survivor, merged, at=NOON):
    return actions.merge(
        survivor_id=survivor, merged_id=merged, scope=ALL, at=at, by=ZHANG, reason="same person"
    )


def undo(merged):
    actions.undo_merge(merge_id=merged.merge_id, scope=ALL, at=LATER, by=ZHANG)


def test_300_points_silver_and_200_gold_are_500_gold_and_back(mei, bo, wallets):
    wallets.points |= {mei: 300, bo: 200}
    wallets.tiers |= {mei: "silver", bo: "gold"}

    preview = queries.merge_preview(mei, bo, ALL)
    assert preview.parts == (("wallets", (PartPreview("500 points", "500 积分"),)),)
    assert wallets.points == {mei: 300, bo: 200}

    done = merge(mei, bo)
    assert queries.counts(ALL).members == 1
    assert (wallets.points[mei], wallets.tiers[mei]) == (500, "gold")

    undo(done)
    assert queries.counts(ALL).members == 2
    assert wallets.points == {mei: 300, bo: 200}
    assert wallets.tiers == {mei: "silver", bo: "gold"}


def test_offline_and_online_with_the_same_verified_phone_are_one_member(mei):
    online = actions.enrol(
        newcomer=actions.Newcomer(
            phone=PHONE, open_id="o-1", channel="web", is_phone_verified=True
        ),
        scope=ALL,
        at=LATER,
        by=ZHANG,
    )
    assert (online.member_id, online.is_new) == (mei, False)
    assert [one.kind for one in queries.member_of(mei, ALL).identities] == ["open_id", "phone"]


def test_either_phone_and_either_number_lead_to_the_survivor(mei, bo):
    number = queries.member_of(bo, ALL).card.number
    merge(mei, bo)
    for words in (PHONE, "13800000002", number):
        assert [card.id for card in queries.find(words, ALL)] == [mei]
    assert queries.numbers_of([bo], ALL) == {bo: queries.member_of(mei, ALL).card.number}
    assert queries.cards_of([mei, bo], ALL)[bo].id == mei
    with pytest.raises(IdentityTaken):
        actions.add_identity(
            member_id=actions.enrol(
                newcomer=actions.Newcomer(card="VIP9"), scope=ALL, at=NOON, by=ZHANG
            ).member_id,
            kind="phone",
            value="13800000002",
            scope=ALL,
            at=NOON,
            by=ZHANG,
        )


def test_the_preview_names_the_fields_on_which_the_two_differ(mei, bo):
    for member, region, at in ((mei, "上海", NOON), (bo, "北京", LATER)):
        actions.set_profile(
            member_id=member,
            values={"region": region},
            source="counter",
            scope=ALL,
            at=at,
            by=ZHANG,
        )
    preview = queries.merge_preview(mei, bo, ALL)
    assert preview.identities == 1
    (difference,) = preview.differences
    assert (difference.name, difference.survivor, difference.merged, difference.kept) == (
        "region",
        "上海",
        "北京",
        "北京",
    )
    merge(mei, bo)
    assert [one.value for one in queries.member_of(mei, ALL).fields] == ["北京"]


def test_a_member_survives_a_prospect_whichever_is_named_first(mei, chain):
    prospect = actions.add_prospect(
        newcomer=actions.Newcomer(card="LEAD1"), source="fair", scope=ALL, at=NOON, by=ZHANG
    )
    done = merge(prospect, mei)
    assert (done.survivor_id, done.merged_id) == (mei, prospect)
    assert queries.member_of(prospect, ALL).card.stage == "member"


def test_chains_end_at_one_survivor_and_cycles_cannot_arise(enrolled):
    a, b, c, d = (enrolled(f"会员{name}") for name in "甲乙丙丁")
    first = merge(a, b)
    second = merge(c, a)
    third = merge(d, b)
    assert {queries.member_of(one, ALL).card.id for one in (a, b, c, d)} == {d}
    assert (third.survivor_id, third.merged_id) == (d, c)
    for one, other in ((a, b), (b, a), (d, a), (a, d), (a, a)):
        with pytest.raises(SameMember):
            merge(one, other)

    with pytest.raises(LaterMergeFirst):
        undo(first)
    undo(third)
    undo(second)
    assert queries.member_of(b, ALL).card.id == a
    undo(first)
    assert queries.counts(ALL).members == 4


def test_a_merge_is_undone_once(mei, bo):
    done = merge(mei, bo)
    undo(done)
    with pytest.raises(NothingToUndo):
        undo(done)
    with pytest.raises(UnknownMember):
        merge(mei, 1)


def test_what_was_written_since_stays_with_the_survivor(mei, bo):
    done = merge(mei, bo)
    actions.interact(member_id=bo, kind="comment", scope=ALL, at=LATER, by=ZHANG)
    undo(done)
    assert queries.interactions_of(mei, ALL)["comment"] == 1
    assert queries.interactions_of(bo, ALL)["comment"] == 0


def test_the_book_tells_of_merge_and_undoing(mei, bo):
    done = merge(mei, bo)
    undo(done)
    told = [event.name for event in events.of_subject(f"member/{mei}", limit=2)]
    assert told == ["member.unmerged", "member.merged"]
    (view,) = queries.member_of(mei, ALL).merges
    assert (view.reason, view.by, view.undone_at) == ("same person", "staff:zhang", LATER)


def similar(enrolled, last, **profile):
    member = enrolled("王芳", phone=f"1390000000{last}", email=f"{last}@example.com")
    if profile:
        actions.set_profile(
            member_id=member, values=profile, source="counter", scope=ALL, at=NOON, by=ZHANG
        )
    return member


def pairs():
    return [(one.first.id, one.second.id, one.reasons) for one in queries.likely_duplicates(ALL)]


def test_one_name_with_one_birthday_or_address_or_one_mailbox_waits_for_review(enrolled):
    a = similar(enrolled, 1, birthday="1992-02-29", address="南京路 1 号")
    b = similar(enrolled, 2, birthday="1992-02-29", address="南京路 1 号")
    c = similar(enrolled, 3, birthday="1992-03-01")
    d = enrolled("李波", email="1@example.com")
    assert pairs() == [
        (a, b, ("birthday", "address")),
        (a, d, ("email",)),
    ]
    assert c not in {member for pair in pairs() for member in pair[:2]}


def test_two_people_who_were_judged_apart_are_asked_about_no_more(enrolled):
    a = similar(enrolled, 1, birthday="1992-02-29")
    b = similar(enrolled, 2, birthday="1992-02-29")
    for _ in range(2):
        actions.keep_apart(first_id=b, second_id=a, scope=ALL, at=NOON, by=ZHANG)
    assert pairs() == []
    assert len(events.of_subject(f"member/{a}", limit=50)) == 3
    with pytest.raises(SameMember):
        actions.keep_apart(first_id=a, second_id=a, scope=ALL, at=NOON, by=ZHANG)


def test_a_mailbox_of_a_whole_company_makes_no_pairs(chain):
    people = [actions.Newcomer(number=str(index), email="office@example.com") for index in range(6)]
    actions.load(people[:5], at=NOON, by=ZHANG, source="office.csv")
    assert len(pairs()) == 10
    actions.load(people, at=NOON, by=ZHANG, source="office.csv")
    assert pairs() == []


def test_merged_members_are_no_pair_any_more(enrolled):
    a = similar(enrolled, 1, birthday="1992-02-29")
    b = similar(enrolled, 2, birthday="1992-02-29")
    merge(a, b)
    assert pairs() == []


def test_made_up_names_make_no_pair(chain):
    people = [
        actions.Newcomer(
            number=str(index),
            name="王芳",
            is_name_made=True,
            profile={"birthday": "1992-02-29"},
        )
        for index in range(2)
    ]
    actions.load(people, at=NOON, by=ZHANG, source="demo")
    assert pairs() == []
