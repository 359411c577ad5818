"""A storm on the tills: many processes of many threads enrol at one moment.

Arguments: processes, threads in each, how many different people stand at the tills, once per storm.
Answers JSON: per storm a list of [started, ended, member, is_new], times of the machine's monotonic
clock, which all processes share.
"""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402 - after the settings
from tests.members.conftest import NOON, ZHANG, set_up  # noqa: E402
from tests.members.spellings import SPELLINGS  # noqa: E402
from tests.storms import storm  # noqa: E402

from shuke.kernel.scope import Scope  # noqa: E402
from shuke.members import actions  # noqa: E402

CHOSEN = tuple(spelling.strip() for spelling in SPELLINGS if spelling.strip().endswith("0001"))


def newcomer(caller, storm, people):
    """Everybody says the same few numbers, each in a spelling of his own."""
    spelling = CHOSEN[caller % len(CHOSEN)]
    last = 100 * storm + caller % people
    return actions.Newcomer(name=f"店员{caller}", phone=f"{spelling[:-4]}{last:04d}")


def enrolling(storm, people):
    """What each caller does: enrol, and say who came of it."""

    def call(caller):
        done = actions.enrol(
            newcomer=newcomer(caller, storm, people),
            scope=Scope.everything(),
            at=NOON,
            by=ZHANG,
        )
        return done.member_id, done.is_new

    return call


def main(processes, threads, *storms):
    set_up()
    # Children must not share a connection with the parent.
    connection.close()
    told = []
    for number, people in enumerate(storms):
        answers = storm(processes, threads, enrolling(number, people))
        told.append([(started, ended, *answer) for started, ended, answer in answers])
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
