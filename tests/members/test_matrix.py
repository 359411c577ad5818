"""Role x operation x own or other store: nobody sees or changes what he may not (promise F4)."""

import inspect
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from tests.members.conftest import ALL, NOON, ZHANG, set_up
from tests.members.operations import ACTIONS, QUERIES, Place

from shuke.kernel.permissions import CHAIN_WIDE, MATRIX, ROLES
from shuke.kernel.scope import NotAllowed, Scope
from shuke.members import actions, queries
from shuke.members.refusals import OtherStore
from shuke.members.targeting import Target

ROWS = {**ACTIONS, **QUERIES}
ASKED = {name: row for name, row in ROWS.items() if row.call is not None}


def a_place(chain, number):
    store = chain[number]
    phone = f"1380000000{number}"

    def enrol(**parts):
        newcomer = actions.Newcomer(store_id=store, channel=f"channel {number}", **parts)
        return actions.enrol(newcomer=newcomer, scope=ALL, at=NOON, by=ZHANG).member_id

    known = {"birthday": f"199{number}-01-01", "region": f"region {number}"}
    member = enrol(name="王芳", phone=phone, profile=known)
    twin = enrol(name="王芳", card=f"TWIN{number}", profile=known)
    merged = enrol(name="王方", card=f"MERGED{number}")
    merge = actions.merge(survivor_id=member, merged_id=merged, scope=ALL, at=NOON, by=ZHANG)
    actions.set_target(
        target=Target(f"of {number}", regions=(f"region {number}",)),
        scope=ALL,
        at=NOON,
        by=ZHANG,
    )
    prospect = actions.add_prospect(
        newcomer=actions.Newcomer(card=f"LEAD{number}", store_id=store),
        source=f"source {store}",
        scope=ALL,
        at=NOON,
        by=ZHANG,
    )
    household = actions.found_household(
        member_ids=[member], name="王家", scope=ALL, at=NOON, by=ZHANG
    )
    phones = [one.id for one in queries.member_of(member, ALL).identities if one.kind == "phone"]
    return Place(
        store=store,
        member=member,
        twin=twin,
        prospect=prospect,
        phone=phone,
        identity=phones[0],
        merge=merge.merge_id,
        household=household,
        number=number,
    )


@pytest.fixture(scope="module")
def places(django_db_setup, django_db_blocker):
    """Both stores, made once: every test takes its own steps back."""
    with django_db_blocker.unblock(), transaction.atomic():
        chain = set_up()
        yield a_place(chain, "1"), a_place(chain, "2")
        transaction.set_rollback(True)


@pytest.fixture
def own(places, db):
    return places[0]


@pytest.fixture
def other(places, db):
    return places[1]


def everything():
    """How many rows each table of members has, and what their redirects and stages are."""
    tables = [name for name in connection.introspection.table_names() if "members_" in name]
    found = []
    with connection.cursor() as cursor:
        for table in sorted([*tables, "events_event"]):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            found.append(cursor.fetchall())
    return found


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def functions(module):
    return {
        name
        for name in module.__all__
        if inspect.isfunction(getattr(module, name)) and not name.startswith("_")
    }


def test_every_operation_has_a_row():
    assert functions(actions) == set(ACTIONS)
    assert functions(queries) == set(QUERIES)


def test_the_rows_without_a_scope_are_those_of_the_system_and_of_definitions():
    without = {
        name
        for module in (actions, queries)
        for name in functions(module)
        if "scope" not in inspect.signature(getattr(module, name)).parameters
    }
    assert without == {name for name, row in ROWS.items() if row.reach in {"system", "open"}}


def test_every_role_may_do_something_and_only_the_owner_everything():
    allowed = {
        role: {name for name, row in ASKED.items() if row.permission in MATRIX[role]}
        for role in ROLES
    }
    assert allowed["owner"] == set(ASKED)
    assert all(allowed[role] for role in ROLES)
    assert all(allowed[role] < allowed["owner"] for role in ROLES if role != "owner")


@pytest.mark.parametrize("name", sorted(ASKED))
def test_a_store_reaches_its_own_rows_and_no_others(own, other, name):
    row = ASKED[name]
    before = everything()
    for role in ROLES:
        scope = Scope(role=role, stores=frozenset({own.store}))
        if row.permission not in MATRIX[role]:
            for place in (own, other):
                with pytest.raises(NotAllowed):
                    row.call(place, scope)
            assert everything() == before, role
            continue
        with taken_back():
            assert row.call(own, scope) is (role not in row.blind), role
        if row.reach == "refuses":
            with pytest.raises(OtherStore), transaction.atomic():
                row.call(other, scope)
            assert everything() == before, role
        elif row.reach == "hides":
            assert row.call(other, scope) is False, role
            assert everything() == before, role
        else:
            with taken_back():
                assert row.call(other, scope) is (role not in row.blind), role


@pytest.mark.parametrize("name", sorted(ASKED))
def test_the_head_office_reaches_every_store(own, other, name):
    row = ASKED[name]
    for role in sorted(CHAIN_WIDE):
        if row.permission in MATRIX[role]:
            for place in (own, other):
                with taken_back():
                    assert row.call(place, Scope(role=role)) is (role not in row.blind), role


@pytest.mark.parametrize("name", sorted(ASKED))
def test_a_key_does_no_more_than_it_was_issued_for(own, name):
    row = ASKED[name]
    for held in ("sales.read", "imports.write"):
        narrow = Scope(role="owner", permissions=frozenset({held}))
        with pytest.raises(NotAllowed):
            row.call(own, narrow)
