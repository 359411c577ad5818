"""Any history of merging, undoing and living on keeps every row and every point (promise C5)."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.members.conftest import ALL, NOON, ZHANG

from shuke.members import actions, merging, queries
from shuke.members.merging import MergePart
from shuke.members.models import (
    Attribute,
    HouseholdMember,
    Identifier,
    Identity,
    Interaction,
    Member,
    Note,
)
from shuke.members.refusals import LaterMergeFirst, SameMember

PEOPLE = 6
STATE = (Member, Identifier, Identity, Attribute, Note, Interaction, HouseholdMember)
members = st.integers(min_value=0, max_value=PEOPLE - 1)


def rows():
    """Everything known about everybody, row by row."""
    return [list(table.objects.order_by("pk").values()) for table in STATE]


class Merging(RuleBasedStateMachine):
    """Six people with points; the model keeps its own list of merges and its own purses."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.points = {}
        merging.register(MergePart("points", lambda *_: (), self.move, self.move_back))
        self.ids = actions.load(
            [
                actions.Newcomer(number=str(index), phone=f"1380000000{index}")
                for index in range(PEOPLE)
            ],
            at=NOON,
            by=ZHANG,
            source="machine",
        ).ids
        self.points = dict.fromkeys(self.ids, 0)
        self.earned = 0
        self.step = 0
        self.done = []  # merges in force, in order: (merge, points that moved)
        self.parent = {}  # the model's own redirects, one edge each, never flattened

    def teardown(self):
        merging.unregister("points")
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # What a wallet would do.
    def move(self, survivor, merged):
        moved, self.points[merged] = self.points[merged], 0
        self.points[survivor] += moved
        return {"points": moved}

    def move_back(self, survivor, merged, moved):
        self.points[survivor] -= moved["points"]
        self.points[merged] += moved["points"]

    # The model.
    def top(self, member):
        while member in self.parent:
            member = self.parent[member]
        return member

    def now(self):
        self.step += 1
        return NOON + timedelta(minutes=self.step)

    def merge(self, one, other):
        return actions.merge(survivor_id=one, merged_id=other, scope=ALL, at=self.now(), by=ZHANG)

    def undo(self, done):
        actions.undo_merge(merge_id=done.merge_id, scope=ALL, at=self.now(), by=ZHANG)

    @rule(one=members, other=members)
    def become_one(self, one, other):
        one, other = self.ids[one], self.ids[other]
        if self.top(one) == self.top(other):
            with pytest.raises(SameMember):
                self.merge(one, other)
            return
        survivor, merged = self.top(one), self.top(other)
        done = self.merge(one, other)
        assert (done.survivor_id, done.merged_id) == (survivor, merged)
        self.parent[merged] = survivor
        self.done.append(done)

    @rule(one=members, other=members)
    def become_one_and_two_again_at_once(self, one, other):
        one, other = self.ids[one], self.ids[other]
        if self.top(one) != self.top(other):
            before, purses = rows(), dict(self.points)
            self.undo(self.merge(one, other))
            assert rows() == before
            assert self.points == purses

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def become_two_again(self, data):
        done = data.draw(st.sampled_from(self.done))
        if done.survivor_id in self.parent:
            before = rows()
            with pytest.raises(LaterMergeFirst):
                self.undo(done)
            assert rows() == before
            return
        self.undo(done)
        del self.parent[done.merged_id]
        self.done.remove(done)

    @rule(member=members, points=st.integers(min_value=1, max_value=500))
    def earn(self, member, points):
        self.points[self.top(self.ids[member])] += points
        self.earned += points

    @rule(member=members, region=st.sampled_from(["上海", "北京", ""]))
    def say_where_he_lives(self, member, region):
        actions.set_profile(
            member_id=self.ids[member],
            values={"region": region},
            source="machine",
            scope=ALL,
            at=self.now(),
            by=ZHANG,
        )

    @rule(member=members, card=st.integers(min_value=0, max_value=99))
    def get_a_card(self, member, card):
        number = f"VIP{card:04d}"
        owner = queries.identified(number, ALL)
        if owner is None or owner.id == self.top(self.ids[member]):
            actions.add_identity(
                member_id=self.ids[member],
                kind="card",
                value=number,
                scope=ALL,
                at=self.now(),
                by=ZHANG,
            )

    @invariant()
    def every_row_leads_to_the_models_survivor(self):
        redirects = dict(Member.objects.values_list("pk", "merged_into_id"))
        for member in self.ids:
            expected = self.top(member)
            assert redirects[member] == (None if expected == member else expected)
        survivors = {self.top(member) for member in self.ids}
        assert queries.counts(ALL).members == len(survivors)

    @invariant()
    def no_point_is_lost_or_made(self):
        assert sum(self.points.values()) == self.earned
        assert all(points >= 0 for points in self.points.values())
        assert all(self.points[member] == 0 for member in self.parent)

    @invariant()
    def every_phone_finds_its_survivor(self):
        index = self.step % PEOPLE
        found = queries.identified(f"1380000000{index}", ALL)
        assert found.id == self.top(self.ids[index])


def run(examples, steps):
    run_state_machine_as_test(
        Merging,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.usefixtures("chain")
def test_histories_of_merging_keep_rows_and_points():
    run(examples=25, steps=16)


@pytest.mark.soak
@pytest.mark.usefixtures("chain")
def test_ten_thousand_histories_of_merging_keep_rows_and_points():
    run(examples=10_000, steps=8)
