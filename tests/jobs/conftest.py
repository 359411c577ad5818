"""Work that fails, waits and reports, as the worker sees it."""

from datetime import UTC, datetime

import pytest

from shuke.jobs import registry
from shuke.kernel.scope import Actor

NOON = datetime(2018, 1, 1, 5, tzinfo=UTC)  # the business clock of a demo
LIN = Actor(kind="staff", name="lin")


@pytest.fixture
def declare():
    """Declare kinds of job for one test."""
    names: list[str] = []

    def declared(kind, run):
        names.append(kind)
        return registry.job(kind, zh="测试", en="Test")(run)

    yield declared
    # Only these: a worker may have declared the kinds of the packages meanwhile.
    for name in names:
        del registry._kinds[name]
