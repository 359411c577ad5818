"""What the requirement rows say, with their own numbers."""

from datetime import timedelta

import pytest
from tests.lake.conftest import Place
from tests.segments.town import (
    ALL,
    LIN,
    NOON,
    TODAY,
    buy,
    enrol,
    refresh,
    set_up,
)

from shuke.members import actions as members
from shuke.members import queries as member_queries
from shuke.members.fields import Field
from shuke.rules.conditions import Condition
from shuke.rules.reading import from_data
from shuke.segments import actions, queries
from shuke.segments.facts import facts
from shuke.stores.queries import StoreView

WOMEN = 12


def asked(data: object) -> Condition:
    return from_data(data, facts=facts())


def test_a_cell_of_rfm_and_attributes_is_a_list_asked_again_daily(books: Place) -> None:
    """Row F02: cell R1F5M5, women in Beijing = 12 ids -> a win-back list of 12.

    Nineteen members bought ten times for much money, the last time 300 days ago; eighty-one bought
    once, lately and little. So the nineteen are below the 20 % cut of recency (R1) and above the
    80 % cuts of frequency and money; twelve of them are women in Beijing.
    """
    set_up()
    kinds = [("female", "北京")] * WOMEN + [("male", "北京")] * 4 + [("female", "上海")] * 3
    lapsed = [
        enrol(f"L{at}", profile={"sex": sex, "region": region})
        for at, (sex, region) in enumerate(kinds)
    ]
    for member in lapsed:
        for day in range(10):
            buy(member, 300 + day, ("P1", 1, 10_000))
    for at in range(81):
        buy(enrol(f"N{at}", profile={"sex": "female", "region": "北京"}), 1 + at, ("P3", 1, 500))
    refresh()
    cell = {
        "all": [
            *(
                {"fact": f"rfm.{one}", "is": "equals", "value": v}
                for one, v in zip("rfm", (1, 5, 5), strict=True)
            ),
            {"fact": "member.sex", "is": "equals", "value": "female"},
            {"fact": "member.region", "is": "equals", "value": "北京"},
        ]
    }
    actions.save(
        name="win_back", title="赢回", condition=asked(cell), kind="dynamic", at=NOON, by=LIN
    )
    found = actions.refresh(name="win_back", at=NOON, by=LIN, as_of=TODAY)
    assert found.members == WOMEN
    assert set(queries.members_in("win_back", ALL).ids) == set(lapsed[:WOMEN])
    # The next day one of them is back: R5, so that the list holds eleven.
    buy(lapsed[0], 0, ("P1", 1, 3_000))
    refresh()
    again = actions.refresh(name="win_back", at=NOON, by=LIN, as_of=TODAY + timedelta(days=1))
    assert (again.members, again.entered, again.left) == (WOMEN - 1, 0, 1)
    assert lapsed[0] not in queries.members_in("win_back", ALL).ids


def test_a_declared_dislike_excludes_and_says_why(books: Place) -> None:
    """Row A18: "no pork" is declared, purchases imply 0.8; the pork campaign leaves him out."""
    set_up()
    ali, bao = enrol("1"), enrol("2")
    for member in (ali, bao):
        buy(member, 5, ("P2", 1, 5_000))
        members.learn(
            member_id=member,
            name="preference.pork",
            value="likes",
            source="purchases",
            scope=ALL,
            at=NOON,
            by=LIN,
            basis="inferred",
            confidence=0.8,
        )
    members.prefer(
        member_id=ali, subject="pork", value="dislikes", source="call", scope=ALL, at=NOON, by=LIN
    )
    refresh()
    audience = asked(
        {
            "all": [
                {"bought": {"measure": "times", "is": "at_least", "value": 1, "category": "PORK"}},
                {"fact": "preference.pork", "is": "not_equals", "value": "dislikes"},
            ]
        }
    )
    assert [one.member for one in queries.preview(audience, as_of=TODAY, scope=ALL)] == [bao]
    (why,) = queries.explained(audience, [ali], as_of=TODAY, scope=ALL)
    assert not why.holds
    assert [told.en for told in why.reasons if not told.holds] == [
        "preference pork is known and not dislikes: it is dislikes, does not fit"
    ]
    assert [told.zh for told in why.reasons if not told.holds] == [
        "偏好 pork已知且不为 dislikes：实际为 dislikes，不符合"
    ]
    assert queries.preferences(ALL) == ("pork",)


def test_the_distance_to_the_store_is_a_band(books: Place) -> None:
    """Row E21: the store at (31.2304, 121.4737), the home 0.01 degrees north: 1.11 km, 1-2 km."""
    ids = set_up()
    near, far = enrol("1"), enrol("2")
    store = StoreView(
        id=ids["1"],
        number="1",
        name="",
        ownership="own",
        is_online=False,
        zone="",
        latitude=31.2304,
        longitude=121.4737,
    )
    for member, north in ((near, 0.01), (far, 0.05)):
        members.place_home(
            member_id=member,
            place=(31.2304 + north, 121.4737),
            stores=[store],
            source="address",
            scope=ALL,
            at=NOON,
            by=LIN,
        )
    refresh()
    band = asked({"fact": "member.distance_band", "is": "equals", "value": "1-2"})
    assert [one.member for one in queries.preview(band, as_of=TODAY, scope=ALL)] == [near]
    assert [one.value for one in queries.values_of("member.distance_band", "", ALL)] == [
        "1-2",
        "5-10",
    ]


def test_the_nine_counters_of_worth_stand_in_segments(books: Place) -> None:
    """Row A20: 640/7/3 bought, 2 referred, 50 % of them buyers for 300, 1 participation."""
    set_up()
    mei = enrol("1")
    buy(mei, 10, ("P1", 2, 10_000), ("P3", 1, 4_000))
    buy(mei, 40, ("P1", 3, 30_000))
    buy(mei, 90, ("P2", 1, 20_000))
    friend = enrol("2", referrer_id=mei)
    enrol("3", referrer_id=mei)
    buy(friend, 7, ("P1", 1, 30_000))
    members.interact(
        member_id=mei,
        kind="participate",
        target="tea festival",
        points=5,
        scope=ALL,
        at=NOON - timedelta(days=1),
        by=LIN,
    )
    refresh()
    counters = {
        "sales.amount_total": 64_000,
        "sales.quantity": 7,
        "sales.times": 3,
        "worth.referrals": 2,
        "worth.referral_quality": 0.5,
        "worth.referred_amount": 30_000,
        "worth.participations": 1,
        "worth.participation_kinds": 1,
        "worth.participation_points": 5,
    }
    worthy = asked(
        {"all": [{"fact": name, "is": "equals", "value": v} for name, v in counters.items()]}
    )
    (found,) = queries.preview(worthy, as_of=TODAY, scope=ALL)
    assert found.member == mei
    assert len(found.reasons) == len(counters)
    assert queries.counted(worthy, as_of=TODAY, scope=ALL).members == 1


def test_a_custom_field_selects_its_members(books: Place) -> None:
    """Row A09, to its end: the field is defined, filled for one member, and asked for."""
    set_up()
    oily, dry = enrol("1"), enrol("2")

    field = Field(name="skin_type", zh="肤质", en="Skin type")
    members.define_field(field=field, scope=ALL, at=NOON, by=LIN)
    for member, value in ((oily, "oily"), (dry, "dry")):
        members.set_profile(
            member_id=member,
            values={"skin_type": value},
            source="counter",
            scope=ALL,
            at=NOON,
            by=LIN,
        )
    refresh()
    condition = asked({"fact": "member.skin_type", "is": "equals", "value": "oily"})
    assert [one.member for one in queries.preview(condition, as_of=TODAY, scope=ALL)] == [oily]
    assert member_queries.numbers_of([oily], ALL) == {oily: "1"}
    assert [one.value for one in queries.values_of("member.skin_type", "", ALL)] == ["dry", "oily"]


@pytest.mark.parametrize("kind", ["dynamic", "static"])
def test_a_list_behind_a_number_is_kept_as_a_segment(books: Place, kind: str) -> None:
    set_up()
    buyer = enrol("1")
    enrol("2")
    buy(buyer, 3, ("P1", 1, 1_000))
    refresh()
    behind = asked({"figure": "active_members", "where": {"month": "2017-12"}})
    actions.save(name="december", title="12月", condition=behind, kind=kind, at=NOON, by=LIN)
    found = actions.refresh(name="december", at=NOON, by=LIN, as_of=TODAY)
    assert queries.members_in("december", ALL).ids == (buyer,)
    assert found.members == 1
    assert queries.segment_of("december", ALL).definition["figures"] == {"active_members": 1}
