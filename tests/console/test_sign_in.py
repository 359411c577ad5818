"""Signing in: six wrong passwords lock the name for 15 minutes (Q02)."""

import pytest
from django.core.cache import cache
from tests.console.conftest import NOON, PASSWORD, SYSTEM

from shuke.interfaces.ui import demo
from shuke.stores import actions

LOGIN = "/en/account/login/"


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def zhang(chain):
    actions.add_staff(
        username="zhang", name="Old Zhang", role="cashier", password=PASSWORD, at=NOON, by=SYSTEM
    )


def attempt(client, password):
    return client.post(LOGIN, {"login": "zhang", "password": password})


def test_the_right_password_opens_the_console(client, zhang):
    answer = attempt(client, PASSWORD)
    assert answer.status_code == 302
    assert "_auth_user_id" in client.session


def test_five_wrong_passwords_leave_the_door_open(client, zhang):
    for _ in range(5):
        assert attempt(client, "wrong").status_code == 200
    assert attempt(client, PASSWORD).status_code == 302


def test_after_six_wrong_passwords_even_the_right_one_waits(client, zhang):
    for _ in range(6):
        attempt(client, "wrong")
    answer = attempt(client, PASSWORD)
    assert answer.status_code == 200
    assert "Too many failed login attempts" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_demo_shows_its_accounts_and_a_real_chain_does_not(client, chain):
    assert demo.PASSWORD in client.get(LOGIN).content.decode()
    actions.set_chain(name="Lanxi Retail", currency="CNY", zone="Asia/Shanghai", at=NOON, by=SYSTEM)
    assert demo.PASSWORD not in client.get(LOGIN).content.decode()


def test_nobody_can_sign_up_from_outside(client, chain):
    assert client.get("/en/account/signup/").status_code == 404


def test_signing_out_asks_first(client, zhang):
    attempt(client, PASSWORD)
    assert client.get("/en/account/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    client.post("/en/account/logout/")
    assert "_auth_user_id" not in client.session
