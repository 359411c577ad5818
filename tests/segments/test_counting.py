"""Lin asks how many there are, who they are, and why."""

import pytest
from tests.segments.town import ALL, LIN, NOON, TODAY

from shuke.kernel.scope import NotAllowed, Scope
from shuke.members import actions as members
from shuke.members.fields import Choice, Field, FieldType
from shuke.rules.conditions import EVERYONE, Condition
from shuke.rules.reading import from_data
from shuke.segments import actions, queries
from shuke.segments.facts import facts
from shuke.segments.queries import counted, explained, preview
from shuke.stores import queries as stores


def asked(data: object) -> Condition:
    return from_data(data, facts=facts())


def who(town: dict[str, int], data: object, scope: Scope = ALL) -> set[str]:
    names = {member: name for name, member in town.items()}
    found = preview(asked(data), as_of=TODAY, scope=scope, limit=50)
    assert all(one.holds for one in found)
    return {names[one.member] for one in found}


def test_everybody_and_those_who_can_be_reached(town: dict[str, int]) -> None:
    """Mei left a phone, Bo an e-mail address, the others nothing."""
    found = counted(EVERYONE, as_of=TODAY, scope=ALL)
    assert (found.members, found.reachable, found.total) == (6, 2, 6)
    assert found.reachable_share == pytest.approx(1 / 3)
    assert found.seconds < 5
    assert who(town, {"fact": "reach.phone", "is": "equals", "value": True}) == {"mei"}
    assert who(town, {"fact": "reach.any", "is": "equals", "value": True}) == {"mei", "bo"}


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (
            {"bought": {"measure": "times", "is": "at_least", "value": 2, "category": "TEA"}},
            {"mei"},
        ),
        (
            {
                "bought": {
                    "measure": "times",
                    "is": "at_least",
                    "value": 1,
                    "category": "TEA",
                    "last_days": 10,
                }
            },
            {"mei", "dong"},
        ),
        (
            {"bought": {"measure": "times", "is": "equals", "value": 0, "last_days": 90}},
            {"chun", "er", "fang"},
        ),
        ({"fact": "sales.spend_30d", "is": "at_least", "value": 14_000}, {"mei", "bo"}),
        ({"fact": "sales.last_on", "is": "within_last_days", "value": 5}, {"bo", "dong"}),
        ({"fact": "favourite.category", "is": "equals", "value": "PORK"}, {"bo"}),
        ({"fact": "lifecycle.state", "is": "equals", "value": "registered"}, {"er", "fang"}),
        ({"fact": "rfm.segment", "is": "equals", "value": "无消费"}, {"er", "fang"}),
        (
            {
                "all": [
                    {"not": {"fact": "sales.times", "is": "equals", "value": 0}},
                    {"any": [{"fact": "member.store", "is": "equals", "value": "2"}]},
                ]
            },
            {"chun", "dong"},
        ),
        ({"figure": "summary", "where": {}}, {"mei", "bo", "chun", "dong"}),
    ],
)
def test_a_question_finds_its_people(town: dict[str, int], data: object, names: set[str]) -> None:
    assert who(town, data) == names
    assert counted(asked(data), as_of=TODAY, scope=ALL).members == len(names)


def test_a_store_manager_counts_the_members_of_his_store(town: dict[str, int]) -> None:
    """Store 2 has Chun, Dong and Fang at home; nobody else was served there."""
    store = stores.store_of("2", ALL)
    manager = Scope(role="manager", stores=frozenset({store.id}))
    assert counted(EVERYONE, as_of=TODAY, scope=manager).total == 3
    assert who(town, {"all": []}, manager) == {"chun", "dong", "fang"}


def test_a_cashier_may_not_ask(town: dict[str, int]) -> None:
    cashier = Scope(role="cashier")
    for ask in (
        lambda: counted(EVERYONE, as_of=TODAY, scope=cashier),
        lambda: preview(EVERYONE, as_of=TODAY, scope=cashier),
        lambda: explained(EVERYONE, [town["mei"]], as_of=TODAY, scope=cashier),
        lambda: queries.segments(cashier),
        lambda: queries.values_of("category", "", cashier),
    ):
        with pytest.raises(NotAllowed):
            ask()


def test_a_custom_field_is_a_fact_at_once(town: dict[str, int]) -> None:
    """Row A09: add the field "skin type", and segments can ask for it."""
    assert "member.skin_type" not in {fact.name for fact in facts().facts()}
    skin = Field(
        name="skin_type",
        zh="肤质",
        en="Skin type",
        type=FieldType.CHOICE,
        choices=(Choice("dry", "干性", "dry"), Choice("oily", "油性", "oily")),
    )
    members.define_field(field=skin, scope=ALL, at=NOON, by=LIN)
    fact = facts().fact("member.skin_type")
    assert (fact.zh, [choice.zh for choice in fact.choices]) == ("肤质", ["干性", "油性"])
    assert counted(
        asked({"fact": "member.skin_type", "is": "is_unknown"}), as_of=TODAY, scope=ALL
    ).members == len(town)


def test_the_preview_tells_why_in_both_languages(town: dict[str, int]) -> None:
    data = {
        "all": [
            {"bought": {"measure": "quantity", "is": "at_least", "value": 2, "category": "PORK"}},
            {"fact": "sales.amount_total", "is": "below", "value": 20_000},
        ]
    }
    (bo,) = preview(asked(data), as_of=TODAY, scope=ALL)
    assert bo.member == town["bo"]
    assert [told.en for told in bo.reasons] == [
        "bought at least 2 units from category PORK ever: it is 3, fits",
        "total spend is below 200.00: it is 150.00, fits",
    ]
    assert [told.zh for told in bo.reasons] == [
        "至今购买品类“PORK” 至少 2 件：实际为 3，符合",
        "累计消费低于 200.00：实际为 150.00，符合",
    ]


def test_a_segment_inside_a_segment_is_one_reason(town: dict[str, int]) -> None:
    actions.save(
        name="buyers",
        title="Buyers",
        condition=asked({"fact": "sales.times", "is": "at_least", "value": 1}),
        kind="dynamic",
        at=NOON,
        by=LIN,
    )
    data = {"all": [{"segment": "buyers"}, {"fact": "member.store", "is": "equals", "value": "1"}]}
    assert who(town, data) == {"mei", "bo"}
    (er,) = explained(asked(data), [town["er"]], as_of=TODAY, scope=ALL)
    assert not er.holds
    assert [(told.en, told.holds) for told in er.reasons] == [
        ("is in the segment “Buyers”: does not fit", False),
        ("home store is 1: it is 1, fits", True),
    ]


def test_values_are_offered_from_the_data(town: dict[str, int]) -> None:
    assert [one.value for one in queries.values_of("category", "t", ALL)] == ["TEA"]
    assert [one.value for one in queries.values_of("store", "", ALL)] == ["1", "2"]
    assert [one.label for one in queries.values_of("product", "p2", ALL)] == ["P2 · P2"]
    assert queries.values_of("nothing", "", ALL) == ()
