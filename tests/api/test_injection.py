"""Hostile texts in every field of every operation come out literal or are refused (F3, F5)."""

import json
from functools import cache
from urllib.parse import quote

import pytest
from django.db import transaction
from tests.api.injections import CORPUS
from tests.api.matrix import SAMPLES
from tests.api.test_matrix import place, world  # noqa: F401 - fixtures

from shuke.interfaces.api import door, limiting
from shuke.interfaces.api.app import api
from shuke.sales.models import Sale

FINE = {200, 201, 202, 400, 403, 404, 409, 413, 422}


@cache
def asked_of(operation):
    """The names that the operation reads from the address; figures read names of their own."""
    document = api.get_openapi_schema(path_prefix="/api/v1/")
    shown = document["paths"][f"/api/v1{operation.path}"][operation.method.lower()]
    names = [one["name"] for one in shown.get("parameters", ()) if one["in"] == "query"]
    return [*names, "column", "preset"] if "parameters" in names else names


def variants(body, text):
    """The body with the text in place of each of its values in turn, keys included."""
    if isinstance(body, dict):
        for key, value in body.items():
            yield from ({**body, key: inner} for inner in variants(value, text))
        yield {**body, text: text}
    elif isinstance(body, list):
        for place_, value in enumerate(body):
            for inner in variants(value, text):
                yield [*body[:place_], inner, *body[place_ + 1 :]]
    yield text


def paths(sample, operation, text):
    """The path with the text in place of each of its parts and of each value asked."""
    parts = sample.path.partition("?")
    wanted = operation.path.split("/")
    for place_, _ in enumerate(parts[0].split("/")):
        if wanted[place_].startswith("{"):
            changed = parts[0].split("/")
            changed[place_] = quote(text, safe="")
            yield "/".join(changed) + parts[1] + parts[2]
    for name in asked_of(operation):
        yield f"{parts[0]}?{name}={quote(text)}"


def calls(world, name, text):  # noqa: F811 - the fixture's value
    sample, operation = SAMPLES[name](world, "own"), door.OPERATIONS[name]
    for path in paths(sample, operation, text):
        yield sample.method, path, sample.body
    if sample.body is not None:
        for body in variants(sample.body, text):
            yield sample.method, sample.path, body


def attack(world, name, texts, monkeypatch):  # noqa: F811
    monkeypatch.setattr(limiting, "BURST", 10**9)
    caller, wrong = world.callers["owner"], []
    for text in texts:
        for method, path, body in calls(world, name, text):
            with transaction.atomic():
                answer = caller.call(method, path, body)
                transaction.set_rollback(True)
            if answer.status_code not in FINE:
                wrong.append((method, path, body, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_no_text_breaks_an_operation(world, name, monkeypatch):  # noqa: F811
    # The short form takes a few texts of the corpus, other ones for each operation.
    start = sorted(SAMPLES).index(name) % 16
    attack(world, name, CORPUS[start::16], monkeypatch)


@pytest.mark.soak
@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_no_text_of_the_corpus_breaks_an_operation(world, name, monkeypatch):  # noqa: F811
    attack(world, name, CORPUS, monkeypatch)


@pytest.mark.parametrize("text", CORPUS)
def test_a_text_that_is_taken_comes_out_as_it_went_in(owner, text):
    sale = {
        "number": text,
        "store": "1",
        "sold_at": "2018-01-05T12:00:00+08:00",
        "staff": text,
        "lines": [{"product": text, "amount": 100}],
    }
    kept = owner.post("/sales", sale)
    assert kept.status_code in {201, 422}
    if kept.status_code == 422:
        assert Sale.objects.count() == 0
        return
    seen = owner.get(f"/sales/{kept.json()['id']}")
    assert seen["Content-Type"] == "application/json"
    told = json.loads(seen.content)
    assert (told["number"], told["staff"], told["lines"][0]["product"]) == (text, text, text)
