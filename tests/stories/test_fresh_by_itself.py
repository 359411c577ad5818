"""Nobody refreshes by hand: a worker beside the doors follows what happens in the stores."""

import json
import subprocess
import sys
import time

from tests.stories.conftest import line

WAIT_SECONDS_MAX = 90


def _sales_in_lake(chain) -> int:
    status = json.loads(chain.shuke("lake", "status", "--json"))
    return status["rows"].get("sales", 0)


def test_a_worker_brings_sales_into_the_figures_and_the_segments(chain):
    chain.enrol(7)
    chain.bring_in("may.csv", "sales", [line("S1", "2026-05-01", "7", "10.00")])
    worker = subprocess.Popen([sys.executable, "-m", "shuke", "worker"], env=chain.environment)
    try:
        deadline = time.monotonic() + WAIT_SECONDS_MAX
        while _sales_in_lake(chain) < 1:
            assert time.monotonic() < deadline, "what happened before the worker began"
        chain.bring_in("june.csv", "sales", [line("S2", "2026-06-01", "7", "20.00")])
        while _sales_in_lake(chain) < 2:
            assert time.monotonic() < deadline, "what happened while the worker ran"
    finally:
        worker.terminate()
        assert worker.wait(30) == 0
    (row,) = chain.figure("summary", "2026-07-01")
    assert (row["sales"], row["members"], row["amount"]) == (2, 1, 3_000)
