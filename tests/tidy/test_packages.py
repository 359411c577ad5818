"""Every package has its half page, its place, and keys that point down."""

import ast

from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField
from tests.tidy.source import SOURCE, files, packages, shown
from tools.contracts import LAYERS

BANNED_NAMES = {"utils", "helpers", "common", "manager", "base"}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}
# Doors read the clock; jobs keep leases by the wall clock; storage names what it waits for.
MAY_READ_THE_CLOCK = ("interfaces", "kernel/ids.py", "jobs")


def test_every_package_has_a_readme():
    without = [path.name for path in packages() if not (path / "README.md").exists()]
    assert without == []


def test_no_file_is_named_after_nothing():
    strangers = [shown(path) for path in files("src/*.py") if path.stem in BANNED_NAMES]
    assert strangers == []


def _rank(label: str) -> int:
    for place, names in enumerate(LAYERS):
        if label in names:
            return place
    raise AssertionError(f"{label} has no place in the order")


def test_foreign_keys_point_down_and_leave_no_way_back():
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("shuke."):
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey | ManyToManyField):
                continue
            target = field.related_model._meta.app_label
            mine = model._meta.app_label
            if target in {"auth", "contenttypes"}:
                continue
            if target != mine and _rank(target) <= _rank(mine):
                wrong.append(f"{model.__name__}.{field.name} points up to {target}")
            if not field.remote_field.hidden and not field.auto_created:
                wrong.append(f"{model.__name__}.{field.name} leaves a way back")
    assert wrong == []


def test_only_doors_read_the_clock():
    wrong = [
        f"{place}:{node.lineno}"
        for path in files("src/*.py")
        if not (place := str(path.relative_to(SOURCE))).startswith(MAY_READ_THE_CLOCK)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr) in CLOCKS
    ]
    assert wrong == []


def test_no_signals_and_no_generic_keys():
    words = ("django.dispatch", "GenericForeignKey", "get_model(", "django.contrib.admin")
    wrong = [
        f"{shown(path)}: {word}"
        for path in files("src/*.py")
        if "migrations" not in path.parts
        for word in words
        if word in path.read_text(encoding="utf-8")
    ]
    assert wrong == []
