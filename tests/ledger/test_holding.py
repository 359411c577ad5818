"""Holds: set aside, used once, released once, run out; what is held does not lapse."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.ledger.conftest import LAO, MEI, START, earn, lapse, of, spend

from shuke.ledger import actions, queries
from shuke.ledger.refusals import BadEntry, HoldEnded, NotEnough, PostingKeyReused, UnknownHold

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 3, 1, 4, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


def hold(key, amount, *, at=NOON, lasts=QUARTER, holder=MEI):
    return actions.open_hold(place=of(holder), amount=amount, key=key, at=at, ends_at=at + lasts)


def free():
    return queries.balances(MEI)["points"].free


def test_the_web_shop_reserves_and_the_till_sees_what_is_free(db):
    """C26: 1,000 points, 800 reserved; the till asks 300, 200 are free; unpaid, they come back."""
    earn("a", 1_000)
    hold("web", 800)
    with pytest.raises(NotEnough) as refused:
        spend("till", 300)
    assert refused.value.values["free"] == 200
    assert actions.lapse_holds(at=NOON + QUARTER - timedelta(seconds=1)) == 0
    assert actions.lapse_holds(at=NOON + QUARTER) == 1
    assert actions.lapse_holds(at=NOON + QUARTER) == 0
    assert free() == 1_000


def test_a_hold_is_used_once_and_the_rest_of_it_is_free(db):
    earn("soon", 100, days=10)
    earn("later", 100)
    kept = hold("web", 120)
    spend("till", 80)
    posted = spend("paid", 90, hold=kept.id)
    assert posted.is_new
    # The till took what the hold had left; the sale took the lot set aside first.
    seen = [(lot.remaining, lot.held) for lot in queries.lots(of(MEI))]
    assert seen == [(10, 0), (20, 0)]
    assert free() == 30
    for late in (
        lambda: actions.release(holder=MEI, hold=kept.id, at=NOON),
        lambda: spend("again", 1, hold=kept.id),
    ):
        with pytest.raises(HoldEnded):
            late()
    assert not spend("paid", 90, hold=kept.id).is_new


def test_a_hold_past_its_end_is_used_no_more(db):
    earn("a", 100)
    kept = hold("web", 50, lasts=timedelta(seconds=1))
    with pytest.raises(HoldEnded):
        actions.release(holder=MEI, hold=kept.id, at=NOON + timedelta(seconds=1))
    with pytest.raises(HoldEnded):
        spend("late", 50, day=START + timedelta(days=1), hold=kept.id)
    assert actions.lapse_holds(at=NOON + timedelta(days=1)) == 1
    assert free() == 100


def test_what_is_held_does_not_lapse_while_the_till_waits(db):
    earn("a", 100, days=10)
    until = START + timedelta(days=9)
    late = datetime(2025, 3, 10, 15, 59, tzinfo=UTC)
    kept = hold("web", 60, at=late)
    assert lapse(until + timedelta(days=1)).units == 40
    actions.release(holder=MEI, hold=kept.id, at=late)
    assert lapse(until + timedelta(days=1)).units == 60
    assert queries.balances(MEI)["points"].balance == 0


def test_the_same_key_is_the_same_hold(db):
    earn("a", 100)
    first, again = hold("web", 60), hold("web", 60)
    assert (first.id, again.is_new) == (again.id, False)
    assert free() == 40
    with pytest.raises(PostingKeyReused):
        hold("web", 61)


def test_what_is_no_hold_is_refused(db):
    earn("a", 100)
    with pytest.raises(NotEnough):
        hold("too much", 101)
    with pytest.raises(BadEntry):
        hold("nothing", 0)
    with pytest.raises(BadEntry):
        hold("backwards", 1, lasts=-QUARTER)
    kept = hold("web", 1)
    with pytest.raises(UnknownHold):
        actions.release(holder=LAO, hold=kept.id, at=NOON)
