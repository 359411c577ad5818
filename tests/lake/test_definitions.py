"""X17: every indicator has one published definition, the same for every door."""

import re

import pytest

from shuke.kernel.scope import Scope
from shuke.lake import figures
from shuke.lake.figures.definition import Entry, Figure
from shuke.lake.figures.registry import entry_of, register

UNITS = {
    "member", "store", "text", "month", "day", "score", "members", "sales", "lines", "products",
    "stores", "count", "minor", "share", "days", "number",
}  # fmt: skip
# The figures that the issue names; doors and scripts of others rely on them.
NAMED = {
    "summary": ["lines", "sales", "members", "stores", "products_sold", "amount"],
    "rfm": ["member", "recency_days", "frequency", "monetary", "r", "f", "m", "segment"],
    "segments_rfm": ["segment", "members", "amount"],
    "cohorts": ["cohort", "month", "members"],
    "active_members": ["month", "members"],
    "concentration": ["top_share", "amount_share", "gini"],
    "repurchase": ["days", "eligible", "repurchased"],
    "intervals": ["n", "mean", "median", "p80", "p90", "p95"],
    "pairs": ["a", "b", "sales", "support", "confidence_ab", "confidence_ba", "lift"],
    "redemption": ["campaign_type", "recipients", "redeemers", "rate"],
}
EVERY = figures.all_figures()


@pytest.mark.parametrize("figure", EVERY, ids=lambda figure: figure.name)
def test_every_figure_publishes_its_definition_in_both_languages(figure: Figure) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", figure.name)
    assert figure.version >= 1
    for zh, en in ((figure.zh, figure.en), (figure.about_zh, figure.about_en)):
        assert re.search("[\u4e00-\u9fff]", zh)
        assert re.search("[A-Za-z]{2}", en)
        assert not re.search("[\u4e00-\u9fff]", en)
    assert set(figure.columns.values()) <= UNITS, figure.columns
    for parameter in figure.parameters:
        assert re.search("[\u4e00-\u9fff]", parameter.zh)
        assert parameter.en
        if parameter.type == "choice":
            assert parameter.default in parameter.choices


@pytest.mark.parametrize("name", NAMED)
def test_the_named_figures_have_their_named_columns(name: str) -> None:
    assert set(NAMED[name]) <= set(figures.figure_of(name).columns)


@pytest.mark.parametrize("figure", EVERY, ids=lambda figure: figure.name)
def test_lists_stand_behind_columns_of_the_figure(figure: Figure) -> None:
    assert set(entry_of(figure.name).lists) <= set(figure.columns)


def test_a_name_is_given_once() -> None:
    entry = entry_of("summary")
    with pytest.raises(ValueError, match="registered twice"):
        register(entry)
    silent = Figure("x", "甲", "X", 1, {"n": "count"}, "甲", "X", has_members=True)
    with pytest.raises(ValueError, match="has_members"):
        register(Entry(silent, entry.rows))


def test_a_figure_is_the_same_by_whatever_way_it_is_asked(journey) -> None:
    """The envelope of the doors, the table of conditions and the list behind agree."""
    everything = Scope.everything()
    told = figures.compute("segments_rfm", scope=everything)
    by_name = {row["segment"]: row["members"] for row in told.rows}
    rfm = figures.compute("rfm", scope=everything)
    counted = dict.fromkeys(by_name, 0)
    for row in rfm.rows:
        counted[row["segment"]] += 1
    assert counted == by_name
    from shuke.lake.access import open_lake

    lake = open_lake(everything)
    for name, members in by_name.items():
        found = figures.member_table(
            "segments_rfm", as_of=told.as_of, where={"segment": name}, lake=lake
        )
        assert lake.backend.to_pyarrow(found.count()).as_py() == members
