"""Who comes in, how "no" sounds, and what no body may be."""

import json

import pytest
from django.db import OperationalError
from tests.api.conftest import NOON, SYSTEM, Caller, ticket

from shuke.interfaces.api import limiting, sales
from shuke.sales.models import Sale
from shuke.stores import actions as stores


def error_of(answer):
    return answer.json()["error"]


@pytest.mark.parametrize(
    "header", [None, "Bearer sk_wrong", "Basic abc", "Bearer ", "Bearer sk_\ud7ff", "sk_wrong"]
)
def test_nobody_comes_in_without_a_key_in_force(chain, client, header):
    headers = {} if header is None else {"Authorization": header}
    answer = client.get("/api/v1/stores", headers=headers)
    assert answer.status_code == 401
    assert error_of(answer)["code"] == "access.bad_key"


def test_a_revoked_key_is_no_key(owner):
    assert owner.get("/stores").status_code == 200
    stores.revoke_key(prefix=owner.secret[:10], at=NOON, by=SYSTEM)
    assert owner.get("/stores").status_code == 401


def test_a_key_does_no_more_than_its_role_and_its_own_permissions(key):
    cashier = key("cashier", stores_of=["1"])
    assert error_of(cashier.get("/figures"))["code"] == "access.not_allowed"
    narrowed = key("owner", permissions=["sales.read"])
    assert narrowed.get("/sales").status_code == 200
    assert narrowed.post("/sales", ticket()).status_code == 403


def test_an_error_says_what_happened_to_what_and_what_to_do_in_both_languages(owner):
    for language, message, hint in (
        ("en", "There is no store “99”.", "Look the number up in the list of stores."),
        ("zh-CN,zh;q=0.9,en;q=0.8", "找不到门店“99”。", "请在门店列表中核对门店编号。"),
    ):
        answer = owner.post("/sales", ticket(store="99"), accept_language=language)
        assert answer.status_code == 404
        assert error_of(answer) == {
            "type": "not_found",
            "code": "store.unknown",
            "message": message,
            "param": "store",
            "hint": hint,
            "doc_url": "/api/v1/docs/errors#store.unknown",
            "request_id": answer["Request-Id"],
        }


def test_a_request_keeps_its_own_id_and_gets_one_where_it_has_none(owner):
    assert owner.get("/stores", request_id="till-7.42")["Request-Id"] == "till-7.42"
    for bad in ("", "x" * 65, "a b"):
        assert owner.get("/stores", request_id=bad)["Request-Id"].startswith("req_")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 422, "request.malformed"),
        (b"\xff\xfe", 422, "request.malformed"),
        (b"", 422, "request.invalid"),
        (b"[" * 100_000, 422, "request.too_deep"),
        (b"[" * 33 + b"]" * 33, 422, "request.too_deep"),
        (b"[" * 32 + b"1" + b"]" * 32, 422, "request.invalid"),
        (b'{"number": "a\\u0000"}', 422, "request.bad_text"),
        (b'{"number": "\\ud800"}', 422, "request.bad_text"),
        (b'{"\\u0000": 1}', 422, "request.bad_text"),
        (b'{"n": ' + b"9" * 5000 + b"}", 422, "request.malformed"),
        (b'"' + b"x" * 1_048_576 + b'"', 413, "request.too_large"),
        (b"[]", 422, "request.invalid"),
        (b"null", 422, "request.invalid"),
        (b'{"store": "1"}', 422, "request.invalid"),
    ],
)
def test_a_body_that_is_none_is_refused(owner, body, status, code):
    answer = owner.client.post(
        "/api/v1/sales",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {owner.secret}", "Idempotency-Key": "k"},
    )
    assert (answer.status_code, error_of(answer)["code"]) == (status, code)
    assert Sale.objects.count() == 0


def test_an_unknown_field_is_refused_not_ignored(owner):
    answer = owner.post("/sales", ticket(id=1, is_admin=True))
    assert (answer.status_code, error_of(answer)["param"]) == (422, "sale.id")


@pytest.mark.parametrize("path", ["/nothing", "/sales/a/b/c", "/", "/members/%00", "/stores/"])
def test_where_nothing_is_the_answer_is_an_error_too(owner, path):
    answer = owner.get(path)
    assert answer.status_code in {404, 422}
    assert error_of(answer)["request_id"] == answer["Request-Id"]


def test_a_path_answers_its_methods_only(owner):
    answer = owner.call("DELETE", "/sales")
    assert (answer.status_code, set(answer["Allow"].split(", "))) == (405, {"GET", "POST"})
    assert error_of(answer)["code"] == "request.wrong_method"


def test_calls_are_counted_down_and_then_must_wait(owner, monkeypatch):
    monkeypatch.setattr(limiting, "BURST", 2)
    monkeypatch.setattr(limiting, "PER_SECOND", 0.1)
    left = [owner.get("/stores")["RateLimit-Remaining"] for _ in range(2)]
    assert left == ["1", "0"]
    refused = owner.get("/stores")
    assert (refused.status_code, error_of(refused)["code"]) == (429, "request.too_many")
    assert 1 <= int(refused["Retry-After"]) <= 10
    assert (refused["RateLimit-Limit"], refused["RateLimit-Remaining"]) == ("2", "0")


def test_guessing_keys_is_slowed_down(chain, client, monkeypatch):
    monkeypatch.setattr(limiting, "BAD_KEYS_BURST", 3)
    codes = [
        client.get("/api/v1/stores", headers={"Authorization": f"Bearer sk_{n}"}).status_code
        for n in range(5)
    ]
    assert codes == [401, 401, 401, 429, 429]


def test_a_bucket_fills_again_with_time(monkeypatch):
    buckets = limiting.Buckets()
    moment = [100.0]
    monkeypatch.setattr(limiting.time, "monotonic", lambda: moment[0])
    take = lambda: buckets.take("a", burst=2, per_second=0.5).is_empty  # noqa: E731
    assert [take() for _ in range(3)] == [False, False, True]
    moment[0] += 2
    assert [take() for _ in range(2)] == [False, True]
    assert not buckets.take("b", burst=2, per_second=0.5).is_empty


def test_a_bug_is_answered_with_an_error_and_shows_nothing(owner, monkeypatch, caplog):
    def crash(*_, **__):
        raise ZeroDivisionError("13812340001")

    monkeypatch.setattr(sales.sales, "listing", crash)
    answer = owner.get("/sales")
    assert answer.status_code == 500
    assert error_of(answer)["code"] == "server.error"
    assert "13812340001" not in answer.content.decode()
    assert answer["Request-Id"] in caplog.text


def test_a_database_without_room_asks_to_come_again(owner, monkeypatch):
    def full(*_, **__):
        raise OperationalError("database is locked")

    monkeypatch.setattr(sales.sales, "listing", full)
    answer = owner.get("/sales")
    assert (answer.status_code, error_of(answer)["code"]) == (503, "server.busy")
    assert answer["Retry-After"] == "2"

    def broken(*_, **__):
        raise OperationalError("no such table: sales_sale")

    monkeypatch.setattr(sales.sales, "listing", broken)
    assert owner.get("/sales").status_code == 500


def test_the_answer_never_stands_in_a_cache(owner):
    assert owner.get("/stores")["Cache-Control"] == "no-store"


def test_stores_are_those_of_the_key(owner, key):
    assert [one["number"] for one in owner.get("/stores").json()["data"]] == ["1", "2", "3"]
    manager = key("manager", stores_of=["2"])
    assert manager.get("/stores").json()["data"] == [
        {
            "object": "store",
            "number": "2",
            "name": "",
            "ownership": "own",
            "is_online": False,
            "zone": "Asia/Shanghai",
        }
    ]


def test_json_of_any_content_type_is_read_as_json(owner):
    caller = Caller(owner.secret, owner.client)
    answer = caller.client.generic(
        "POST",
        "/api/v1/sales",
        json.dumps(ticket()),
        content_type="text/plain",
        headers={"Authorization": f"Bearer {caller.secret}", "Idempotency-Key": "k"},
    )
    assert answer.status_code == 201
