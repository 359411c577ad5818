"""Every command that reads: its data, its messages, its exit code, as documented."""

import csv
import io
import json
import re
from typing import Any

import pytest

SAFE_INTEGER_MAX = 2**53 - 1
READS = (
    ("doctor",),
    ("figures",),
    ("figure", "summary"),
    ("figure", "segments_rfm", "--preset", "eleven", "--as-of", "2017-07-01"),
    ("lake", "status"),
    ("member", "find", "1"),
    ("member", "show", "1"),
    ("segment", "list"),
    ("segment", "count", "win_back"),
    ("segment", "export", "win_back"),
)
# What was asked, the exit code that the reference documents, the refusal's code.
REFUSED = (
    (("figure", "luck"), 3, "figure.unknown"),
    (("figure", "summary", "--by", "store"), 5, "figure.unknown_parameter"),
    (("figure", "rfm", "--scoring", "luck"), 5, "figure.bad_parameter"),
    (("figure", "rfm", "--as-of", "2017-02-30"), 5, "request.not_a_day"),
    (("member", "show", "99999999"), 3, "member.unknown"),
    (("segment", "show", "luck"), 3, "segment.unknown"),
    (("import", "no-such.csv"), 3, "import.file_gone"),
)
# What Python writes of its own values has no place in data.
PYTHON = re.compile(r"datetime\.|<\w+\.\w+:|\{'|\['|\bNone\b|\bTrue\b|\bFalse\b")


@pytest.fixture(scope="module")
def answers(demo):
    """The outcome of every command above, in both shapes."""
    commands = [*READS, *(command for command, _, _ in REFUSED)]
    asked = [command + shape for shape in ((), ("--json",)) for command in commands]
    return {command: demo.shell.run(*command) for command in asked}


def _numbers(value: Any):
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _numbers({} if name is None else one)
    elif isinstance(value, list):
        for one in value:
            yield from _numbers(one)
    elif isinstance(value, int):
        yield value


@pytest.mark.parametrize("command", READS, ids=" ".join)
def test_a_command_writes_data_and_nothing_of_python(answers, command):
    plain, shaped = answers[command], answers[(*command, "--json")]
    assert (plain.code, shaped.code) == (0, 0), plain.err + shaped.err
    rows = list(csv.reader(io.StringIO(plain.out)))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not PYTHON.search(plain.out), PYTHON.findall(plain.out)
    document = json.loads(shaped.out)
    assert document
    assert max(map(abs, _numbers(document)), default=0) <= SAFE_INTEGER_MAX


@pytest.mark.parametrize(
    ("command", "code", "refusal"), REFUSED, ids=[" ".join(one) for one, _, _ in REFUSED]
)
def test_a_refusal_has_its_exit_code_and_leaves_stdout_empty(answers, command, code, refusal):
    plain, shaped = answers[command], answers[(*command, "--json")]
    assert (plain.code, shaped.code) == (code, code)
    assert (plain.out, shaped.out) == ("", "")
    message, step = plain.err.strip().splitlines()
    assert step.endswith(f"[{refusal}]")
    assert json.loads(shaped.err) == {
        "error": {
            "code": refusal,
            "message": message,
            "hint": step.removesuffix(f" [{refusal}]"),
        }
    }


def test_a_member_shown_names_the_store_by_its_number(answers):
    shown = json.loads(answers["member", "show", "1", "--json"].out)
    assert shown["card"]["number"] == "1"
    # Household 1 shopped most often in store 436 (an independent count of the source).
    assert shown["card"]["store"] == "436"
    fields = {one["name"]: one["value"] for one in shown["fields"]}
    assert (fields["age"], fields["income"]) == ("65+", "35-49K")
