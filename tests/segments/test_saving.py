"""Lin saves a question, changes it, asks it again, and takes it away."""

from datetime import timedelta

import pytest
from tests.segments.town import ALL, LIN, NOON, TODAY

from shuke.events import queries as events
from shuke.kernel.scope import Scope
from shuke.members import queries as members
from shuke.rules.conditions import Condition
from shuke.rules.reading import from_data
from shuke.rules.refusals import UnknownFact
from shuke.segments import actions, files, queries
from shuke.segments.definition import AS_OF_RULE, set_of
from shuke.segments.facts import facts
from shuke.segments.refusals import (
    BadSegmentFile,
    BadSegmentKind,
    BadSegmentName,
    BadSegmentTitle,
    SegmentCycle,
    SegmentInUse,
    UnknownMembers,
    UnknownSegment,
)
from shuke.stores import queries as stores

BUYERS = {"fact": "sales.times", "is": "at_least", "value": 1}
TEA = {"bought": {"measure": "times", "is": "at_least", "value": 1, "category": "TEA"}}
PORK = {"bought": {"measure": "times", "is": "at_least", "value": 1, "category": "PORK"}}


def asked(data: object) -> Condition:
    return from_data(data, facts=facts())


def save(name: str, data: object, kind: str = "dynamic") -> actions.Saved:
    return actions.save(
        name=name, title=name.title(), condition=asked(data), kind=kind, at=NOON, by=LIN
    )


def refresh(name: str, days: int = 0) -> actions.Refreshed:
    return actions.refresh(name=name, at=NOON, by=LIN, as_of=TODAY - timedelta(days=days))


def members_of(town: dict[str, int], name: str, scope: Scope = ALL) -> list[str]:
    names = {member: person for person, member in town.items()}
    return [names[one] for one in queries.members_in(name, scope).ids]


def traits_of(member: int) -> set[str]:
    fields = members.member_of(member, ALL).fields
    return {field.name for field in fields if field.name.startswith("segment.") and field.value}


def test_a_saved_segment_keeps_its_answer_and_what_was_asked(town: dict[str, int]) -> None:
    assert save("tea", TEA) == actions.Saved("tea", 1, is_new=True)
    assert queries.segment_of("tea", ALL).size is None
    found = refresh("tea")
    assert (found.members, found.reachable, found.entered, found.left) == (2, 1, 2, 0)
    assert members_of(town, "tea") == ["mei", "dong"]
    definition = queries.segment_of("tea", ALL).definition
    assert definition["as_of"] == "2018-01-01"
    assert definition["as_of_rule"] == AS_OF_RULE
    assert definition["condition"] == {
        "bought": {"measure": "times", "is": "at_least", "value": 1, "category": ["TEA"]}
    }
    assert definition["version"] == 1
    assert definition["snapshot"]
    save("rfm", {"fact": "rfm.r", "is": "at_least", "value": 4})
    refresh("rfm")
    assert queries.segment_of("rfm", ALL).definition["figures"] == {"rfm": 1}


def test_the_size_over_time_follows_the_days(town: dict[str, int]) -> None:
    """Dong bought his tea five days ago, Mei her first one forty days ago."""
    save("tea", TEA)
    assert [refresh("tea", days).members for days in (45, 10, 5, 0)] == [0, 1, 1, 2]
    history = queries.sizes("tea", ALL)
    assert [(one.as_of, one.members, one.entered, one.left) for one in history] == [
        (TODAY - timedelta(days=45), 0, 0, 0),
        (TODAY - timedelta(days=10), 1, 1, 0),
        (TODAY - timedelta(days=5), 1, 0, 0),
        (TODAY, 2, 1, 0),
    ]
    assert queries.segment_of("tea", ALL).sizes == (0, 1, 1, 2)
    # Asked for an earlier day again, the members of that day are back.
    assert members_of(town, "tea") == ["mei", "dong"]
    assert refresh("tea", 10).left == 1
    assert members_of(town, "tea") == ["mei"]


def test_another_answer_of_the_same_size_at_the_same_moment_is_shown(
    town: dict[str, int],
) -> None:
    """The business clock of a demo stands still, so the moment does not tell refreshes apart."""
    for data, name in ((TEA, "dong"), (PORK, "bo")):
        save("one", {"all": [data, {"fact": "sales.days_since_last", "is": "below", "value": 9}]})
        assert refresh("one").members == 1
        assert members_of(town, "one") == [name]


def test_the_answer_becomes_a_trait_and_is_taken_away_again(town: dict[str, int]) -> None:
    save("tea", TEA)
    refresh("tea")
    assert traits_of(town["mei"]) == traits_of(town["dong"]) == {"segment.tea"}
    field = next(
        one for one in members.member_of(town["mei"], ALL).fields if one.name == "segment.tea"
    )
    assert (field.value, field.at, field.basis) == ("true", NOON, "inferred")
    assert field.source == "segment tea, version 1, as of 2018-01-01"
    refresh("tea", 10)
    assert traits_of(town["dong"]) == set()
    actions.remove(name="tea", at=NOON, by=LIN)
    assert traits_of(town["mei"]) == set()
    assert queries.is_empty()


def test_a_static_segment_is_asked_once(town: dict[str, int]) -> None:
    save("then", TEA, kind="static")
    refresh("then", 10)
    assert refresh("then").members == 1
    assert members_of(town, "then") == ["mei"]
    # With another question it is another list.
    save("then", PORK, kind="static")
    assert refresh("then").members == 2
    assert members_of(town, "then") == ["mei", "bo"]
    assert queries.segment_of("then", ALL).version == 2


def test_a_list_is_a_static_segment_without_a_question(town: dict[str, int]) -> None:
    chosen = [town["fang"], town["er"], town["fang"]]
    actions.save(
        name="invited",
        title="Invited",
        condition=None,
        kind="static",
        members=chosen,
        at=NOON,
        by=LIN,
    )
    assert members_of(town, "invited") == ["er", "fang"]
    assert queries.counted(asked({"segment": "invited"}), as_of=TODAY, scope=ALL).members == 2
    document = files.to_yaml(queries.segment_of("invited", ALL), ("5", "6"))
    again = files.from_yaml(document).as_arguments()
    assert again["members"] == (town["er"], town["fang"])
    with pytest.raises(UnknownMembers):
        files.from_yaml(document.replace("'6'", "'66'")).as_arguments()


def test_a_manager_sees_the_part_of_a_segment_that_is_his(town: dict[str, int]) -> None:
    save("tea", TEA)
    refresh("tea")
    store = stores.store_of("2", ALL)
    manager = Scope(role="manager", stores=frozenset({store.id}))
    assert members_of(town, "tea", manager) == ["dong"]
    assert queries.members_in("tea", manager).total == 1
    assert queries.segment_of("tea", manager).size == 1
    assert [one.size for one in queries.segments(manager)] == [1]
    # What the whole chain has is not his to see.
    assert queries.sizes("tea", manager) == ()
    assert queries.segment_of("tea", manager).sizes == ()


def test_members_are_paged_in_the_order_of_their_numbers(town: dict[str, int]) -> None:
    save("everybody", {"all": []})
    refresh("everybody")
    first = queries.members_in("everybody", ALL, 0, 4)
    assert (len(first.ids), first.total) == (4, 6)
    assert first.next_after is not None
    second = queries.members_in("everybody", ALL, first.next_after, 4)
    assert second.next_after is None
    assert [*first.ids, *second.ids] == list(town.values())


def test_a_segment_never_asks_for_itself(town: dict[str, int]) -> None:
    with pytest.raises(SegmentCycle):
        save("a", {"not": {"segment": "a"}})
    save("a", BUYERS)
    save("b", {"all": [{"segment": "a"}, TEA]})
    save("c", {"any": [{"segment": "b"}, PORK]})
    before = queries.segment_of("a", ALL)
    with pytest.raises(SegmentCycle) as refused:
        save("a", {"segment": "c"})
    assert refused.value.values["path"] == "a → c → b → a"
    assert queries.segment_of("a", ALL) == before
    with pytest.raises(UnknownSegment):
        save("d", {"segment": "nobody"})
    with pytest.raises(SegmentInUse) as used:
        actions.remove(name="b", at=NOON, by=LIN)
    assert used.value.values["users"] == "c"
    # A fixed list asks for nobody, so it may be asked for by anybody.
    save("d", {"segment": "c"}, kind="static")
    refresh("d")
    save("c", {"segment": "d"})
    assert refresh("c").members == 3


@pytest.mark.parametrize(
    ("how", "names"),
    [
        ("both", ["mei"]),
        ("either", ["mei", "bo", "dong"]),
        ("only_first", ["dong"]),
        ("only_one", ["bo", "dong"]),
    ],
)
def test_sets_of_segments(town: dict[str, int], how: str, names: list[str]) -> None:
    save("tea", TEA)
    save("pork", PORK)
    actions.save(
        name="set",
        title="Set",
        condition=set_of(how, ("tea", "pork")),
        kind="dynamic",
        at=NOON,
        by=LIN,
    )
    refresh("set")
    assert members_of(town, "set") == names


def test_the_document_of_a_segment_is_the_segment(town: dict[str, int]) -> None:
    save("tea", {"all": [TEA, {"not": {"fact": "member.store", "is": "in", "value": ["2"]}}]})
    segment = queries.segment_of("tea", ALL)
    document = files.to_yaml(segment)
    assert document == (
        "name: tea\n"
        "title: Tea\n"
        "kind: dynamic\n"
        "condition:\n"
        "  all:\n"
        "  - bought:\n"
        "      measure: times\n"
        "      is: at_least\n"
        "      value: 1\n"
        "      category:\n"
        "      - TEA\n"
        "  - not:\n"
        "      fact: member.store\n"
        "      is: in\n"
        "      value:\n"
        "      - '2'\n"
    )
    given = files.from_yaml(document)
    assert (given.name, given.title, given.kind) == ("tea", "Tea", "dynamic")
    assert given.condition == segment.condition
    assert actions.save(**given.as_arguments(), at=NOON, by=LIN) == actions.Saved(
        "tea", 1, is_new=False
    )


@pytest.mark.parametrize(
    ("document", "refusal"),
    [
        ("- a\n- b", BadSegmentFile),
        ("title: A\ncondition: {all: []}\ncolour: red", BadSegmentFile),
        ("title: A", BadSegmentFile),
        ("title: A\nkind: static\nmembers: 5", BadSegmentFile),
        ("title: 5\ncondition: {all: []}", BadSegmentFile),
        ("title: A\nkind: living\ncondition: {all: []}", BadSegmentKind),
        ("name: Ä\ntitle: A\ncondition: {all: []}", BadSegmentName),
        ("title: ''\ncondition: {all: []}", BadSegmentTitle),
        ("title: A\ncondition: {fact: no.such, is: is_known}", UnknownFact),
    ],
)
def test_a_wrong_document_is_refused(
    town: dict[str, int], document: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        files.from_yaml(document)


def test_a_name_is_made_of_the_title(town: dict[str, int]) -> None:
    condition = asked(BUYERS)
    made = [
        actions.save(name="", title=title, condition=condition, kind="dynamic", at=NOON, by=LIN)
        for title in ("高价值女性", "高价值女性", "2018 VIPs!")
    ]
    assert [one.name for one in made] == [
        "gao_jia_zhi_nv_xing",
        "gao_jia_zhi_nv_xing_2",
        "segment_2018_vips",
    ]


def test_what_happened_is_in_the_book(town: dict[str, int]) -> None:
    save("tea", TEA)
    refresh("tea")
    actions.remove(name="tea", at=NOON, by=LIN)
    told = events.of_subject("segment/tea", limit=10)
    assert [one.name for one in told] == ["segment.removed", "segment.refreshed", "segment.saved"]
    assert told[1].payload["members"] == 2
    with pytest.raises(UnknownSegment):
        refresh("tea")


def test_all_are_asked_again_in_one_go(town: dict[str, int]) -> None:
    save("tea", TEA)
    save("pork", PORK)
    seen: list[tuple[int, int, str]] = []
    found = actions.refresh_all(
        at=NOON, by=LIN, as_of=TODAY, progress=lambda *step: seen.append(step)
    )
    assert [(one.name, one.members) for one in found] == [("pork", 2), ("tea", 2)]
    assert seen == [(0, 2, "pork"), (1, 2, "tea"), (2, 2, "")]
