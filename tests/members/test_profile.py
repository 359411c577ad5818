"""What is known about a member: typed, with source and time, later over earlier (A09 A11 A12)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.members.conftest import ALL, NOON, ZHANG

from shuke.kernel.scope import Actor, Scope
from shuke.members import actions, queries
from shuke.members.distance import band, kilometres
from shuke.members.fields import Field, FieldType, age_on
from shuke.members.refusals import (
    BadFieldName,
    BadPlace,
    BadValue,
    EmptyNote,
    FieldExists,
    OtherStore,
    UnknownField,
)
from shuke.stores.queries import StoreView

FIRST_OF_MARCH = datetime(2018, 3, 1, 2, tzinfo=UTC)
FIRST_OF_MAY = datetime(2018, 5, 1, 2, tzinfo=UTC)


def set_profile(member, at=NOON, source="counter", **values):
    actions.set_profile(member_id=member, values=values, source=source, scope=ALL, at=at, by=ZHANG)


def shown(member, scope=ALL):
    return {one.name: one.value for one in queries.member_of(member, scope).fields}


def test_the_29th_of_february_is_a_birthday_in_leap_years_only(mei):
    with pytest.raises(BadValue):
        set_profile(mei, birthday="1990-02-29")
    assert shown(mei) == {}

    set_profile(mei, birthday="1992-02-29")
    assert actions.unmask(
        member_id=mei, reason="birthday gift", scope=ALL, at=NOON, by=ZHANG
    ).fields == {"birthday": "1992-02-29"}
    assert age_on(date(1992, 2, 29), date(2026, 2, 28)) == 33
    assert age_on(date(1992, 2, 29), date(2026, 3, 1)) == 34


def test_a_birthday_is_hidden_while_its_month_and_year_serve_campaigns(mei):
    set_profile(mei, birthday="1992-02-29")
    assert shown(mei) == {"birthday": "••••", "birth_year": "1992", "birth_month": "2"}


def test_every_field_keeps_its_source_and_the_time_of_its_last_update(mei):
    set_profile(mei, region="上海")
    set_profile(mei, region="北京", at=FIRST_OF_MARCH, source="survey/17")

    (field,) = queries.member_of(mei, ALL).fields
    assert (field.value, field.source, field.at) == ("北京", "survey/17", FIRST_OF_MARCH)


def test_a_survey_answer_updates_the_region_and_the_old_one_stays_in_history(mei):
    set_profile(mei, region="上海")
    actions.learn(
        member_id=mei,
        name="region",
        value="北京",
        source="survey/17",
        scope=ALL,
        at=FIRST_OF_MARCH,
        by=ZHANG,
    )
    history = queries.history_of(mei, "region", ALL)
    assert [(one.value, one.source, one.is_current) for one in history] == [
        ("北京", "survey/17", True),
        ("上海", "counter", False),
    ]


def test_a_custom_field_takes_values_and_filters_at_once(mei, bo):
    actions.define_field(
        field=Field("skin_type", "肤质", "Skin type"), scope=ALL, at=NOON, by=ZHANG
    )
    set_profile(mei, skin_type="dry")

    page = queries.listing(ALL, filters=queries.Filters(fields={"skin_type": "dry"}))
    assert [card.id for card in page.cards] == [mei]
    (field,) = queries.member_of(mei, ALL).fields
    assert (field.zh, field.en, field.value) == ("肤质", "Skin type", "dry")
    assert "skin_type" in {one.name for one in queries.field_definitions()}


@pytest.mark.parametrize("name", ["", "a b", "1st", "x" * 81])
def test_a_field_needs_a_sound_name(chain, name):
    with pytest.raises(BadFieldName):
        actions.define_field(field=Field(name, "某", "Some"), scope=ALL, at=NOON, by=ZHANG)


@pytest.mark.parametrize("name", ["region", "preference.wine"])
def test_a_field_is_defined_once(chain, name):
    with pytest.raises(FieldExists):
        actions.define_field(field=Field(name, "某", "Some"), scope=ALL, at=NOON, by=ZHANG)


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        (FieldType.NUMBER, "forty"),
        (FieldType.NUMBER, "1E999999"),
        (FieldType.DATE, "2018-13-01"),
        (FieldType.DATE, "1492-10-12"),
        (FieldType.BOOLEAN, "maybe"),
        (FieldType.TEXT, "x" * 501),
    ],
)
def test_a_value_that_does_not_fit_its_field_is_refused(mei, type_, value):
    actions.define_field(field=Field("own", "自定义", "Own", type_), scope=ALL, at=NOON, by=ZHANG)
    with pytest.raises(BadValue):
        set_profile(mei, own=value)
    assert shown(mei) == {}


def test_a_field_nobody_defined_is_refused(mei):
    with pytest.raises(UnknownField):
        set_profile(mei, shoe_colour="red")


def test_a_refused_personal_value_is_not_in_the_message(mei):
    with pytest.raises(BadValue) as refusal:
        set_profile(mei, birthday="1990-02-29")
    assert "1990" not in str(refusal.value)


def test_white_in_may_supersedes_red_in_march_and_history_shows_both(mei):
    for value, source, at in (
        ("red", "call", FIRST_OF_MARCH),
        ("white", "visit", FIRST_OF_MAY),
    ):
        actions.prefer(
            member_id=mei, subject="wine", value=value, source=source, scope=ALL, at=at, by=ZHANG
        )
    assert shown(mei) == {"preference.wine": "white"}
    history = queries.history_of(mei, "preference.wine", ALL)
    assert [(one.value, one.source, one.at) for one in history] == [
        ("white", "visit", FIRST_OF_MAY),
        ("red", "call", FIRST_OF_MARCH),
    ]


def test_a_contact_that_is_entered_late_does_not_overrule_a_later_one(mei):
    for value, at in (("white", FIRST_OF_MAY), ("red", FIRST_OF_MARCH)):
        actions.prefer(
            member_id=mei, subject="wine", value=value, source="call", scope=ALL, at=at, by=ZHANG
        )
    assert shown(mei) == {"preference.wine": "white"}
    assert len(queries.history_of(mei, "preference.wine", ALL)) == 2


def test_a_declared_dislike_beats_what_purchases_imply(mei):
    actions.prefer(
        member_id=mei,
        subject="pork",
        value="dislikes",
        source="counter",
        scope=ALL,
        at=NOON,
        by=ZHANG,
    )
    actions.learn(
        member_id=mei,
        name="preference.pork",
        value="likes",
        source="purchases",
        basis="inferred",
        confidence=0.8,
        scope=ALL,
        at=FIRST_OF_MAY,
        by=ZHANG,
    )
    assert queries.dislikes_of(mei, ALL) == {"pork"}
    history = queries.history_of(mei, "preference.pork", ALL)
    assert [(one.value, one.basis, one.confidence) for one in history] == [
        ("likes", "inferred", 800),
        ("dislikes", "declared", None),
    ]


LEI = Actor(kind="staff", name="lei")


def ten_fields_of_which_four_are_filled(member):
    """Name and phone from enrolment, sex and region; of the ten weighted fields of a file."""
    set_profile(member, sex="female", region="上海")


def test_a_note_on_size_and_taste_lifts_completeness_from_40_to_60_percent(mei, chain):
    ten_fields_of_which_four_are_filled(mei)
    before = queries.member_of(mei, ALL).completeness
    assert (before.filled, before.possible, before.completeness) == (4, 10, 0.4)

    own = Scope(role="assistant", stores=frozenset({chain["1"]}))
    actions.write_note(
        member_id=mei,
        store_id=chain["1"],
        texts={"sizes": "trouser size 30", "tastes": "dislikes polyester"},
        scope=own,
        at=NOON,
        by=LEI,
    )

    colleague = queries.member_of(mei, own)
    assert colleague.completeness.completeness == 0.6
    assert {(one.topic, one.text, one.author, one.at) for one in colleague.notes} == {
        ("sizes", "trouser size 30", "lei", NOON),
        ("tastes", "dislikes polyester", "lei", NOON),
    }
    stranger = Scope(role="assistant", stores=frozenset({chain["2"]}))
    with pytest.raises(OtherStore) as refusal:
        queries.member_of(mei, stranger)
    assert refusal.value.kind.value == 403


def test_the_file_is_handed_to_the_member_on_request_and_the_book_says_so(mei, chain):
    set_profile(mei, birthday="1992-02-29", region="上海")
    actions.write_note(
        member_id=mei,
        store_id=chain["1"],
        texts={"other": "asks for a bag"},
        scope=ALL,
        at=NOON,
        by=LEI,
    )
    file = actions.hand_out_file(
        member_id=mei, reason="asked at the counter", scope=ALL, at=NOON, by=ZHANG
    )
    assert file["name"] == "王芳"
    assert file["identities"] == [{"kind": "phone", "value": "+8613800000001"}]
    assert file["fields"] == {
        "birthday": "1992-02-29",
        "birth_year": "1992",
        "birth_month": "2",
        "region": "上海",
    }
    assert [note["text"] for note in file["notes"]] == ["asks for a bag"]


@pytest.mark.parametrize("texts", [{}, {"sizes": "  "}, {"weather": "rain"}, {"other": "x" * 501}])
def test_a_note_needs_a_topic_and_a_text(mei, chain, texts):
    with pytest.raises(EmptyNote):
        actions.write_note(
            member_id=mei, store_id=chain["1"], texts=texts, scope=ALL, at=NOON, by=LEI
        )
    assert queries.member_of(mei, ALL).notes == ()


def test_seven_of_ten_filled_and_one_invalid_scores_70_and_six_of_seven(mei):
    set_profile(mei, sex="female", region="上海", occupation="teacher", sizes="M", tastes="sweet")
    (phone,) = queries.member_of(mei, ALL).identities
    actions.doubt_identity(member_id=mei, identity_id=phone.id, scope=ALL, at=NOON, by=ZHANG)
    file = queries.member_of(mei, ALL).completeness
    assert (file.completeness, round(file.validity, 3)) == (0.7, 0.857)

    (store,) = queries.quality(ALL, by="store")
    assert (store.members, store.completeness, round(store.validity, 3)) == (1, 0.7, 0.857)
    (staff,) = queries.quality(ALL, by="staff")
    assert (staff.key, staff.completeness) == ("", 0.7)


def test_quality_counts_each_person_once_and_compares_declared_with_inferred(mei, bo):
    set_profile(mei, region="上海", occupation="teacher")
    for name, value in (("region", "上海"), ("occupation", "nurse")):
        actions.learn(
            member_id=mei,
            name=name,
            value=value,
            source="purchases",
            basis="inferred",
            scope=ALL,
            at=NOON,
            by=ZHANG,
        )
    actions.merge(survivor_id=mei, merged_id=bo, scope=ALL, at=NOON, by=ZHANG)
    (chain_wide,) = queries.quality(ALL, by="chain")
    # Name, phone, region and occupation of ten.
    assert (chain_wide.members, chain_wide.completeness) == (1, 0.4)
    assert chain_wide.consistency == 0.5


def test_a_home_one_hundredth_of_a_degree_north_lies_in_the_band_one_to_two(mei, chain):
    store = StoreView(chain["1"], "1", "", "own", False, "", 31.2304, 121.4737)
    assert round(kilometres((31.2304, 121.4737), (31.2404, 121.4737)), 2) == 1.11
    assert band(kilometres((31.2304, 121.4737), (31.2404, 121.4737))) == "1-2"

    actions.place_home(
        member_id=mei,
        place=(31.2404, 121.4737),
        stores=[store],
        source="address",
        scope=ALL,
        at=NOON,
        by=ZHANG,
    )
    assert shown(mei) == {
        "home_latitude": "••••",
        "home_longitude": "••••",
        "nearest_store": "1",
        "distance_band": "1-2",
    }
    page = queries.listing(ALL, filters=queries.Filters(fields={"distance_band": "1-2"}))
    assert [card.id for card in page.cards] == [mei]


def test_a_place_off_the_globe_is_refused(mei):
    with pytest.raises(BadPlace):
        actions.place_home(
            member_id=mei,
            place=(91.0, 0.0),
            stores=[],
            source="address",
            scope=ALL,
            at=NOON,
            by=ZHANG,
        )


def test_a_phone_verified_400_days_ago_is_stale_until_it_is_verified_again(mei, bo):
    (phone,) = queries.member_of(mei, ALL).identities
    actions.verify_identity(member_id=mei, identity_id=phone.id, scope=ALL, at=NOON, by=ZHANG)
    (other,) = queries.member_of(bo, ALL).identities
    today = NOON + timedelta(days=400)
    actions.verify_identity(
        member_id=bo, identity_id=other.id, scope=ALL, at=today - timedelta(days=365), by=ZHANG
    )

    (stale,) = queries.stale_contacts(ALL, as_of=today, limit_days=365)
    assert (stale.card.id, stale.shown, stale.days) == (mei, "138****0001", 400)

    actions.verify_identity(member_id=mei, identity_id=phone.id, scope=ALL, at=today, by=ZHANG)
    assert queries.stale_contacts(ALL, as_of=today, limit_days=365) == ()
