"""Warm answers of the server: at most 200 ms at the 95th percentile, over every page."""

import time
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from tests.browser.test_pages import _paths

pytestmark = pytest.mark.browser

ROUNDS = 5
P95_SECONDS_MAX = 0.2


def test_warm_answers_are_quick(owner):
    cookies = "; ".join(f"{c['name']}={c['value']}" for c in owner.page.context.cookies())
    took = []
    # Closed by name: an open socket is reported by whichever test the collector runs in.
    with closing(HTTPConnection(urlsplit(owner.base).netloc, timeout=60)) as server:
        for path in _paths():
            for round_ in range(ROUNDS + 2):
                started = time.perf_counter()
                server.request("GET", f"/en/{path}?whole=1", headers={"Cookie": cookies})
                answer = server.getresponse()
                answer.read()
                assert answer.status == 200, path
                # The first two rounds warm the page.
                if round_ > 1:
                    took.append((time.perf_counter() - started, path))
    took.sort()
    seconds, path = took[int(len(took) * 0.95)]
    assert seconds <= P95_SECONDS_MAX, (seconds, path, took[-5:])
