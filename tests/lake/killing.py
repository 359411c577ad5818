"""Kills a refresh of the lake from outside at each of its steps, then refreshes again.

A fork refreshes after a sale, a late sale and a return; it stands still at a step (a table begun, a
file about to be made durable or renamed, the event about to be written) until this process kills
it with SIGKILL. Answers JSON: how many steps there are, and per point whether the lake that was
left is the one before or after, and whether the next refresh equals a rebuild. Argument: points.
"""

import json
import os
import sys
import time
from datetime import timedelta

import django

django.setup()

from tests.forks import Fork, in_fork  # noqa: E402 - after the settings
from tests.lake.comparing import tables  # noqa: E402
from tests.lake.shop import BY, NOON, Shop  # noqa: E402

from shuke.events import actions as events  # noqa: E402
from shuke.lake import actions as lake  # noqa: E402
from shuke.lake import folder  # noqa: E402
from shuke.members.queries import ids_of_numbers  # noqa: E402
from shuke.stores import actions as stores  # noqa: E402


class Stop:
    """Counts steps, and stands still at the one asked for until it is killed."""

    def __init__(self, where=0, mouth=None):
        self.where, self.mouth, self.seen = where, mouth, 0

    def step(self, *_):
        self.seen += 1
        if self.seen == self.where:
            os.write(self.mouth, b"!")
            time.sleep(600)

    def before(self, module, name):
        real = getattr(module, name)

        def stepped(*given, **named):
            self.step()
            return real(*given, **named)

        setattr(module, name, stepped)


def refresh(stop):
    stop.before(folder, "_sync")
    stop.before(folder, "_forget")
    stop.before(events, "record")
    lake.refresh(at=NOON, by=BY, progress=stop.step)


def prepare():
    shop = Shop.open()
    ann, bea = shop.member("10"), shop.member("20")
    shop.sale(member=ann, number="A0")
    shop.sale(member=bea, amount=2_000, at=NOON - timedelta(days=40))
    shop.refresh()


def news(place):
    """What a day brings: a sale, a late one, goods that come back, somebody new."""
    shop = Shop(stores.ensure_stores(["1", "2"]))
    ann = ids_of_numbers(["10"])["10"]
    shop.sale(member=ann, number=f"A{place}", amount=500 + place)
    shop.sale(amount=700, number=f"L{place}", at=NOON - timedelta(days=100 + place))
    shop.give_back(f"A{place - 1}", member=ann, amount=1_000 if place == 1 else 499 + place)
    shop.member(f"{100 + place}")


def counted():
    stop = Stop()
    refresh(stop)
    return stop.seen


def compared():
    lake.refresh(at=NOON, by=BY)
    grown = tables()
    lake.refresh(at=NOON, by=BY, is_rebuild=True)
    return grown == tables()


def main(most):
    in_fork(prepare)
    in_fork(lambda: news(1))
    steps = in_fork(counted)
    points = sorted({1 + (steps - 1) * place // (most - 1) for place in range(most)})
    answers = []
    for place, where in enumerate(points, 2):
        before = in_fork(tables)
        in_fork(lambda place=place: news(place))
        fork = Fork(lambda mouth, where=where: refresh(Stop(where, mouth)))
        assert fork.heard() == b"!", f"never came to step {where}"
        fork.kill()
        left = in_fork(tables)
        equal = in_fork(compared)
        answers.append([where, left == before, left == in_fork(tables), equal])
    sys.stdout.write(json.dumps({"steps": steps, "kills": answers}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
