"""Many callers at one moment: processes of many threads, released together, times recorded."""

import multiprocessing
import threading
import time

from django.db import connection

LEAD_SECONDS = 0.2
WAIT_SECONDS = 90


def _process(first, threads, work, gate, moment, results):
    """Open a connection per thread, wait for the signal, call."""
    answers = []
    warm = threading.Barrier(threads + 1)

    def call(caller):
        connection.ensure_connection()
        warm.wait()
        gate.wait()
        time.sleep(max(0.0, moment.value - time.monotonic()))
        started = time.monotonic()
        answer = work(caller)
        answers.append((started, time.monotonic(), answer))
        connection.close()

    callers = [threading.Thread(target=call, args=(first + place,)) for place in range(threads)]
    for caller in callers:
        caller.start()
    warm.wait()
    results.put(None)
    for caller in callers:
        caller.join()
    results.put(answers)


def storm(processes, threads, work):
    """Call `work(caller)` from all callers at one moment.

    The caller's process holds no connection. Answers per call (started, ended, answer), times of
    the machine's monotonic clock, which all processes share.
    """
    forking = multiprocessing.get_context("fork")
    gate, moment = forking.Event(), forking.Value("d", 0.0)
    results = forking.Queue()
    running = [
        forking.Process(
            target=_process,
            args=(place * threads, threads, work, gate, moment, results),
            daemon=True,
        )
        for place in range(processes)
    ]
    for process in running:
        process.start()
    for _ in running:
        assert results.get(timeout=WAIT_SECONDS) is None
    moment.value = time.monotonic() + LEAD_SECONDS
    gate.set()
    answers = [answer for _ in running for answer in results.get(timeout=WAIT_SECONDS)]
    for process in running:
        process.join()
    return answers


def in_flight_at_once(answers):
    """The most calls that had begun and not ended at one moment."""
    steps = sorted(
        [(started, 1) for started, *_ in answers] + [(ended, -1) for _, ended, *_ in answers]
    )
    most = now = 0
    for _, step in steps:
        now += step
        most = max(most, now)
    return most
