"""A storm on the tills: many processes of many threads enrol at one moment.

Arguments: processes, threads in each, how many different people stand at the tills, once per storm.
Answers JSON: per storm a list of [started, ended, member, is_new], times of the machine's monotonic
clock, which all processes share.
"""

import json
import multiprocessing
import sys
import threading
import time

import django

django.setup()

from django.db import connection  # noqa: E402 - after the settings
from tests.members.conftest import NOON, ZHANG, set_up  # noqa: E402
from tests.members.spellings import SPELLINGS  # noqa: E402

from shuke.kernel.scope import Scope  # noqa: E402
from shuke.members import actions  # noqa: E402

CHOSEN = tuple(spelling.strip() for spelling in SPELLINGS if spelling.strip().endswith("0001"))
LEAD_SECONDS = 0.2


def newcomer(caller, storm, people):
    """Everybody says the same few numbers, each in a spelling of his own."""
    spelling = CHOSEN[caller % len(CHOSEN)]
    last = 100 * storm + caller % people
    return actions.Newcomer(name=f"店员{caller}", phone=f"{spelling[:-4]}{last:04d}")


def one_process(first, threads, storm, people, gate, moment, results):
    """Open a connection per thread, wait for the signal, enrol."""
    answers = []
    warm = threading.Barrier(threads + 1)

    def call(caller):
        connection.ensure_connection()
        warm.wait()
        gate.wait()
        time.sleep(max(0.0, moment.value - time.monotonic()))
        started = time.monotonic()
        done = actions.enrol(
            newcomer=newcomer(caller, storm, people),
            scope=Scope.everything(),
            at=NOON,
            by=ZHANG,
        )
        answers.append((started, time.monotonic(), done.member_id, done.is_new))
        connection.close()

    callers = [threading.Thread(target=call, args=(first + place,)) for place in range(threads)]
    for caller in callers:
        caller.start()
    warm.wait()
    results.put(None)
    for caller in callers:
        caller.join()
    results.put(answers)


def storm(processes, threads, number, people):
    """Release all callers at one moment and collect what each was told."""
    forking = multiprocessing.get_context("fork")
    gate, moment = forking.Event(), forking.Value("d", 0.0)
    results = forking.Queue()
    running = [
        forking.Process(
            target=one_process,
            args=(place * threads, threads, number, people, gate, moment, results),
            daemon=True,
        )
        for place in range(processes)
    ]
    for process in running:
        process.start()
    for _ in running:
        assert results.get(timeout=90) is None
    moment.value = time.monotonic() + LEAD_SECONDS
    gate.set()
    answers = [answer for _ in running for answer in results.get(timeout=90)]
    for process in running:
        process.join()
    return answers


def main(processes, threads, *storms):
    set_up()
    # Children must not share a connection with the parent.
    connection.close()
    told = [storm(processes, threads, number, people) for number, people in enumerate(storms)]
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
