"""Role x operation x own or other store (F4): every operation of the console, nobody left out."""

import pytest
from django.urls import reverse
from tests.console.expectations import ALL, ROWS

from shuke.interfaces.console import door, urls  # noqa: F401  # loading the areas fills OPERATIONS
from shuke.kernel.permissions import CHAIN_WIDE, ROLES

NOBODY = "mem_0000000000000"


def asked(client, row, reference=None):
    args = dict(row.args)
    if row.about:
        args["reference"] = reference or NOBODY.replace("mem", row.about[:3])
    address = reverse(row.address, kwargs=args)
    return getattr(client, row.method)(address, row.data, headers={"HX-Request": "true"})


def test_every_operation_has_a_row_and_every_row_an_operation():
    assert sorted(door.OPERATIONS) == sorted(ROWS)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_its_row_says_and_nothing_else(sign_in, role):
    client = sign_in(role, stores=() if role in CHAIN_WIDE else ["1"])
    wrong = []
    for name, row in ROWS.items():
        answer = asked(client, row)
        is_refused = answer.status_code == 403
        if is_refused == (role in row.who) or answer.status_code >= 500:
            wrong.append(f"{role} asks {name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", sorted(ALL - CHAIN_WIDE))
def test_a_member_of_another_store_cannot_be_reached(sign_in, enrolled, role):
    own, other = enrolled("王芳", store="1"), enrolled("刘丽", store="2")
    client = sign_in(role, stores=["1"])
    for name, row in ROWS.items():
        if row.about != "member" or role not in row.who:
            continue
        assert asked(client, row, own).status_code != 403, name
        assert asked(client, row, other).status_code in {403, 404}, name


@pytest.mark.parametrize("role", sorted(CHAIN_WIDE & ALL))
def test_who_works_for_the_whole_chain_sees_members_of_every_store(sign_in, enrolled, role):
    client = sign_in(role)
    for store in ("1", "2"):
        answer = asked(client, ROWS["members.member.one"], enrolled("王芳", store=store))
        assert answer.status_code == 200, (role, store)


@pytest.mark.parametrize("role", sorted(ALL - CHAIN_WIDE))
def test_a_sale_of_another_store_does_not_exist(sign_in, sold, role):
    own, other = sold("A1", 1_000, store="1"), sold("B1", 1_000, store="2")
    client = sign_in(role, stores=["1"])
    row = ROWS["members.sale.sale"]
    assert asked(client, row, own).status_code == 200
    assert asked(client, row, other).status_code == 404
