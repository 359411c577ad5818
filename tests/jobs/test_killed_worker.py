"""A worker is killed in the middle of a job: its lease runs out and another one takes it."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from tests.jobs.conftest import LIN, NOON

from shuke.interfaces.worker import loop
from shuke.jobs import actions, leases, queries


def until(what, *, seconds=20):
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


@pytest.fixture
def short_leases(monkeypatch):
    monkeypatch.setattr(leases, "LEASE", timedelta(seconds=2))
    monkeypatch.setattr(leases, "BEAT_SECONDS", 0.2)
    monkeypatch.setattr(loop, "REST_SECONDS", 0.05)


def test_after_sigkill_another_worker_takes_the_job(
    transactional_db, declare, short_leases, tmp_path
):
    declare("hang", lambda context, _payload: {"attempt": context.attempt})
    job = actions.enqueue("hang", payload={}, at=NOON, by=LIN)
    marker = tmp_path / "began"
    script = Path(__file__).with_name("worker_process.py")
    process = subprocess.Popen(
        [sys.executable, str(script), str(connection.settings_dict["NAME"]), str(marker)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "shuke.project.settings"},
    )
    try:
        until(marker.exists)
        until(lambda: queries.job_of(job).note == "hanging")  # the heart beats meanwhile
        loop.start()
        time.sleep(2.5)  # longer than a lease: a living worker keeps its job
        assert queries.job_of(job).attempts == 1
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        until(lambda: queries.job_of(job).is_finished)
    finally:
        process.kill()
        process.wait()
        loop.stop()
    seen = queries.job_of(job)
    assert (seen.state, seen.attempts, seen.result) == ("done", 2, {"attempt": 2})


def test_two_workers_share_the_work_and_take_each_job_once(transactional_db, declare, short_leases):
    ran = []
    both = threading.Barrier(2, timeout=20)

    def meet(_context, payload):
        if payload["n"] < 2:
            both.wait()  # only two workers at once get past here
        ran.append(payload["n"])
        return {}

    declare("meet", meet)
    for number in range(8):
        actions.enqueue("meet", payload={"n": number}, at=NOON, by=LIN)
    loop.start(count=2)
    try:
        until(lambda: queries.unfinished("meet") == 0)
    finally:
        loop.stop()
    assert sorted(ran) == list(range(8))
    assert {job.attempts for job in queries.recent("meet", 9)} == {1}


def test_a_stop_lets_the_running_job_finish(transactional_db, declare, short_leases):
    began, go = threading.Event(), threading.Event()

    def wait(_context, _payload):
        began.set()
        go.wait(20)
        return {"finished": True}

    declare("wait", wait)
    job = actions.enqueue("wait", payload={}, at=NOON, by=LIN)
    loop.start()
    assert began.wait(20)
    threading.Timer(0.3, go.set).start()
    loop.stop()
    assert queries.job_of(job).result == {"finished": True}
