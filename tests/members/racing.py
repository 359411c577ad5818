"""Several processes load one list, and write one batch of traits, at the same moment.

Arguments: how many processes, how many lines. Says how many lines were new in all.
"""

import multiprocessing
import sys

import django

django.setup()

from django.db import connection  # noqa: E402 - after the settings
from tests.members.conftest import NOON, SYSTEM, set_up  # noqa: E402

from shuke.members import actions  # noqa: E402


def people(count, process):
    """The same people, in one order or the other, so that the processes meet halfway."""
    newcomers = [
        actions.Newcomer(
            number=str(index),
            name=f"会员{index}",
            phone=f"138{index:08d}",
            profile={"region": "上海"},
        )
        for index in range(count)
    ]
    return newcomers[::-1] if process % 2 else newcomers


def one_process(process, count, barrier, results):
    """Load the list, then conclude the same about everybody on it."""
    connection.ensure_connection()
    barrier.wait(timeout=60)
    loaded = actions.load(people(count, process), at=NOON, by=SYSTEM, source="list.csv")
    barrier.wait(timeout=60)
    traits = [
        actions.Trait(member, "rfm.segment", f"of {process}") for member in loaded.ids if member
    ]
    actions.write_traits(traits=traits, source="rfm", at=NOON, by=SYSTEM)
    results.put((loaded.new, loaded.merged, len(loaded.refused)))


def main(processes, count):
    set_up()
    connection.close()
    forking = multiprocessing.get_context("fork")
    barrier, results = forking.Barrier(processes), forking.Queue()
    running = [
        forking.Process(target=one_process, args=(number, count, barrier, results), daemon=True)
        for number in range(processes)
    ]
    for process in running:
        process.start()
    told = [results.get(timeout=90) for _ in running]
    for process in running:
        process.join()
    sys.stdout.write(" ".join(str(sum(column)) for column in zip(*told, strict=True)))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
