"""Every figure on Complete Journey equals the truth, straight from the tables (no import)."""

import json
from datetime import date
from pathlib import Path

import pytest

from shuke.kernel.scope import Scope
from shuke.lake import figures

TRUTH = Path(__file__).parent.parent / "truth" / "complete_journey"
# Truth file -> figure and parameters, where the name of the file does not say it.
ASKED = {
    "rfm_rank": ("rfm", {"scoring": "rank"}),
    "segments_rfm_rank": ("segments_rfm", {"scoring": "rank"}),
    "gini": ("concentration", {}),
    "pairs_category": ("pairs", {"level": "category", "min_support": "0.01"}),
    "pairs_product": ("pairs", {"level": "product", "min_support": "0.002"}),
    "statistics_month": ("descriptive", {"by": "month"}),
    "statistics_store": ("descriptive", {"by": "store"}),
}
SPOKEN = {"mean": "average"}  # the truth's word -> the figure's
OWN = {
    "active_members",
    "calendar",
    "cohorts",
    "concentration",
    "gini",
    "intervals",
    "pairs_category",
    "pairs_product",
    "redemption",
    "repurchase",
    "rfm",
    "rfm_rank",
    "segments_rfm",
    "segments_rfm_rank",
    "statistics_month",
    "statistics_store",
    "summary",
}  # the catalogue's other families are tested beside their analytics
FILES = [path for path in sorted(TRUTH.glob("*.json")) if path.name.partition(".")[0] in OWN]


def rows_of(told: dict) -> list[dict]:
    if "columns" in told:
        return [dict(zip(told["columns"], row, strict=True)) for row in told["rows"]]
    return told["rows"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_figure_equals_the_truth(journey, path: Path) -> None:
    told = json.loads(path.read_text(encoding="utf-8"))
    name, parameters = ASKED.get(told["figure"], (told["figure"], {}))
    answer = figures.compute(
        name,
        as_of=date.fromisoformat(told["as_of"]),
        parameters=parameters,
        scope=Scope.everything(),
    )
    ours, truth = answer.envelope()["rows"], rows_of(told)
    if told["figure"] == "gini":
        ours = ours[:1]
    assert len(ours) == len(truth)
    for our, true in zip(ours, truth, strict=True):
        for said, value in true.items():
            column = said if said in our else SPOKEN[said]
            is_number = column in {"member", "store"} or _is_product(told, column)
            expected = str(value) if is_number else value
            assert our[column] == (
                pytest.approx(expected, rel=1e-12) if isinstance(value, float) else expected
            ), (column, our, true)


def _is_product(told: dict, column: str) -> bool:
    return told["figure"] == "pairs_product" and column in {"a", "b"}
