"""What winning members costs and whether they are the ones the chain wants (A16 A17)."""

from datetime import date, timedelta

import pytest
from tests.members.conftest import ALL, NOON, SYSTEM, ZHANG

from shuke.kernel.scope import NotAllowed, Scope
from shuke.members import actions, queries
from shuke.members.refusals import BadPeriod, BadTarget, UnknownTarget
from shuke.members.targeting import Target

JANUARY, FEBRUARY = date(2018, 1, 1), date(2018, 2, 1)


def load(*newcomers):
    return actions.load(newcomers, at=NOON, by=SYSTEM, source="test").ids


def cost(amount, *, starts_on=JANUARY, ends_before=FEBRUARY, scope=ALL):
    actions.enter_cost(
        channel="X",
        starts_on=starts_on,
        ends_before=ends_before,
        amount=amount,
        scope=scope,
        at=NOON,
        by=ZHANG,
    )


def test_two_hundred_joins_for_4000_of_whom_50_buy_in_a_month(chain):
    ids = load(
        *(actions.Newcomer(number=str(index), channel="X", joined_at=NOON) for index in range(200))
    )
    cost(400_000)
    # Fifty buy on the thirtieth day, one more a day too late, one before he joined.
    days = {member: [JANUARY + timedelta(days=30)] for member in ids[:50]}
    days[ids[50]] = [JANUARY + timedelta(days=31)]
    days[ids[51]] = [JANUARY - timedelta(days=1)]

    (x,) = queries.recruitment(
        ALL,
        starts_on=JANUARY,
        ends_before=FEBRUARY,
        as_of=date(2018, 6, 1),
        purchases=lambda asked: {one: days[one] for one in asked if one in days},
    )

    assert (x.channel, x.joins, x.cost, x.buyers) == ("X", 200, 400_000, 50)
    assert (x.cost_per_join, x.cost_per_buyer, x.conversion) == (2000, 8000, 0.25)
    # Only the one of the 31st day came again after the first month.
    assert (x.eligible, x.retained, x.retention) == (200, 1, 0.005)


def test_a_cost_counts_by_its_days_inside_the_period(chain):
    cost(310, starts_on=date(2018, 1, 22), ends_before=date(2018, 2, 22))
    (x,) = queries.recruitment(
        ALL,
        starts_on=JANUARY,
        ends_before=FEBRUARY,
        as_of=FEBRUARY,
        purchases=lambda _: {},
    )
    # Ten of 31 days; nobody joined, so there is no price per head.
    assert (x.cost, x.cost_per_join, x.conversion) == (100, None, None)


@pytest.mark.parametrize(("amount", "ends"), [(-1, FEBRUARY), (1, JANUARY)])
def test_a_cost_needs_a_period_and_no_minus(chain, amount, ends):
    with pytest.raises(BadPeriod):
        cost(amount, ends_before=ends)


def test_costs_are_for_those_who_plan(chain):
    with pytest.raises(NotAllowed):
        cost(1, scope=Scope(role="manager", stores=frozenset({chain["1"]})))


def a_person(index, *, birth="", region=""):
    profile = {"region": region} if region else {}
    if birth:
        profile["birthday"] = birth
    return actions.Newcomer(number=str(index), profile=profile)


def set_target(**parts):
    target = Target(**{"name": "young Shanghai", **parts})
    actions.set_target(target=target, scope=ALL, at=NOON, by=ZHANG)


def test_sixty_of_a_hundred_inside_the_target_and_ten_not_known(chain):
    load(
        *(a_person(index, birth="1990-05-01", region="上海") for index in range(40)),
        *(a_person(index, birth="1980-05-01", region="上海") for index in range(40, 60)),
        *(a_person(index, birth="1950-05-01", region="上海") for index in range(60, 75)),
        *(a_person(index, birth="1990-05-01", region="北京") for index in range(75, 90)),
        *(a_person(index, region="上海") for index in range(90, 100)),
    )
    set_target(age_from=25, age_to=40, regions=("上海",))

    fit = queries.fit_of("young Shanghai", as_of=date(2018, 1, 1), scope=ALL)

    assert (fit.members, fit.inside, fit.outside, fit.unknown) == (100, 60, 30, 10)
    assert fit.share == 0.6
    # 27 and 37 years old: two cells, an even share would be thirty each.
    assert [(cell.age_band, cell.members, round(cell.index, 2)) for cell in fit.cells] == [
        ("25-29", 40, 1.33),
        ("35-39", 20, 0.67),
    ]


def test_a_target_is_redefined_by_its_name(chain):
    set_target(age_from=25, age_to=40)
    set_target(age_from=30, age_to=50)
    (target,) = queries.targets()
    assert (target.name, target.age_from, target.age_to) == ("young Shanghai", 30, 50)


@pytest.mark.parametrize(
    "parts",
    [{"name": " "}, {"age_from": 40, "age_to": 25}, {"age_from": -1}, {"age_to": 131}],
)
def test_a_target_that_makes_no_sense_is_refused(chain, parts):
    with pytest.raises(BadTarget):
        set_target(**parts)
    assert queries.targets() == ()


def test_a_target_nobody_defined_is_refused(chain):
    with pytest.raises(UnknownTarget):
        queries.fit_of("nobody", as_of=JANUARY, scope=ALL)
