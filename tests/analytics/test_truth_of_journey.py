"""Every figure on Complete Journey equals what the independent scripts of `tests/truth` found."""

import json
import math
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pytest
from bench.journey import household
from tests.analytics.small import rows

import shuke.analytics as sa

TRUTH = Path(__file__).parent.parent / "truth" / "complete_journey"
YEAR_END, MID_YEAR = date(2018, 1, 1), date(2017, 7, 1)
Tables = Mapping[str, ibis.Table]
Figure = Callable[[Tables, date], ibis.Table]
LAYERS = 90


def _of_layers(t: Tables, day: date, dimension: str) -> ibis.Table:
    layers = sa.pyramid_members(t["sales"], t["members"], as_of=day)
    groups = layers.select("member", group=layers["layer"].cast("string"))
    return sa.preferences(
        t["sales"], t["lines"], t["products"], as_of=day, dimension=dimension, groups=groups
    )


FIGURES: dict[str, Figure] = {
    "summary": lambda t, day: sa.summary(t["sales"], t["lines"], as_of=day),
    "rfm": lambda t, day: sa.rfm(t["sales"], as_of=day),
    "rfm_rank": lambda t, day: sa.rfm(t["sales"], as_of=day, scoring="rank"),
    "segments_rfm": lambda t, day: sa.segments_rfm(t["sales"], as_of=day),
    "segments_rfm_rank": lambda t, day: sa.segments_rfm(t["sales"], as_of=day, scoring="rank"),
    "concentration": lambda t, day: sa.concentration(t["sales"], t["members"], as_of=day),
    "gini": lambda t, day: sa.gini(t["sales"], as_of=day),
    "repurchase": lambda t, day: sa.repurchase(t["sales"], as_of=day),
    "pyramid": lambda t, day: sa.pyramid(t["sales"], t["members"], as_of=day),
    "migration": lambda t, day: sa.migration(t["sales"], t["members"], as_of=day, days=LAYERS),
    "lifecycle": lambda t, day: sa.lifecycle(t["sales"], t["members"], as_of=day),
    "lifecycle_nes": lambda t, day: sa.lifecycle(
        t["sales"], t["members"], as_of=day, rule=sa.BY_CYCLE
    ),
    "lifecycle_transitions": lambda t, day: sa.lifecycle_transitions(
        t["sales"], t["members"], as_of=day
    ),
    "lifecycle_nes_transitions": lambda t, day: sa.lifecycle_transitions(
        t["sales"], t["members"], as_of=day, rule=sa.BY_CYCLE
    ),
    "bucket": lambda t, day: sa.bucket(t["sales"], t["members"], as_of=day),
    "indicators": lambda t, day: sa.indicators(sa.Given(t["sales"], t["members"]), as_of=day),
}
OF_THE_YEAR: dict[str, Figure] = {
    "cohorts": lambda t, day: sa.cohorts(t["sales"], as_of=day),
    "active_members": lambda t, day: sa.active_members(t["sales"], as_of=day),
    "intervals": lambda t, day: sa.intervals(t["sales"], as_of=day),
    "redemption": lambda t, day: sa.redemption(t["contacts"], as_of=day),
    "calendar": lambda t, day: sa.calendar(t["sales"], as_of=day),
    "pairs_category": lambda t, day: sa.pairs(t["lines"], t["products"], as_of=day),
    "pairs_product": lambda t, day: sa.pairs(
        t["lines"], as_of=day, level="product", min_support=0.002
    ),
    "statistics_month": lambda t, day: sa.descriptive(t["sales"], as_of=day, by="month"),
    "statistics_store": lambda t, day: sa.descriptive(t["sales"], as_of=day, by="store"),
    "preferences_category": lambda t, day: _of_layers(t, day, "category"),
    "preferences_brand": lambda t, day: _of_layers(t, day, "brand"),
    "preferences_weekday": lambda t, day: _of_layers(t, day, "weekday"),
    "preferences_time": lambda t, day: _of_layers(t, day, "time"),
}
# The truth says mean and (buying) members where the figure says average and buyers.
RENAMED = {"statistics_month": {"mean": "average"}, "statistics_store": {"mean": "average"}}


def truth(name: str, day: date) -> list[dict[str, Any]]:
    told = json.loads((TRUTH / f"{name}.{day}.json").read_text(encoding="utf-8"))
    found = told["rows"]
    if "columns" in told:
        found = [dict(zip(told["columns"], row, strict=True)) for row in found]
    names = RENAMED.get(name, {})
    return [{names.get(key, key): value for key, value in row.items()} for row in found]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, date) else value for key, value in row.items()}


def assert_told(found: list[dict[str, Any]], told: list[dict[str, Any]]) -> None:
    assert len(found) == len(told)
    for ours, theirs in zip(found, told, strict=True):
        for key, value in theirs.items():
            if isinstance(value, float):
                assert math.isclose(ours[key], value, rel_tol=1e-12), (key, ours, theirs)
            else:
                assert ours[key] == value, (key, ours, theirs)


def _answer(figure: Figure, tables: Tables, day: date) -> list[dict[str, Any]]:
    found = [_plain(row) for row in rows(figure(tables, day))]
    if found and "member" in found[0]:
        for row in found:
            row["member"] = household(row["member"])
        found.sort(key=lambda row: row["member"])
    return found


@pytest.mark.parametrize("day", [YEAR_END, MID_YEAR], ids=str)
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_members_equals_the_truth(journey: Tables, name: str, day: date) -> None:
    assert_told(_answer(FIGURES[name], journey, day), truth(name, day))


@pytest.mark.parametrize("name", OF_THE_YEAR)
def test_a_figure_of_the_year_equals_the_truth(journey: Tables, name: str) -> None:
    assert_told(_answer(OF_THE_YEAR[name], journey, YEAR_END), truth(name, YEAR_END))


def test_every_truth_file_is_compared() -> None:
    known = {path.name.split(".")[0] for path in TRUTH.glob("*.json")}
    assert known == FIGURES.keys() | OF_THE_YEAR.keys()
