"""The small town, prepared once for a module; what a test writes is rolled back after it."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from tests.lake.conftest import Place, books, inside, prepared
from tests.segments import town as town_of

__all__ = ["books"]

_people: dict[str, dict[str, int]] = {}


@pytest.fixture(scope="module")
def town_place(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("town")
    with django_db_blocker.unblock(), prepared("shuke_town", folder) as place:  # type: ignore[attr-defined]
        with inside(place):
            _people[place.database] = town_of.fill()
        yield place


@pytest.fixture
def town(transactional_db: None, town_place: Place) -> Iterator[dict[str, int]]:
    """The ids of the people by name, in a town whose lake is fresh."""
    with inside(town_place), transaction.atomic():
        yield _people[town_place.database]
        transaction.set_rollback(True)
