"""Storms on one member's points, each answer with its times. Argument: callers."""

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.db import connection  # noqa: E402 - after the settings
from tests.ledger.conftest import START as DAY  # noqa: E402
from tests.ledger.conftest import earn, lapse, of, on, spend  # noqa: E402
from tests.storms import storm  # noqa: E402

from shuke.ledger import actions, queries  # noqa: E402
from shuke.ledger.refusals import HoldEnded, NotEnough  # noqa: E402

THREADS = 8
HELD = 60


def one_balance(caller):
    """B9: a hundred points, each caller wants thirty: three win."""
    try:
        spend(f"till-{caller}", 30)
    except NotEnough:
        return "refused"
    return "won"


def one_key(_):
    """B1: everybody sends the same posting."""
    posted = spend("the one sale", 7, holder=8)
    return f"{posted.id} {posted.is_new}"


def first_entry(caller):
    """Accounts that nobody has yet: all callers open them at once."""
    return f"{earn(f'first-{caller}', 1, holder=9).is_new}"


def one_hold(hold):
    """B6: use, release and time out race; one of them ends the hold."""

    def call(caller):
        if caller % 3 == 0:
            return "lapsed" * actions.lapse_holds(at=on(DAY + timedelta(days=1)).at)
        try:
            if caller % 3 == 1:
                actions.release(holder=10, hold=hold, at=on(DAY).at)
                return "released"
            spend(f"paid-{caller}", HELD, holder=10, hold=hold)
        except (HoldEnded, NotEnough):
            return ""
        return "used"

    return call


def lapsing(_):
    """A7: everybody lets the same lots lapse."""
    return lapse(DAY + timedelta(days=400)).units


def main(callers):
    for holder in (7, 8, 10):
        earn("all", 100, holder=holder)
    for holder in range(100, 200):
        earn("all", holder, holder=holder)
    hold = actions.open_hold(
        place=of(10),
        amount=HELD,
        key="web",
        at=on(DAY).at,
        ends_at=on(DAY).at + timedelta(hours=1),
    )
    connection.close()
    works = {
        "one_balance": one_balance,
        "one_key": one_key,
        "first_entry": first_entry,
        "one_hold": one_hold(hold.id),
        "lapsing": lapsing,
    }
    told = {name: storm(callers // THREADS, THREADS, work) for name, work in works.items()}
    told["findings"] = [str(finding) for finding in queries.verify()]
    told["balances"] = {
        holder: queries.balances(holder)["points"].balance for holder in (7, 8, 9, 10)
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]))
