"""Tills hurry: what arrives at once ends as if it had come one after the other (B1, E03)."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from tests.lake.conftest import inside, prepared
from tests.sales.conftest import NOON, OWNER, TILL, back, keep, line, sale

from shuke.kernel.refusal import Refusal
from shuke.sales import queries
from shuke.sales.models import Line, ParkedReturn, Sale
from shuke.stores import actions as stores

EGG = line("egg", 100)


@pytest.fixture
def committed(transactional_db, tmp_path):
    with prepared(f"shuke_races_{os.getpid()}", tmp_path) as place, inside(place):
        stores.set_chain(name="Lanxi", currency="CNY", zone="Asia/Shanghai", at=NOON, by=TILL)
        stores.ensure_stores(["1", "2", "3"])
        yield place


def at_once(*works):
    """Run the works released together; answer what each returned or refused."""
    barrier = threading.Barrier(len(works), timeout=60)

    def run(work):
        try:
            connection.ensure_connection()
            barrier.wait()
            return work()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_one_sale_from_sixteen_tills_at_once_is_one(committed):
    outcomes = at_once(*[lambda: keep(sale("T-1", EGG, till="1"))] * 16)
    assert len({one.sale_id for one in outcomes}) == 1
    assert sum(one.is_new for one in outcomes) == 1
    assert (Sale.objects.count(), Line.objects.count()) == (1, 1)


def test_parallel_returns_never_take_back_more_than_was_sold(committed):
    keep(sale("T-1", line("egg", 400, quantity=4)))
    works = [lambda n=n: keep(back(f"R-{n}", EGG, of="T-1")) for n in range(12)]
    outcomes = at_once(*works)
    refused = [one for one in outcomes if isinstance(one, Refusal)]
    assert len(refused) == 8
    assert {one.code for one in refused} == {"sale.returns_too_much"}
    assert queries.sale_of(Sale.objects.get(number="T-1").pk, OWNER).net == 0


def test_a_sale_and_its_return_at_once_find_each_other(committed):
    for number in range(12):
        at_once(
            lambda n=number: keep(back(f"R-{n}", EGG, of=f"T-{n}")),
            lambda n=number: keep(sale(f"T-{n}", EGG)),
        )
    assert queries.parked(OWNER) == ()
    assert Sale.objects.filter(returns__isnull=False).count() == 12
    assert ParkedReturn.objects.filter(sale__isnull=True).count() == 0
