"""Any history of a pocket, against a book kept by hand: lists of single points (A2, A3, A7).

The witness keeps every point apart, as a coin with its last day; it knows no lots, no draws and no
sums, so it cannot share a mistake with the ledger.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.ledger.conftest import DEBT, ISSUED, SPENT, START, house, lapse, of, on

from shuke.ledger import actions, queries
from shuke.ledger.models import Account, Draw, Entry, Hold, HoldPart, Lot, Posting
from shuke.ledger.places import Move
from shuke.ledger.refusals import NotEnough, TakesBackTooMuch

HOLDERS = (1, 2)
AMOUNTS = st.integers(1, 12)


@dataclass
class Coin:
    """One point: when it lapses, in which order it came, where it is now."""

    until: date
    order: int
    place: str = "free"
    hold: int = 0
    made_by: int = 0
    taken_by: int = 0


class Book(RuleBasedStateMachine):
    """Two members earn, spend, reserve, return and forget."""

    @initialize()
    def empty(self):
        for table in (HoldPart, Hold, Draw, Lot, Entry, Posting, Account):
            assert not table.objects.exists()
        self.day, self.step = START, 0
        self.coins = {holder: [] for holder in HOLDERS}
        self.debt = dict.fromkeys(HOLDERS, 0)
        self.holds, self.earned, self.spent = {}, {}, {}

    def key(self):
        self.step += 1
        return f"k{self.step}"

    def post(self, holder, *moves, **more):
        return actions.post(
            holder=holder, key=self.key(), moves=moves, occasion=on(self.day), **more
        )

    def free(self, holder):
        free = [coin for coin in self.coins[holder] if coin.place == "free"]
        return sorted(free, key=lambda coin: (coin.until, coin.order))

    @rule(holder=st.sampled_from(HOLDERS), amount=AMOUNTS, days=st.integers(1, 20))
    def earn(self, holder, amount, days):
        until = self.day + timedelta(days=days)
        posted = self.post(holder, Move(house(ISSUED), of(holder), amount, until=until))
        self.earned[posted.id] = holder
        self.coins[holder] += [Coin(until, self.step, made_by=posted.id) for _ in range(amount)]

    @rule(holder=st.sampled_from(HOLDERS), amount=AMOUNTS)
    def spend(self, holder, amount):
        coins = self.free(holder)
        move = Move(of(holder), house(SPENT), amount)
        if len(coins) < amount:
            with pytest.raises(NotEnough):
                self.post(holder, move)
            return
        posted = self.post(holder, move)
        self.spent[posted.id] = holder
        for coin in coins[:amount]:
            coin.place, coin.taken_by = "spent", posted.id

    @precondition(lambda self: self.spent)
    @rule(which=st.integers(0, 99), amount=AMOUNTS)
    def goods_come_back(self, which, amount):
        sale = sorted(self.spent)[which % len(self.spent)]
        holder = self.spent[sale]
        coins = [
            coin for coin in self.coins[holder] if coin.place == "spent" and coin.taken_by == sale
        ]
        coins.sort(key=lambda coin: (coin.until, coin.order), reverse=True)
        move = Move(house(SPENT), of(holder), amount, is_back=True)
        if len(coins) < amount:
            with pytest.raises(TakesBackTooMuch):
                self.post(holder, move, of=sale)
            return
        self.post(holder, move, of=sale)
        for coin in coins[:amount]:
            coin.place, coin.taken_by = "free", 0

    @precondition(lambda self: self.earned)
    @rule(which=st.integers(0, 99), amount=AMOUNTS)
    def earned_points_are_taken_back(self, which, amount):
        sale = sorted(self.earned)[which % len(self.earned)]
        holder = self.earned[sale]
        coins = self.free(holder)
        coins.sort(key=lambda coin: coin.made_by != sale)
        self.post(
            holder,
            Move(of(holder), house(ISSUED), amount, is_back=True, short=of(holder, DEBT)),
            of=sale,
        )
        for coin in coins[:amount]:
            coin.place = "gone"
        self.debt[holder] += max(0, amount - len(coins))

    @rule(holder=st.sampled_from(HOLDERS), amount=AMOUNTS)
    def reserve(self, holder, amount):
        coins = self.free(holder)
        at = on(self.day).at
        asked = {"place": of(holder), "amount": amount, "key": self.key(), "at": at}
        if len(coins) < amount:
            with pytest.raises(NotEnough):
                actions.open_hold(**asked, ends_at=at + timedelta(hours=1))
            return
        hold = actions.open_hold(**asked, ends_at=at + timedelta(hours=1))
        self.holds[hold.id] = (holder, amount)
        for coin in coins[:amount]:
            coin.place, coin.hold = "held", hold.id

    def freed(self, hold):
        holder, amount = self.holds.pop(hold)
        held = [coin for coin in self.coins[holder] if coin.hold == hold]
        for coin in held:
            coin.place, coin.hold = "free", 0
        held.sort(key=lambda coin: (coin.until, coin.order))
        return holder, amount, held

    @precondition(lambda self: self.holds)
    @rule(part=st.integers(1, 12))
    def pay_with_the_hold(self, part):
        hold = min(self.holds)
        holder, amount, held = self.freed(hold)
        paid = min(part, amount)
        posted = self.post(holder, Move(of(holder), house(SPENT), paid), hold=hold)
        self.spent[posted.id] = holder
        for coin in held[:paid]:
            coin.place, coin.taken_by = "spent", posted.id

    @precondition(lambda self: self.holds)
    @rule()
    def give_up_the_hold(self):
        hold = max(self.holds)
        holder, _, _ = self.freed(hold)
        actions.release(holder=holder, hold=hold, at=on(self.day).at)

    @rule(days=st.integers(1, 8))
    def days_pass(self, days):
        self.day += timedelta(days=days)
        ended = actions.lapse_holds(at=on(self.day).at)
        assert ended == len(self.holds)
        for hold in list(self.holds):
            self.freed(hold)
        due = {holder: [c for c in self.free(holder) if c.until < self.day] for holder in HOLDERS}
        told = lapse(self.day)
        assert told.units == sum(map(len, due.values()))
        assert told.holders == sum(map(bool, due.values()))
        for coins in due.values():
            for coin in coins:
                coin.place = "gone"

    @invariant()
    def the_book_says_what_the_coins_say(self):
        if not hasattr(self, "coins"):
            return
        assert queries.verify() == ()
        for holder in HOLDERS:
            standing = queries.balances(holder)
            coins = [c for c in self.coins[holder] if c.place in {"free", "held"}]
            held = [c for c in coins if c.place == "held"]
            if "points" in standing:
                assert standing["points"].balance == len(coins)
                assert standing["points"].held == len(held)
            else:
                assert not coins
            owed = standing["points.debt"].balance if "points.debt" in standing else 0
            assert owed == -self.debt[holder]
            by_day: dict[date, int] = {}
            for lot in queries.lots(of(holder)):
                by_day[lot.until] = by_day.get(lot.until, 0) + lot.remaining
            assert by_day == {
                day: sum(c.until == day for c in coins) for day in {c.until for c in coins}
            }

    @invariant()
    def every_unit_is_somewhere(self):
        if not hasattr(self, "coins"):
            return
        houses = sum(
            queries.house_balance(pocket)
            for pocket in ("points.issued", "points.spent", "points.lapsed")
        )
        members = sum(
            one.balance for holder in HOLDERS for one in queries.balances(holder).values()
        )
        assert houses + members == 0


def run(examples, steps):
    run_state_machine_as_test(
        Book,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def fresh(db, monkeypatch):
    """Each history begins with empty books: a savepoint of the test's own transaction."""
    from django.db import transaction

    begin = Book.__init__

    def started(self):
        begin(self)
        self.mark = transaction.savepoint()

    monkeypatch.setattr(Book, "__init__", started)
    monkeypatch.setattr(Book, "teardown", lambda self: transaction.savepoint_rollback(self.mark))


@pytest.mark.usefixtures("fresh")
def test_histories_of_a_pocket_hold_against_single_coins():
    run(examples=25, steps=30)


@pytest.mark.soak
@pytest.mark.usefixtures("fresh")
def test_two_thousand_histories_of_a_pocket_hold_against_single_coins():
    run(examples=2_000, steps=50)
