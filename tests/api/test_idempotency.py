"""A write carries a key: repeated, in parallel, with another body, after a refusal (B1, B2)."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import count
from urllib.parse import urlsplit

import pytest
from django.db import connection
from tests.api.conftest import ticket

from shuke.events.models import Event
from shuke.interfaces.api import door
from shuke.sales.models import Sale
from shuke.storage.models import Outcome

STORM = 64


def test_a_repeat_gets_the_first_answer_byte_for_byte(owner):
    first = owner.post("/sales", ticket(), Idempotency_Key="k-1")
    again = owner.post("/sales", ticket(), Idempotency_Key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"


def test_the_same_key_with_another_request_is_refused_and_changes_nothing(owner, mei):
    owner.post("/sales", ticket(), Idempotency_Key="k-1")
    for path, body in (
        ("/sales", ticket("T-2")),
        ("/sales/batch", {"sales": [ticket()]}),
        ("/sales?x=1", ticket()),
    ):
        answer = owner.post(path, body, Idempotency_Key="k-1")
        assert answer.status_code == 409
        assert answer.json()["error"]["type"] == "idempotency_error"
    assert Sale.objects.count() == 1


def test_a_refusal_is_not_remembered(owner):
    refused = owner.post("/sales", ticket(store="9"), Idempotency_Key="k-1")
    assert refused.status_code == 404
    assert owner.post("/sales", ticket(), Idempotency_Key="k-1").status_code == 201


def test_two_programs_may_use_the_same_key(owner, key):
    assert owner.post("/sales", ticket("T-1"), Idempotency_Key="k").status_code == 201
    assert key("owner").post("/sales", ticket("T-2"), Idempotency_Key="k").status_code == 201


@pytest.mark.parametrize("bad", ["", "x" * 201, "a\tb"])
def test_a_write_without_a_key_is_refused(owner, bad):
    answer = owner.post("/sales", ticket(), Idempotency_Key=bad)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "request.key_missing")
    assert Sale.objects.count() == 0


def test_every_post_that_changes_something_is_keyed():
    unkeyed = {
        one.name for one in door.OPERATIONS.values() if one.method == "POST" and not one.is_keyed
    }
    assert unkeyed == {
        # They read. Unmasking records that it was done, each time; its answer must not be kept.
        "members.found",
        "members.identified",
        "members.unmasked",
        "imports.refused_unmasked",
        "identities.previewed",
        "segments.counted",
        "segments.previewed",
    }


def test_a_crash_at_any_statement_leaves_nothing_and_the_retry_lands(owner, mei):
    """B3: before or after, never between; the stored answer goes with its effect."""
    body = ticket(member="M-1", till="1", payments={"cash": 3000})
    for fatal in range(1, 80):
        seen = count(1)

        def crash(execute, sql, params, many, context, seen=seen, fatal=fatal):
            # The test's own transaction turns the commit into a release of a savepoint.
            if not sql.startswith(("RELEASE", "ROLLBACK")) and next(seen) == fatal:
                raise RuntimeError("killed")
            return execute(sql, params, many, context)

        before = Event.objects.count()
        with connection.execute_wrapper(crash):
            answer = owner.post("/sales", body, Idempotency_Key="k-1")
        if answer.status_code == 201:
            break
        assert answer.status_code == 500
        assert (Sale.objects.count(), Outcome.objects.count()) == (0, 0), fatal
        assert Event.objects.count() == before
    assert fatal > 20
    again = owner.post("/sales", body, Idempotency_Key="k-1")
    assert again.content == answer.content
    assert (Sale.objects.count(), Outcome.objects.count()) == (1, 1)


def test_sixty_four_of_one_key_at_once_have_one_effect_and_one_answer(live_server, committed, key):
    caller = key("owner")
    address = urlsplit(live_server.url)
    live_server.thread.httpd.socket.listen(2 * STORM)  # let all of them in at once
    barrier = threading.Barrier(STORM, timeout=60)
    body = json.dumps(ticket())

    def send(_):
        wire = HTTPConnection(address.hostname, address.port, timeout=60)
        wire.connect()
        barrier.wait()
        headers = {
            "Authorization": f"Bearer {caller.secret}",
            "Idempotency-Key": "storm",
            "Content-Type": "application/json",
        }
        wire.request("POST", "/api/v1/sales", body, headers)
        answer = wire.getresponse()
        content = answer.read()
        wire.close()
        return answer.status, content, answer.headers.get("Idempotent-Replayed")

    with ThreadPoolExecutor(STORM) as pool:
        answers = list(pool.map(send, range(STORM)))
    assert {status for status, _, _ in answers} == {201}
    assert len({content for _, content, _ in answers}) == 1
    assert sum(replayed is None for _, _, replayed in answers) == 1
    assert (Sale.objects.count(), Outcome.objects.count()) == (1, 1)
    assert Event.objects.filter(name="sale.recorded").count() == 1
