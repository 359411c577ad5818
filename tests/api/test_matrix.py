"""Role x operation x own/other store: what is not allowed is refused and changes nothing (F4)."""

import pytest
from django.db import transaction
from tests.api.matrix import BOUND, MISSING, SAMPLES
from tests.api.world import SIDES, build
from tests.lake.conftest import inside, prepared

from shuke.events.models import Event
from shuke.interfaces.api import app, door, limiting  # noqa: F401 - the app declares the operations
from shuke.kernel.permissions import CHAIN_WIDE, MATRIX, ROLES


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker, tmp_path_factory, worker_id):
    folder = tmp_path_factory.mktemp("matrix")
    with django_db_blocker.unblock(), prepared(f"shuke_matrix_{worker_id}", folder) as place:
        with inside(place):
            world = build()
        yield place, world


@pytest.fixture
def world(transactional_db, place):
    with inside(place[0]):
        yield place[1]


def send(caller, sample):
    """Call, look, and take everything back."""
    with transaction.atomic():
        before = Event.objects.count()
        if sample.files is None:
            answer = caller.call(sample.method, sample.path, sample.body)
        else:
            headers = {"Authorization": f"Bearer {caller.secret}", "Idempotency-Key": "k"}
            answer = caller.client.post(f"/api/v1{sample.path}", sample.files, headers=headers)
        changed = Event.objects.count() - before
        transaction.set_rollback(True)
    return answer, changed


def test_every_operation_has_a_row():
    assert set(SAMPLES) == set(door.OPERATIONS)


def expected(operation, role, side):
    """The statuses that a call may answer, and whether it may have changed something."""
    if operation.permission not in MATRIX[role]:
        return {403}, False
    if side == "other" and role not in CHAIN_WIDE and operation.name in BOUND:
        return {403, 404}, False
    if operation.name in MISSING:
        return {404}, False
    return {200, 201, 202}, True


def test_the_matrix(world):
    wrong, count = [], 0
    for name, sample in SAMPLES.items():
        for side in SIDES:
            for role in ROLES:
                statuses, may_change = expected(door.OPERATIONS[name], role, side)
                answer, changed = send(world.callers[role], sample(world, side))
                count += 1
                if answer.status_code not in statuses or (changed and not may_change):
                    told = answer.content[:200]
                    wrong.append((name, role, side, answer.status_code, changed, told))
    assert wrong == []
    assert count == len(door.OPERATIONS) * len(ROLES) * len(SIDES)


def test_every_operation_is_closed_to_strangers(world, client):
    for name, sample in SAMPLES.items():
        limiting.buckets.clear()
        made = sample(world, "own")
        answer = client.generic(made.method, f"/api/v1{made.path}")
        assert answer.status_code == 401, name


def test_what_answers_everybody_shows_each_his_own(world):
    """Store staff of store 1 see nothing of store 2 in lists, figures, batches, segments."""
    manager, analyst = world.callers["manager"], world.callers["analyst"]
    both, own = world.callers["owner"], [world.members["own"]]
    assert [one["id"] for one in manager.get("/segments/buyers/members").json()["data"]] == own
    assert both.get("/segments/buyers/members").json()["total"] == 2
    rows = "/figures/rfm?as_of=2018-02-01"
    assert [one["member"] for one in manager.get(rows).json()["rows"] if one["frequency"]] == [
        "own-0"
    ]
    assert not {one["member"] for one in analyst.get(rows).json()["rows"]} & {"own-0", "other-0"}
    behind = "/figures/summary/behind?as_of=2018-02-01&column=members"
    assert [one["id"] for one in manager.get(behind).json()["data"]] == own
    assert manager.post("/members/find", {"words": "other-0"}).json()["data"] == []
    assert (
        manager.post(
            "/segments/count", {"condition": {"fact": "sales.times", "is": "at_least", "value": 1}}
        ).json()["members"]
        == 1
    )
    sold, changed = send(
        world.callers["cashier"],
        SAMPLES["sales.recorded_many"](world, "other"),
    )
    assert (sold.json()["recorded"], sold.json()["refused"], changed) == (0, 1, 0)
