"""A shop small enough to count by hand, with its lake: Mei, Bo, Li, and sixty who came once.

Mei (1001, store 1) bought on 12 days of December 2017; Bo (1002, store 1) twice in March; Li (1003,
store 2) once on 20 December; sixty others (2001 to 2060, store 1) once each on 5 October. One sale
of nobody stands on 24 December. Every sale is a coffee and a milk, 10.00 together. The day is
1 January 2018.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from tests.console.conftest import NOON, PASSWORD, SYSTEM
from tests.lake.conftest import Place, inside, prepared

from shuke.interfaces.console import parts
from shuke.kernel.ids import new_id
from shuke.kernel.permissions import CHAIN_WIDE
from shuke.kernel.scope import Scope
from shuke.lake import actions as lake
from shuke.members import actions as members
from shuke.members.newcomer import Newcomer
from shuke.sales import actions as sales
from shuke.sales.actions import LineIn, SaleIn
from shuke.stores import actions as stores

CROWD = 60
PHONES = {"1001": "13800000001", "1002": "13800000002", "1003": "13900000003"}


def _enrol(number: str, name: str, store_id: int) -> int:
    newcomer = Newcomer(
        name=name, store_id=store_id, channel="store", number=number, phone=PHONES.get(number, "")
    )
    done = members.enrol(newcomer=newcomer, scope=Scope.everything(), at=NOON, by=SYSTEM)
    return int(done.member_id)


def _sell(number: str, member: int | None, store: str, month: int, day: int) -> None:
    lines = tuple(
        LineIn(product=number, quantity_milli=1000, gross=500, amount=500)
        for number in ("P1", "P2")
    )
    sale = SaleIn(
        number=number,
        store=store,
        sold_at=datetime(2017, month, day, 4, tzinfo=UTC),
        lines=lines,
        member_id=member,
    )
    sales.record(sale=sale, at=NOON, by=SYSTEM)


def _fill() -> None:
    stores.set_chain(
        name="Lanxi Retail",
        currency="CNY",
        zone="Asia/Shanghai",
        at=NOON,
        by=SYSTEM,
        clock_at=datetime(2017, 12, 31, 16, tzinfo=UTC),
        is_demo=True,
    )
    ids = stores.ensure_stores(["1", "2"])
    product = apps.get_model("catalog", "Product")
    for number, name, category in (("P1", "Coffee", "COFFEE"), ("P2", "Milk", "DAIRY")):
        product.objects.create(
            id=new_id(), number=number, name=name, category=category, department="FOOD"
        )
    mei = _enrol("1001", "王芳", ids["1"])
    bo = _enrol("1002", "李波", ids["1"])
    li = _enrol("1003", "刘丽", ids["2"])
    for day in range(1, 13):
        _sell(f"M{day}", mei, "1", 12, day)
    _sell("B1", bo, "1", 3, 2)
    _sell("B2", bo, "1", 3, 9)
    _sell("L1", li, "2", 12, 20)
    for place in range(1, CROWD + 1):
        _sell(f"C{place}", _enrol(f"{2000 + place}", "=SUM(1)", ids["1"]), "1", 10, 5)
    _sell("N1", None, "1", 12, 24)
    for role, names in (("manager", ["1"]), ("cashier", ["1"])):
        _add(role, [ids[name] for name in names])
    for role in CHAIN_WIDE:
        _add(role, [])
    lake.refresh(at=NOON, by=SYSTEM)


def _add(role: str, theirs: list[int]) -> None:
    stores.add_staff(
        username=role,
        name=f"Lin {role}",
        role=role,
        password=PASSWORD,
        at=NOON,
        by=SYSTEM,
        stores=theirs,
    )


@pytest.fixture(scope="module")
def shop_place(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("shop")
    with django_db_blocker.unblock(), prepared("shuke_shop", folder) as place:
        with inside(place):
            _fill()
        yield place


@pytest.fixture
def shop(transactional_db, shop_place):
    """Sign in to the shop as a role: `shop("owner")` answers a client. Read only."""
    parts.warm.clear()
    with inside(shop_place):

        def signed_in(role: str) -> Client:
            client = Client()
            person = get_user_model().objects.get(username=role)
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            return client

        yield signed_in
