"""The schema is a file in the tree, and says everything that the API does."""

import json
import re
from pathlib import Path

import pytest

from shuke.interfaces.api import door, schema
from shuke.interfaces.api.errors import TYPES
from shuke.kernel.permissions import PERMISSIONS
from shuke.kernel.refusal import Kind, all_refusals

ROOT = Path(__file__).resolve().parents[2]
METHODS = {"get", "post", "patch", "delete", "put"}


@pytest.fixture(scope="module")
def document():
    return json.loads(schema.document())


def test_the_snapshot_is_up_to_date(document):
    """Write it anew by `python -m shuke.interfaces.api.schema --write`."""
    assert json.loads((ROOT / schema.SNAPSHOT).read_text(encoding="utf-8")) == document


def test_the_served_schema_is_the_snapshot(client, document, db):
    served = client.get("/api/v1/openapi.json")
    assert served.json() == document
    assert document["openapi"] == "3.1.0"


def test_every_operation_is_declared_through_the_door(document):
    shown = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, operations in document["paths"].items()
        for method in operations
        if method in METHODS
    }
    assert shown == {(one.method, one.path) for one in door.OPERATIONS.values()}
    assert {one.permission for one in door.OPERATIONS.values()} <= set(PERMISSIONS)


def test_every_operation_says_what_it_may_answer(document):
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            statuses = set(operation["responses"])
            assert statuses >= {"401", "403", "404", "409", "413", "422", "429"}, (method, path)
            assert statuses & {"200", "201", "202"}, (method, path)
            assert operation["security"] == [{"ApiKey": []}]


def test_every_name_in_the_schema_is_used_once(document):
    ids = [one["operationId"] for item in document["paths"].values() for one in item.values()]
    assert len(ids) == len(set(ids))


def test_every_kind_of_refusal_has_a_type_and_every_code_a_place_on_the_page(client, db):
    assert set(TYPES) == set(Kind)
    page = client.get("/api/v1/docs/errors")
    shown = set(re.findall(r'id="([^"]+)"', page.content.decode()))
    assert shown >= {one.code for one in all_refusals()}
    assert "default-src 'none'" in page["Content-Security-Policy"]


def test_the_docs_page_needs_nothing_that_the_policy_forbids(client, db):
    page = client.get("/api/v1/docs").content.decode()
    scripts = re.findall(r"<script([^>]*)>([^<]*)", page)
    assert scripts
    for attributes, inline in scripts:
        assert "src=" in attributes or 'type="application/json"' in attributes, inline
    for address in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert address.startswith(("/static/", "data:")), address
    assert " style=" not in page
    assert "<style" not in page
