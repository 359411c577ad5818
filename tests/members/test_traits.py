"""Conclusions and home stores come back by the thousand; demo names are marked as made."""

import time
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.members.conftest import ALL, NOON, SYSTEM

from shuke.events import queries as events
from shuke.members import actions, bulk, queries
from shuke.members.actions import Trait
from shuke.members.models import Attribute, Identity

LATER = NOON + timedelta(days=1)


def write(*traits, at=NOON, **options):
    return actions.write_traits(traits=traits, source="rfm/3", at=at, by=SYSTEM, **options)


def shown(member):
    return {one.name: one.value for one in queries.member_of(member, ALL).fields}


def test_a_batch_is_written_with_source_and_time_and_told_by_one_event(mei, bo):
    before = events.newest_id()
    count = write(
        Trait(mei, "rfm.segment", "重要价值客户", 900),
        Trait(bo, "rfm.segment", "一般挽留客户"),
    )
    assert count == 2
    (field,) = queries.member_of(mei, ALL).fields
    assert (field.value, field.source, field.at, field.basis, field.confidence) == (
        "重要价值客户",
        "rfm/3",
        NOON,
        "inferred",
        900,
    )
    (event,) = events.of_subject("members", limit=10)
    assert (event.name, event.payload["count"], event.payload["names"]) == (
        "members.traits_written",
        2,
        ["rfm.segment"],
    )
    assert events.newest_id() == before + 1


def test_what_holds_already_is_left_and_what_changed_gets_a_version(mei, bo):
    write(Trait(mei, "rfm.segment", "A"), Trait(bo, "rfm.segment", "A"))
    assert write(Trait(mei, "rfm.segment", "A"), Trait(bo, "rfm.segment", "B"), at=LATER) == 1
    history = queries.history_of(bo, "rfm.segment", ALL)
    assert [(one.value, one.version, one.is_current) for one in history] == [
        ("B", 2, True),
        ("A", 1, False),
    ]
    assert write(Trait(bo, "rfm.segment", "B"), at=LATER) == 0


def test_an_empty_value_takes_a_trait_away_and_it_may_come_back(mei):
    write(Trait(mei, "segment.lapsed", "yes"))
    assert write(Trait(mei, "segment.lapsed", ""), at=LATER) == 1
    assert shown(mei) == {}
    assert write(Trait(mei, "segment.lapsed", ""), at=LATER) == 0
    assert write(Trait(mei, "segment.lapsed", "yes"), at=LATER) == 1
    assert shown(mei) == {"segment.lapsed": "yes"}


def test_a_trait_does_not_overrule_what_the_member_declared(mei):
    actions.set_profile(
        member_id=mei, values={"region": "上海"}, source="counter", scope=ALL, at=NOON, by=SYSTEM
    )
    write(Trait(mei, "region", "北京"), at=LATER)
    assert shown(mei) == {"region": "上海"}


def test_unknown_members_are_passed_over(mei):
    assert write(Trait(1, "rfm.segment", "A"), Trait(mei, "rfm.segment", "A")) == 1


def test_traits_come_from_a_staging_table(mei, bo):
    bulk.stage(
        "staged_answers",
        "member_id bigint, name varchar(80), value text, confidence smallint",
        ("member_id", "name", "value", "confidence"),
        [(mei, "segment.top", "yes", None), (bo, "segment.top", "yes", 500)],
    )
    count = actions.write_traits(staging="staged_answers", source="segments", at=NOON, by=SYSTEM)
    assert count == 2
    assert shown(bo) == {"segment.top": "yes"}
    with pytest.raises(ValueError, match="not the name of a table"):
        actions.write_traits(staging="x; DROP TABLE y", source="s", at=NOON, by=SYSTEM)


def test_a_failure_leaves_no_trait_and_no_event(mei):
    before = events.newest_id()
    with pytest.raises(DatabaseError), transaction.atomic():
        write(Trait(mei, "rfm.segment", "A", 2_000))
    assert events.newest_id() == before
    assert shown(mei) == {}
    assert write(Trait(mei, "rfm.segment", "A", 1_000)) == 1


def test_the_traits_of_ten_thousand_members_take_a_second(chain):
    ids = actions.load(
        [actions.Newcomer(number=str(index)) for index in range(10_000)],
        at=NOON,
        by=SYSTEM,
        source="test",
    ).ids
    started = time.process_time()
    count = write(*(Trait(member, "rfm.segment", "A") for member in ids))
    assert count == 10_000
    assert time.process_time() - started < 2
    assert Attribute.objects.count() == 10_000


def named(chain, seed, country="CN"):
    actions.load(
        [actions.Newcomer(number=str(index)) for index in range(50)],
        at=NOON,
        by=SYSTEM,
        source="test",
    )
    count = actions.name_for_demo(at=NOON, by=SYSTEM, seed=seed)
    page = queries.listing(ALL, limit=200)
    return count, [card.name for card in page.cards], page.cards


def test_demo_names_are_marked_and_phones_are_not_made(chain):
    count, names, cards = named(chain, seed=7)
    assert count == 50
    assert all(card.is_name_made and card.phone == "" for card in cards)
    assert all(2 <= len(name) <= 4 and not name.isascii() for name in names)
    assert Identity.objects.count() == 0
    assert actions.name_for_demo(at=NOON, by=SYSTEM, seed=7) == 0
    (card, *_) = queries.find(names[0], ALL)
    assert card.name == names[0]


def test_the_same_seed_makes_the_same_names(chain):
    from faker import Faker

    _, names, _ = named(chain, seed=7)
    fake = Faker("zh_CN")
    fake.seed_instance(7)
    assert names == [f"{fake.last_name()}{fake.first_name()}" for _ in range(50)]


def test_a_real_name_replaces_a_made_one(chain):
    named(chain, seed=7)
    actions.load(
        [actions.Newcomer(number="3", name="Mei Wang")], at=LATER, by=SYSTEM, source="file"
    )
    card = queries.member_of("3", ALL).card
    assert (card.name, card.is_name_made) == ("M** W***", False)


def test_home_stores_are_set_at_once(mei, bo, chain):
    assert actions.place_homes({mei: chain["3"], bo: chain["2"]}, at=NOON, by=SYSTEM) == 1
    assert queries.member_of(mei, ALL).origin.store_id == chain["3"]
    (event,) = events.of_subject("members", limit=10)
    assert (event.name, event.payload) == ("members.placed", {"count": 1})
    assert actions.place_homes({}, at=NOON, by=SYSTEM) == 0
