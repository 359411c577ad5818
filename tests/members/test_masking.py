"""Personal data is hidden by default, sealed at rest, and shown with a trace only (Q02, D9)."""

from pathlib import Path

import pytest
from django.db import connection
from tests.members.conftest import ALL, NOON, ZHANG

from shuke.events import queries as events
from shuke.kernel.permissions import MATRIX, ROLES
from shuke.kernel.scope import NotAllowed, Scope
from shuke.members import actions, identifying, naming, queries
from shuke.members.refusals import ReasonMissing, UnknownMember
from shuke.members.sealing import identity_hash

CANARY_PHONE = "13876543210"
CANARIES = {
    "phone": CANARY_PHONE,
    "card": "CANARY7788",
    "email": "canary.bird@example.com",
    "open_id": "oCanaryOpenId",
    "birthday": "1971-03-09",
    "address": "金丝雀路 77 号",
    "note": "尺码三十金丝雀",
    "session": "canary-session-cookie",
}


@pytest.fixture
def canary(chain, enrolled):
    member = enrolled(
        "王芳",
        phone=CANARIES["phone"],
        card=CANARIES["card"],
        email=CANARIES["email"],
        open_id=CANARIES["open_id"],
        profile={"birthday": CANARIES["birthday"], "address": CANARIES["address"]},
    )
    actions.write_note(
        member_id=member,
        store_id=chain["1"],
        texts={"other": CANARIES["note"]},
        scope=ALL,
        at=NOON,
        by=ZHANG,
    )
    actions.see_page(
        session=CANARIES["session"], target="product/1", channel="web", has_consent=True, at=NOON
    )
    actions.load(
        [actions.Newcomer(number="2", phone="13876543211", profile={"birthday": "1971-03-09"})],
        at=NOON,
        by=ZHANG,
        source="canaries.csv",
    )
    return member


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("phone", "+8613800000000", "138****0000"),
        ("phone", "+12015550123", "+12****0123"),
        ("card", "VIP0001234", "****1234"),
        ("card", "123", "****3"),
        ("card", "12345678", "****5678"),
        ("phone", "+29012345", "+29****345"),
        ("email", "w@example.com", "***@example.com"),
        ("open_id", "abc", "****"),
        ("email", "wang@example.com", "w***@example.com"),
        ("open_id", "oABCDEF", "oA****"),
    ],
)
def test_identities_are_shown_masked(kind, value, shown):
    assert identifying.masked(kind, value) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [("王芳", "王*"), ("欧阳修", "欧**"), ("John Smith", "J*** S****"), ("", "")],
)
def test_names_are_shown_masked(name, shown):
    assert naming.masked(name) == shown


@pytest.mark.parametrize("role", ROLES)
def test_no_role_sees_a_name_or_number_whole_by_default(canary, role):
    scope = Scope(role=role)
    told = "\n".join(
        str(part)
        for part in (
            queries.member_of(canary, scope),
            queries.cards_of([canary], scope),
            queries.timeline(canary, scope),
            queries.history_of(canary, "birthday", scope),
            queries.find(CANARY_PHONE, scope),
            queries.identified(CANARY_PHONE, scope),
            queries.listing(scope) if scope.can("members.browse") else "",
        )
    )
    assert "王芳" not in told
    for name, value in CANARIES.items():
        if name != "note":
            assert value not in told, name
    assert ("138****3210" in told) == (role != "analyst")


@pytest.mark.parametrize("role", ROLES)
def test_notes_are_read_by_those_who_work_with_members(canary, role):
    scope = Scope(role=role)
    texts = [one.text for one in queries.member_of(canary, scope).notes]
    assert texts == ([CANARIES["note"]] if "members.write" in MATRIX[role] else [])


def test_an_analyst_sees_a_pseudonym_and_can_ask_by_no_number(canary, chain):
    analyst = Scope(role="analyst")
    card = queries.cards_of([canary], analyst)[canary]
    assert card.name == card.number
    assert card.number.startswith("P-")
    assert card.phone == ""
    assert queries.numbers_of([canary], analyst) == {canary: card.number}
    assert queries.member_of(card.public_id, analyst).card == card
    assert queries.find(CANARY_PHONE, analyst) == ()
    with pytest.raises(UnknownMember):
        queries.member_of("2", analyst)


def test_a_cashier_finds_by_a_whole_number_and_sees_the_initial(canary):
    cashier = Scope(role="cashier")
    (card,) = queries.find(CANARY_PHONE, cashier)
    assert (card.name, card.phone) == ("王*", "138****3210")
    for words in ("王", "wf", "3210"):
        assert queries.find(words, cashier) == ()
    with pytest.raises(NotAllowed):
        queries.listing(cashier)


def test_made_up_names_are_nobodys_and_shown_whole_but_to_a_cashier(chain):
    (member,) = actions.load([actions.Newcomer(number="7")], at=NOON, by=ZHANG, source="demo").ids
    actions.name_for_demo(at=NOON, by=ZHANG, seed=1)
    card = queries.cards_of([member], ALL)[member]
    assert card.is_name_made
    assert "*" not in card.name
    assert queries.cards_of([member], Scope(role="cashier"))[member].name[1:].strip("*") == ""


def unmask(member, scope=ALL, reason="complaint 17", **options):
    return actions.unmask(
        member_id=member, reason=reason, scope=scope, at=NOON, by=ZHANG, **options
    )


def test_unmasking_shows_everything_and_leaves_who_why_and_whom_in_the_book(canary):
    shown = unmask(canary)
    assert shown.name == "王芳"
    assert sorted(shown.identities.values()) == [
        ("card", "CANARY7788"),
        ("email", "canary.bird@example.com"),
        ("open_id", "oCanaryOpenId"),
        ("phone", "+8613876543210"),
    ]
    assert shown.fields == {"address": CANARIES["address"], "birthday": CANARIES["birthday"]}

    event = events.of_member(canary, names=frozenset({"member.unmasked"}), limit=1)[0]
    assert (event.actor, event.member_id, event.payload["reason"]) == (
        "staff:zhang",
        canary,
        "complaint 17",
    )
    assert event.payload["shown"] == [
        "name",
        "card",
        "email",
        "open_id",
        "phone",
        "address",
        "birthday",
    ]


def test_only_what_was_asked_for_is_shown(canary):
    shown = unmask(canary, what=("phone", "address"))
    assert (shown.name, list(shown.identities.values()), shown.fields) == (
        "",
        [("phone", "+8613876543210")],
        {"address": CANARIES["address"]},
    )


def unmaskings():
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM events_event WHERE name = 'member.unmasked'")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("reason", ["", "   ", "x", "1234"])
def test_without_a_reason_nothing_is_shown(canary, reason):
    with pytest.raises(ReasonMissing):
        unmask(canary, reason=reason)
    assert unmaskings() == 0


@pytest.mark.parametrize("role", ROLES)
def test_every_unmasking_of_every_role_is_refused_or_recorded(canary, role):
    try:
        unmask(canary, scope=Scope(role=role))
    except NotAllowed:
        assert "members.unmask" not in MATRIX[role]
        assert unmaskings() == 0
    else:
        assert "members.unmask" in MATRIX[role]
        assert unmaskings() == 1


def everything_at_rest():
    """Every value of every column of every table, as one text."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            texts.extend(str(row) for row in cursor.fetchall())
    return "\n".join(texts)


def test_no_canary_lies_open_in_any_table(canary):
    unmask(canary)
    actions.hand_out_file(
        member_id=canary, reason="asked at the counter", scope=ALL, at=NOON, by=ZHANG
    )
    at_rest = everything_at_rest()
    assert "members_identity" not in at_rest
    assert len(at_rest) > 1_000
    for name, value in CANARIES.items():
        assert value not in at_rest, name
        assert value.encode().hex() not in at_rest, name
    # The look-up hash cannot be made without the deployment's key.
    assert identity_hash("phone", "+8613876543210") in at_rest


@pytest.mark.django_db
def test_no_canary_lies_open_in_the_files_of_the_database(aside):
    place = aside.run("tests.members.canaries", *CANARIES.values()).strip()
    assert files_with(place, [value.encode() for value in CANARIES.values()]) == []
    # The search does find what lies open on purpose: the name.
    assert files_with(place, ["金丝雀王芳".encode()]) != []


def files_with(place, needles):
    """Files of the database (SQLite: file, journal; PostgreSQL: tables, log) holding a needle."""
    root = Path(place)
    files = root.rglob("*") if root.is_dir() else root.parent.glob(f"{root.name}*")
    return [
        (path.name, needle)
        for path in files
        if path.is_file()
        for needle in needles
        if needle in path.read_bytes()
    ]
