"""One phone is one member, in any spelling, and a number that changes hands takes nothing along."""

from datetime import timedelta

import pytest
from tests.members.conftest import ALL, NOON, PHONE, ZHANG
from tests.members.spellings import SPELLINGS

from shuke.events import queries as events
from shuke.kernel.scope import Scope
from shuke.members import actions, queries
from shuke.members.identifying import canonical
from shuke.members.models import Identifier, Member
from shuke.members.refusals import (
    BadIdentity,
    IdentitiesDiffer,
    IdentityTaken,
    NoSuchIdentity,
    NumberTaken,
    OtherStore,
    PhoneNotProven,
)

LATER = NOON + timedelta(days=30)
NO_PHONES = ("", " ", "12", "1380000000", "138000000011", "abc", "+86", "+8612345678901", "0" * 30)


def enrol(*, at=NOON, **parts):
    return actions.enrol(newcomer=actions.Newcomer(**parts), scope=ALL, at=at, by=ZHANG)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_phone_has_one_spelling(spelling):
    assert canonical("phone", spelling, region="CN") == "+8613800000001"


def test_one_phone_in_every_spelling_is_one_member(chain):
    found = {enrol(phone=spelling).member_id for spelling in SPELLINGS}
    assert len(found) == 1
    assert Member.objects.count() == 1


@pytest.mark.parametrize("spelling", NO_PHONES)
def test_what_is_no_phone_is_refused(spelling):
    with pytest.raises(BadIdentity):
        canonical("phone", spelling, region="CN")


def test_a_refused_phone_is_not_repeated_whole():
    with pytest.raises(BadIdentity) as refusal:
        canonical("phone", "1380000000", region="CN")
    assert "13…00" in str(refusal.value)
    assert "1380" not in str(refusal.value)
    assert "1380" not in str(refusal.value.values)


@pytest.mark.parametrize(
    ("spelling", "region", "kept"),
    [
        ("(201) 555-0123", "US", "+12015550123"),
        ("+1 201 555 0123", "CN", "+12015550123"),
        ("021-6279 8888", "CN", "+862162798888"),
        ("13800000001", "US", None),
    ],
)
def test_a_phone_is_read_by_the_rules_of_the_chains_country(spelling, region, kept):
    if kept is None:
        with pytest.raises(BadIdentity):
            canonical("phone", spelling, region=region)
    else:
        assert canonical("phone", spelling, region=region) == kept


@pytest.mark.parametrize(
    ("kind", "spelling", "kept"),
    [
        ("card", "vip-0001 234a", "VIP0001234A"),
        ("card", "ＶＩＰ０００１", "VIP0001"),
        ("email", " Mei@Example.COM ", "mei@example.com"),
        ("open_id", "oABC-1", "oABC-1"),
    ],
)
def test_cards_and_mailboxes_have_one_spelling_too(kind, spelling, kept):
    assert canonical(kind, spelling, region="CN") == kept


def test_an_enrolment_keeps_where_the_member_came_from(chain, mei):
    bo = enrol(
        name="李波",
        phone="13800000002",
        store_id=chain["2"],
        channel="web",
        staff="zhang",
        campaign="spring",
        referrer_id=mei,
    )
    origin = queries.member_of(bo.member_id, ALL).origin
    assert (origin.store_id, origin.channel, origin.staff, origin.campaign) == (
        chain["2"],
        "web",
        "zhang",
        "spring",
    )
    assert origin.referrer.id == mei
    assert (origin.joined_at, origin.joined_on.isoformat()) == (NOON, "2018-01-01")
    (event,) = events.of_subject(f"member/{bo.member_id}", limit=10)
    assert (event.name, event.actor) == ("member.enrolled", "staff:zhang")
    assert "138" not in str(event.payload)


def test_a_fresh_number_has_eighty_random_bits(chain):
    number = enrol(phone=PHONE).number
    assert (number[0], len(number)) == ("M", 17)
    assert number != enrol(phone="13800000002").number


def test_a_wanted_number_belongs_to_one_member(chain):
    enrol(number="7", phone=PHONE)
    with pytest.raises(NumberTaken):
        enrol(number="7", phone="13800000002")
    assert Member.objects.count() == 1


def test_a_phone_of_one_and_a_card_of_another_is_refused(chain):
    enrol(phone=PHONE)
    enrol(card="VIP1")
    with pytest.raises(IdentitiesDiffer):
        enrol(phone=PHONE, card="VIP1")
    assert Member.objects.count() == 2


def test_a_spoken_phone_adds_no_card_and_a_verified_one_does(chain):
    first = enrol(phone=PHONE)
    assert enrol(phone=PHONE, card="VIP1").is_new is False
    assert [one.kind for one in queries.member_of(first.member_id, ALL).identities] == ["phone"]

    enrol(phone=PHONE, card="VIP1", is_phone_verified=True)
    kinds = [one.kind for one in queries.member_of(first.member_id, ALL).identities]
    assert kinds == ["card", "phone"]


def test_two_people_may_share_a_mailbox(chain):
    ids = {enrol(phone=f"1380000000{last}", email="home@example.com").member_id for last in (1, 2)}
    assert len(ids) == 2
    assert {card.id for card in queries.find("home@example.com", ALL)} == ids


def test_a_stores_staff_enrol_for_their_own_store(chain):
    own = Scope(role="cashier", stores=frozenset({chain["1"]}))
    for store in (chain["2"], None):
        with pytest.raises(OtherStore):
            actions.enrol(
                newcomer=actions.Newcomer(phone=PHONE, store_id=store),
                scope=own,
                at=NOON,
                by=ZHANG,
            )
    assert Member.objects.count() == 0


def test_changing_the_phone_frees_the_old_number(mei):
    actions.change_phone(member_id=mei, to="13800000009", scope=ALL, at=LATER, by=ZHANG)

    assert queries.find(PHONE, ALL) == ()
    assert [card.id for card in queries.find("13800000009", ALL)] == [mei]
    ended, current = queries.member_of(mei, ALL).identities
    assert (ended.shown, ended.ends_before) == ("138****0001", LATER)
    assert (current.shown, current.ends_before) == ("138****0009", None)


def test_a_phone_of_somebody_else_is_not_taken_and_nothing_changes(mei, bo):
    with pytest.raises(IdentityTaken):
        actions.change_phone(member_id=mei, to="13800000002", scope=ALL, at=LATER, by=ZHANG)
    assert [card.id for card in queries.find(PHONE, ALL)] == [mei]
    assert [card.id for card in queries.find("13800000002", ALL)] == [bo]


def test_the_same_identity_twice_is_once(mei):
    for _ in range(2):
        actions.add_identity(
            member_id=mei, kind="card", value="vip 1", scope=ALL, at=NOON, by=ZHANG
        )
    assert [one.kind for one in queries.member_of(mei, ALL).identities] == ["card", "phone"]


def test_a_lost_card_is_released_and_free_for_the_next(mei, bo):
    actions.add_identity(member_id=mei, kind="card", value="VIP1", scope=ALL, at=NOON, by=ZHANG)
    card = queries.member_of(mei, ALL).identities[0]
    actions.release_identity(member_id=mei, identity_id=card.id, scope=ALL, at=LATER, by=ZHANG)
    actions.add_identity(member_id=bo, kind="card", value="VIP1", scope=ALL, at=LATER, by=ZHANG)

    assert [found.id for found in queries.find("VIP1", ALL)] == [bo]
    with pytest.raises(NoSuchIdentity):
        actions.release_identity(member_id=mei, identity_id=card.id, scope=ALL, at=LATER, by=ZHANG)


def test_the_new_owner_of_a_number_sees_nothing_of_the_old_one(mei, chain):
    actions.set_profile(
        member_id=mei, values={"region": "上海"}, source="counter", scope=ALL, at=NOON, by=ZHANG
    )
    actions.interact(member_id=mei, kind="sign_in", scope=ALL, at=NOON, by=ZHANG)

    new = actions.enrol_new_owner(
        newcomer=actions.Newcomer(
            name="赵强", phone=PHONE, store_id=chain["2"], is_phone_verified=True
        ),
        scope=ALL,
        at=LATER,
        by=ZHANG,
    )

    assert new.is_new
    assert new.member_id != mei
    detail = queries.member_of(new.member_id, ALL)
    assert detail.fields == ()
    assert [entry.item.kind for entry in queries.timeline(new.member_id, ALL).items] == ["joined"]
    assert [card.id for card in queries.find(PHONE, ALL)] == [new.member_id]
    old = queries.member_of(mei, ALL)
    assert old.card.phone == ""
    assert [one.ends_before for one in old.identities] == [LATER]
    assert [one.value for one in old.fields] == ["上海"]
    assert queries.likely_duplicates(ALL) == ()


def test_a_number_changes_hands_only_when_it_was_just_proven(mei, chain):
    with pytest.raises(PhoneNotProven):
        actions.enrol_new_owner(
            newcomer=actions.Newcomer(name="赵强", phone=PHONE, store_id=chain["2"]),
            scope=ALL,
            at=LATER,
            by=ZHANG,
        )
    assert [card.id for card in queries.find(PHONE, ALL)] == [mei]
    assert Identifier.objects.count() == 1
