"""A refresh that dies at any step leaves one whole snapshot, and the next one misses nothing."""

import json

import pytest
from tests.apart import made


def killed(home, most):
    with made(home) as aside:
        told = json.loads(aside.run("tests.lake.killing", str(most)))
    for where, is_before, is_after, is_equal in told["kills"]:
        assert is_before or is_after, f"step {where} left something between"
        assert is_equal, f"after step {where} a refresh is not a rebuild"
    # The snapshot switches at one step; both sides of it were met.
    assert told["kills"][0][1]
    assert told["kills"][-1][2]
    return told


@pytest.mark.django_db
def test_a_refresh_killed_at_a_step_leaves_a_whole_snapshot(tmp_path):
    assert len(killed(tmp_path, 5)["kills"]) == 5


@pytest.mark.soak
@pytest.mark.django_db
def test_a_refresh_killed_at_every_step_leaves_a_whole_snapshot(tmp_path):
    told = killed(tmp_path, 1_000)
    assert len(told["kills"]) == told["steps"]
