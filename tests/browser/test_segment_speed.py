"""While a segment is edited the count comes back at once: 300 ms at the 95th percentile."""

import json
import math
import re
import time
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest

pytestmark = pytest.mark.browser

ROUNDS, WARM_UP = 40, 3
P95_SECONDS_MAX = 0.3


def behaviour(spent):
    """Five leaves over a year of purchases; the amount differs in each call, as while typing."""
    return {
        "all": [
            {"bought": {"measure": "times", "is": "at_least", "value": 2, "department": ["PRODUCE"],
                        "last_days": 60}},
            {"not": {"bought": {"measure": "times", "is": "at_least", "value": 1,
                                "department": ["PHOTO & VIDEO"], "last_days": 180}}},
            {"bought": {"measure": "amount", "is": "at_least", "value": spent, "last_days": 365}},
            {"fact": "sales.times", "is": "at_least", "value": 5},
            {"fact": "sales.days_since_last", "is": "at_most", "value": 90},
        ]
    }  # fmt: skip


def test_a_count_of_five_conditions_comes_at_once(owner, record_property):
    owner.open("segments/new/")
    token = owner.page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    headers = {
        "Cookie": "; ".join(f"{c['name']}={c['value']}" for c in owner.page.context.cookies()),
        "Content-Type": "application/x-www-form-urlencoded",
        "X-CSRFToken": token,
        "Referer": owner.base,
    }
    took, counts = [], []
    with closing(HTTPConnection(urlsplit(owner.base).netloc, timeout=60)) as server:
        for round_ in range(ROUNDS + WARM_UP):
            body = urlencode({"condition": json.dumps(behaviour(5_000 + 5_000 * round_))})
            started = time.perf_counter()
            server.request("POST", "/en/segments/live/", body, headers)
            answer = server.getresponse()
            page = answer.read().decode()
            took.append(time.perf_counter() - started)
            assert answer.status == 200, page[:500]
            counts.append(int(re.search(r'data-live-count="(\d+)"', page)[1]))
    # The more somebody must have spent, the fewer there are; and each call was asked anew.
    assert counts == sorted(counts, reverse=True)
    assert len(set(counts)) > ROUNDS // 2
    warm = sorted(took[WARM_UP:])
    p95 = warm[math.ceil(len(warm) * 0.95) - 1]
    record_property("p95_ms", round(p95 * 1_000))
    assert p95 <= P95_SECONDS_MAX, warm
