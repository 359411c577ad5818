"""One definition, one answer: command line and API say what the independent witnesses found.

Runs over the prepared demo, on the database of the lane; `tests/analytics` and `tests/lake` compare
Python's answers with the same files.
"""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.lake.test_truth_direct import ASKED, SPOKEN, rows_of

TRUTH = Path(__file__).parent.parent / "truth" / "complete_journey"
FILES = sorted(TRUTH.glob("*.json"))
MORE = {
    "lifecycle_nes": ("lifecycle", {"method": "cycle"}),
    "lifecycle_nes_transitions": ("lifecycle_transitions", {"method": "cycle"}),
    "migration": ("migration", {"days": "90"}),
}
# The taste of the pyramid's layers has no address of its own; tests/analytics compares it.
LEFT = {name for name in (path.name.split(".")[0] for path in FILES) if "preferences" in name}
BY_COMMAND = ("summary", "repurchase", "redemption", "cohorts", "segments_rfm", "concentration")
PAGE = 200


def _asked(told: dict[str, Any]) -> tuple[str, dict[str, str]]:
    known = {**ASKED, **MORE}
    name, parameters = known.get(told["figure"], (told["figure"], {}))
    return name, dict(parameters)


def _compare(told: dict[str, Any], ours: list[dict[str, Any]]) -> None:
    truth = rows_of(told)
    if told["figure"] == "gini":
        ours = ours[:1]
    assert len(ours) == len(truth)
    for our, true in zip(ours, truth, strict=True):
        for said, value in true.items():
            column = said if said in our else SPOKEN[said]
            expected = value
            if isinstance(value, float):
                expected = pytest.approx(value, rel=1e-12)
            elif isinstance(our[column], str):
                expected = str(value)
            assert our[column] == expected, (column, our, true)


@pytest.fixture(scope="module")
def api(demo, demo_server):
    key = json.loads(demo.shuke("chain", "key", "one answer", "--json"))["key"]
    with httpx.Client(
        base_url=f"{demo_server}/api/v1", headers={"Authorization": f"Bearer {key}"}, timeout=60
    ) as client:
        yield client


def _all_pages(api, name: str, query: dict[str, str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    after = None
    while True:
        marks = {"after": after} if after else {}
        answer = api.get(f"/figures/{name}", params={**query, **marks, "limit": PAGE})
        assert answer.status_code == 200, answer.text
        body = answer.json()
        rows += body["rows"]
        after = body["next"]
        if after is None:
            return rows


@pytest.mark.parametrize(
    "path", [p for p in FILES if p.name.split(".")[0] not in LEFT], ids=lambda path: path.stem
)
def test_the_api_says_what_the_witness_found(api, path):
    told = json.loads(path.read_text(encoding="utf-8"))
    name, parameters = _asked(told)
    _compare(told, _all_pages(api, name, {**parameters, "as_of": told["as_of"]}))


@pytest.mark.parametrize("name", BY_COMMAND)
def test_the_command_line_says_what_the_witness_found(demo, name):
    told = json.loads((TRUTH / f"{name}.2018-01-01.json").read_text(encoding="utf-8"))
    envelope = json.loads(demo.shuke("figure", name, "--json"))
    assert (envelope["as_of"], envelope["zone"]) == (told["as_of"], told["zone"])
    assert envelope["currency"] == "USD"
    _compare(told, envelope["rows"])


def test_csv_and_json_hold_the_same_rows(demo):
    envelope = json.loads(demo.shuke("figure", "active_members", "--json"))
    lines = demo.shuke("figure", "active_members", "--csv").splitlines()
    assert lines[0] == "month,members"
    assert lines[1:] == [f"{row['month']},{row['members']}" for row in envelope["rows"]]


def test_an_unknown_figure_is_refused_with_a_code_and_a_next_step(demo, api):
    answer = api.get("/figures/nonsense")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "figure.unknown"
    demo.shuke("figure", "nonsense", code=3)
