"""Lists of members come in whole, twice is once, and a bad line stops no other (E04, E2)."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.members.conftest import ALL, NOON, PHONE, SYSTEM

from shuke.events import queries as events
from shuke.members import actions, queries
from shuke.members.models import Attribute, Identity, Member, Merge
from shuke.members.newcomer import Newcomer

LATER = NOON + timedelta(days=1)


def load(newcomers, *, at=NOON, **options):
    return actions.load(newcomers, at=at, by=SYSTEM, source="members.csv", **options)


def a_list_of_a_hundred():
    """Ninety sound people, five of them twice, three bad phones, two without a name."""
    people = [
        Newcomer(number=str(index), name=f"会员{index}", phone=f"1380000{index:04d}")
        for index in range(90)
    ]
    again = [replace(people[index], number="") for index in range(5)]
    bad = [Newcomer(name="坏号码", phone=phone) for phone in ("12", "abc", "138")]
    nameless = [Newcomer(phone="13911110001"), Newcomer(name="  ", phone="13911110002")]
    return people + again + bad + nameless


def test_ninety_are_accepted_five_merged_and_five_refused(chain):
    loaded = load(a_list_of_a_hundred(), required={"name"})

    assert (loaded.new, loaded.merged, len(loaded.refused)) == (90, 5, 5)
    assert loaded.new + loaded.merged + len(loaded.refused) == 100
    assert [(one.place, one.refusal.code) for one in loaded.refused] == [
        (95, "member.bad_identity"),
        (96, "member.bad_identity"),
        (97, "member.bad_identity"),
        (98, "member.incomplete"),
        (99, "member.incomplete"),
    ]
    assert loaded.ids[90:95] == loaded.ids[:5]
    assert loaded.ids[95:] == (None,) * 5
    assert queries.counts(ALL).members == 90


def test_one_event_tells_of_the_whole_batch(chain):
    load(a_list_of_a_hundred(), required={"name"})

    (event,) = events.of_subject("members", limit=10)
    assert event.name == "members.loaded"
    assert {name: event.payload[name] for name in ("new", "merged", "refused")} == {
        "new": 90,
        "merged": 5,
        "refused": 5,
    }


def everything():
    return [
        list(table.objects.order_by("pk").values())
        for table in (Member, Identity, Attribute, Merge)
    ]


def test_the_same_list_again_changes_nothing(chain):
    people = [
        Newcomer(
            number=str(index),
            name=f"会员{index}",
            email=f"m{index}@example.com",
            phone=f"1380000{index:04d}",
            store_id=chain["1"],
            profile={"birthday": "1990-05-17", "region": "上海"},
        )
        for index in range(20)
    ]
    first = load(people)
    before = everything()

    second = load(people, at=LATER)

    assert (second.new, second.merged, second.ids) == (0, 20, first.ids)
    assert everything() == before


def test_a_known_person_is_completed_and_learnt_about(chain):
    first = load([Newcomer(number="7", name="王芳", is_name_made=True, profile={"region": "上海"})])
    load(
        [Newcomer(number="7", name="王方", phone=PHONE, profile={"region": "北京"})],
        at=LATER,
    )

    detail = queries.member_of(first.ids[0], ALL)
    assert (detail.card.name, detail.card.phone) == ("王*", "138****0001")
    assert [(one.value, one.version) for one in detail.fields] == [("北京", 2)]
    history = queries.history_of(first.ids[0], "region", ALL)
    assert [(one.value, one.source) for one in history] == [
        ("北京", "members.csv"),
        ("上海", "members.csv"),
    ]


def test_the_same_phone_under_two_numbers_is_one_member_under_both(chain):
    loaded = load(
        [Newcomer(number="A1", phone=PHONE), Newcomer(number="B2", phone="+8613800000001")]
    )

    assert loaded.ids[0] == loaded.ids[1]
    assert queries.ids_of_numbers(["A1", "B2"]) == {"A1": loaded.ids[0], "B2": loaded.ids[0]}
    (merge,) = queries.member_of("A1", ALL).merges
    actions.undo_merge(merge_id=merge.id, scope=ALL, at=LATER, by=SYSTEM)
    assert queries.member_of("B2", ALL).card.number == "B2"


def test_a_line_whose_number_and_phone_name_two_members_is_refused(chain):
    load([Newcomer(number="1", phone=PHONE), Newcomer(number="2", phone="13800000002")])

    loaded = load([Newcomer(number="1", phone="13800000002")])

    assert [one.refusal.code for one in loaded.refused] == ["member.identities_differ"]
    assert loaded.ids == (None,)


def test_a_bad_value_refuses_its_line_and_names_the_field(chain):
    loaded = load(
        [
            Newcomer(number="1", profile={"birthday": "1990-02-29"}),
            Newcomer(number="2", profile={"skin": "dry"}),
            Newcomer(number="3", profile={"birthday": "1992-02-29"}),
        ]
    )
    assert [(one.place, one.refusal.code, one.refusal.param) for one in loaded.refused] == [
        (0, "member.bad_value", "birthday"),
        (1, "member.unknown_field", "skin"),
    ]
    assert queries.counts(ALL).members == 1


def a_crowd(count):
    start = datetime(2015, 1, 1, tzinfo=UTC)
    surnames, names = "王李张刘陈杨赵黄周吴徐孙", "芳伟娜秀英敏静丽强磊军洋勇艳杰娟涛明超"
    return [
        Newcomer(
            number=str(index + 1),
            name=surnames[index % 12] + names[index % 19] + names[index * 7 % 17],
            phone=f"13{index:09d}" if index % 10 else "",
            joined_at=start + timedelta(minutes=index),
            channel=("store", "web", "app")[index % 3],
            profile={"region": "上海" if index % 2 else "北京"},
        )
        for index in range(count)
    ]


@pytest.mark.django_db
def test_a_base_like_complete_journey_loads_within_a_second(chain):
    people = a_crowd(2_469)
    started = time.process_time()
    loaded = load(people)
    assert loaded.new == 2_469
    assert time.process_time() - started < 1
