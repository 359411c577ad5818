"""Kills each operation of the book before and after each of its statements, from outside.

Every point has a member of its own: the operation runs in a fork, which stands still at the point
until this process kills it with SIGKILL; the state that the kill left must be the one before or
the one after; the same call again must lead to the one after. Answers JSON: per operation its
statements and, per point, what was found. Argument: at most so many points per operation.
"""

import json
import os
import sys
import time
from datetime import timedelta
from itertools import count

import django

django.setup()

from django.db import connection  # noqa: E402 - after the settings
from tests.forks import Fork, in_fork  # noqa: E402
from tests.ledger.conftest import (  # noqa: E402
    DEBT,
    ISSUED,
    SPENT,
    START,
    earn,
    house,
    lapse,
    of,
    on,
    spend,
)

from shuke.ledger import actions, queries  # noqa: E402
from shuke.ledger.models import Hold, Posting  # noqa: E402
from shuke.ledger.places import Move  # noqa: E402

END = on(START).at + timedelta(hours=1)
LATE = START + timedelta(days=400)


class Stop:
    """Stands still at one statement, before or after it, until it is killed."""

    def __init__(self, where=0, mouth=None):
        self.where, self.mouth, self.seen = where, mouth, 0

    def __call__(self, execute, sql, params, many, context):
        for half in (0, 1):
            answer = execute(sql, params, many, context) if half else None
            self.seen += 1
            if self.seen == self.where:
                os.write(self.mouth, b"!")
                time.sleep(600)
        return answer


def prepare(holder):
    earn("first", 50, days=30, holder=holder)
    earn("second", 100, holder=holder)
    sale = spend("sale", 70, holder=holder)
    hold = actions.open_hold(place=of(holder), amount=40, key="web", at=on(START).at, ends_at=END)
    return sale.id, hold.id


def give_back(holder, sale, _):
    actions.post(
        holder=holder,
        key="give back",
        moves=[Move(house(SPENT), of(holder), 60, is_back=True, days_least=60)],
        occasion=on(START),
        of=sale,
    )


def take_back(holder, sale, _):
    actions.post(
        holder=holder,
        key="take back",
        moves=[Move(of(holder), house(ISSUED), 90, is_back=True, short=of(holder, DEBT))],
        occasion=on(START),
        of=sale,
    )


OPERATIONS = {
    "earn": lambda holder, *_: earn("third", 30, holder=holder),
    "spend": lambda holder, *_: spend("gift", 35, holder=holder),
    "give_back": give_back,
    "take_back": take_back,
    "reserve": lambda holder, *_: actions.open_hold(
        place=of(holder), amount=20, key="more", at=on(START).at, ends_at=END
    ),
    "pay_with_hold": lambda holder, _, hold: spend("paid", 30, holder=holder, hold=hold),
    "release": lambda holder, _, hold: released(holder, hold),
    "lapse_holds": lambda *_: actions.lapse_holds(at=END),
    "lapse_lots": lambda *_: lapse(LATE),
}


def released(holder, hold):
    # A release has no key: its own end is how a retry knows.
    if Hold.objects.get(pk=hold).state == "open":
        actions.release(holder=holder, hold=hold, at=on(START).at)


def state(holder):
    """What the member has, whatever ids it got."""
    return {
        "pockets": {
            name: (one.balance, one.held) for name, one in queries.balances(holder).items()
        },
        "lots": [(lot.remaining, lot.held, str(lot.until)) for lot in queries.lots(of(holder))],
        "postings": Posting.objects.filter(member_id=holder).count(),
        "holds": sorted(Hold.objects.filter(member_id=holder).values_list("key", "state")),
    }


def counted(name, holder):
    def run():
        told = prepare(holder)
        before, stop = state(holder), Stop()
        with connection.execute_wrapper(stop):
            OPERATIONS[name](holder, *told)
        return before, state(holder), stop.seen, told

    return in_fork(run)


def killed(name, holder, told, where):
    def run(mouth):
        with connection.execute_wrapper(Stop(where, mouth)):
            OPERATIONS[name](holder, *told)

    fork = Fork(run)
    assert fork.heard() == b"!", f"{name} never came to its step {where}"
    fork.kill()


def sweep():
    """What sweeps over every member shall find nothing of the operations before."""
    actions.lapse_holds(at=END, most=10_000)
    lapse(LATE)


def main(most):
    holders, found = count(1), {}
    for name, operation in OPERATIONS.items():
        in_fork(sweep)
        before, after, steps, _ = counted(name, next(holders))
        spread = sorted({1 + (steps - 1) * place // max(1, most - 1) for place in range(most)})
        points = range(1, steps + 1) if steps <= most else spread
        answers = []
        for where in points:
            holder = next(holders)
            told = in_fork(lambda holder=holder: prepare(holder))
            killed(name, holder, told, where)
            left = in_fork(lambda holder=holder: state(holder))

            def again(holder=holder, told=told, operation=operation):
                operation(holder, *told)
                return state(holder)

            answers.append([where, left, in_fork(again)])
        found[name] = {"before": before, "after": after, "steps": steps, "kills": answers}
    findings = in_fork(lambda: [str(finding) for finding in queries.verify()])
    sys.stdout.write(json.dumps({"operations": found, "findings": findings}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
