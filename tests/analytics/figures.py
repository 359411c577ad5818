"""Every figure over the tables of Complete Journey, by name, for Spark and the benches."""

from collections.abc import Callable, Mapping
from datetime import date

import ibis

import shuke.analytics as sa

Tables = Mapping[str, ibis.Table]
AS_OF = date(2018, 1, 1)
CROSS = {"min_support": 0.4, "min_lift": 1.3}


def _seven(t: Tables) -> sa.Given:
    return sa.Given(t["sales"], t["members"])


def _layers(t: Tables) -> ibis.Table:
    placed = sa.pyramid_members(t["sales"], t["members"], as_of=AS_OF)
    return placed.select("member", group=placed["layer"].cast("string"))


def _tastes(dimension: str) -> Callable[[Tables], ibis.Table]:
    return lambda t: sa.preferences(
        t["sales"],
        t["lines"],
        t["products"],
        as_of=AS_OF,
        dimension=dimension,
        groups=_layers(t),
    )


FIGURES: dict[str, Callable[[Tables], ibis.Table]] = {
    "summary": lambda t: sa.summary(t["sales"], t["lines"], as_of=AS_OF),
    "rfm": lambda t: sa.rfm(t["sales"], t["members"], as_of=AS_OF),
    "rfm_rank": lambda t: sa.rfm(t["sales"], as_of=AS_OF, scoring="rank", preset="eleven"),
    "rfm_threshold": lambda t: sa.rfm(t["sales"], as_of=AS_OF, scoring="threshold"),
    "rfm_mean": lambda t: sa.rfm(t["sales"], as_of=AS_OF, preset="eight_mean"),
    "segments_rfm": lambda t: sa.segments_rfm(t["sales"], t["members"], as_of=AS_OF),
    "cohorts": lambda t: sa.cohorts(t["sales"], as_of=AS_OF),
    "active_members": lambda t: sa.active_members(t["sales"], as_of=AS_OF),
    "concentration": lambda t: sa.concentration(t["sales"], t["members"], as_of=AS_OF),
    "gini": lambda t: sa.gini(t["sales"], as_of=AS_OF),
    "pareto": lambda t: sa.pareto(t["sales"], t["members"], as_of=AS_OF),
    "repurchase": lambda t: sa.repurchase(t["sales"], as_of=AS_OF),
    "intervals": lambda t: sa.intervals(t["sales"], as_of=AS_OF),
    # Departments: the same expression over categories takes Spark a minute on a busy machine.
    "pairs": lambda t: sa.pairs(t["lines"], t["products"], as_of=AS_OF, level="department"),
    "redemption": lambda t: sa.redemption(t["contacts"], as_of=AS_OF),
    "calendar": lambda t: sa.calendar(t["sales"], as_of=AS_OF),
    "sales_by_day": lambda t: sa.sales_by_day(t["sales"], as_of=AS_OF),
    "descriptive": lambda t: sa.descriptive(t["sales"], t["members"], as_of=AS_OF),
    "descriptive_month": lambda t: sa.descriptive(t["sales"], as_of=AS_OF, by="month"),
    "descriptive_store": lambda t: sa.descriptive(t["sales"], as_of=AS_OF, by="store"),
    "lifecycle": lambda t: sa.lifecycle(t["sales"], t["members"], as_of=AS_OF),
    "lifecycle_nes": lambda t: sa.lifecycle(
        t["sales"], t["members"], as_of=AS_OF, rule=sa.BY_CYCLE
    ),
    "lifecycle_transitions": lambda t: sa.lifecycle_transitions(
        t["sales"], t["members"], as_of=AS_OF
    ),
    "bucket": lambda t: sa.bucket(t["sales"], t["members"], as_of=AS_OF, cost_each=8_000),
    "pyramid": lambda t: sa.pyramid(t["sales"], t["members"], as_of=AS_OF),
    "migration": lambda t: sa.migration(t["sales"], t["members"], as_of=AS_OF),
    "indicators": lambda t: sa.indicators(_seven(t), as_of=AS_OF),
    "indicators_store": lambda t: sa.indicators(_seven(t), as_of=AS_OF, by_store=True),
    "activity": lambda t: sa.activity(t["sales"], t["members"], as_of=AS_OF),
    "rhythm": lambda t: sa.rhythm(t["sales"], as_of=AS_OF),
    "rhythm_members": lambda t: sa.rhythm_members(t["sales"], as_of=AS_OF),
    "groups": lambda t: sa.groups(t["sales"], as_of=AS_OF),
    "preferences_category": _tastes("category"),
    "preferences_price": _tastes("price"),
    "preferences_time": _tastes("time"),
    "preferences_weekday": _tastes("weekday"),
    "preferences_channel": _tastes("channel"),
    "cross_sell": lambda t: sa.cross_sell(t["lines"], t["products"], as_of=AS_OF, **CROSS),
    "items_per_member": lambda t: sa.items_per_member(t["lines"], t["products"], as_of=AS_OF),
}
