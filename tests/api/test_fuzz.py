"""No input gives a 5xx, an undocumented status or an answer that the schema does not know (F3)."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.api.matrix import SAMPLES
from tests.api.world import World, build
from tests.lake.conftest import inside, prepared

from shuke.interfaces.api import door, limiting
from shuke.interfaces.api.urls import api
from shuke.project.wsgi import application

SHORT, LONG = 12, 1_060  # the long form: 38 operations x 5 seeds x 1,060 > 200,000 cases
CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]
FIGURES = ("summary", "rfm", "cohorts", "pairs", "repurchase", "lifecycle", "pyramid")


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker, tmp_path_factory, worker_id):
    folder = tmp_path_factory.mktemp("fuzz")
    with django_db_blocker.unblock(), prepared(f"shuke_fuzz_{worker_id}", folder) as place:
        with inside(place):
            world = build()
        yield place, world


@pytest.fixture
def world(transactional_db, place, monkeypatch):
    monkeypatch.setattr(limiting, "BURST", 10**9)
    # Every call happens in a transaction that is taken back; Django would close the connection.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with inside(place[0]):
        yield place[1]
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def schema():
    document = api.get_openapi_schema(path_prefix="/api/v1/")
    found = schemathesis.openapi.from_dict(dict(document))
    found.app = application
    return found


def known(world: World, name: str) -> st.SearchStrategy[str]:
    """Real values of a part of the path, so that cases reach what lies behind "not found"."""
    values = {
        "member": [*world.members.values(), *world.twins.values(), "own-0"],
        "sale": list(world.sales.values()),
        "identity": list(world.identities.values()),
        "merge": list(world.merges.values()),
        "job": [world.job],
        "segment": ["buyers"],
        "figure": list(FIGURES),
        "template": ["shuke-sales.csv"],
        "import_id": ["imp_0000000000000"],
    }
    return st.sampled_from(values[name])


def fuzz(schema, world, name, *, number, examples):
    """Send generated calls of one operation, good and bad ones, each taken back afterwards."""
    declared = door.OPERATIONS[name]
    operation = schema[f"/api/v1{declared.path}"][declared.method]
    cases = operation.as_strategy(GenerationMode.POSITIVE)
    if operation.body or operation.query or operation.headers:
        cases |= operation.as_strategy(GenerationMode.NEGATIVE)
    headers = {"Authorization": f"Bearer {world.callers['owner'].secret}"}
    statuses = set()

    @seed(number)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, data=st.data())
    def one(case, data):
        for part in sorted(case.path_parameters or {}):
            if data.draw(st.integers(0, 3)):
                case.path_parameters[part] = data.draw(known(world, part))
        with transaction.atomic():
            answer = case.call(headers=headers)
            transaction.set_rollback(True)
        statuses.add(answer.status_code)
        assert answer.status_code < 500, answer.text[:500]
        case.validate_response(answer, checks=CHECKS)

    one()
    return statuses


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_an_operation_takes_whatever_comes(schema, world, name):
    statuses = fuzz(schema, world, name, number=1, examples=SHORT)
    assert statuses, name


@pytest.mark.soak
@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_an_operation_takes_whatever_comes_for_long(schema, world, name, number):
    fuzz(schema, world, name, number=number, examples=LONG)


def test_the_fuzzer_would_notice(schema, world, monkeypatch):
    """A bug behind an operation is found by the same few cases."""

    def crash(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr("shuke.interfaces.api.stores.stores.stores", crash)
    with pytest.raises((AssertionError, FailureGroup)):
        fuzz(schema, world, "stores.listed", number=1, examples=SHORT)
