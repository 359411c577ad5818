"""One transaction per action, retried where the database says that a retry is right."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import OperationalError, connection, transaction

Result = TypeVar("Result")

ATTEMPTS_MAX = 5
_RETRYABLE = frozenset({"40001", "40P01"})
# PostgreSQL: too many connections, starting up, no lock within the time allowed.
_BUSY = frozenset({"53300", "57P03", "55P03"})


@contextmanager
def writing() -> Iterator[None]:
    """Run a block as one write transaction; nested blocks join the outer one.

    SQLite takes the write lock at BEGIN (`BEGIN IMMEDIATE`, set in the connection's options), so
    that no transaction fails half-way because another one wrote in between.
    """
    with transaction.atomic():
        yield


def retrying(action: Callable[[], Result]) -> Result:
    """Run an action, again with jitter after a deadlock, a serialisation failure or a busy file.

    Inside an outer transaction the first failure is final: only the outermost caller may retry.
    """
    for attempt in range(1, ATTEMPTS_MAX + 1):
        try:
            return action()
        except OperationalError as error:
            if connection.in_atomic_block or attempt == ATTEMPTS_MAX or not _may_retry(error):
                raise
        time.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311 - jitter, not a secret
    raise AssertionError("the loop returns or raises")


def _may_retry(error: OperationalError) -> bool:
    cause = error.__cause__
    return getattr(cause, "sqlstate", None) in _RETRYABLE or "database is locked" in str(error)


def is_busy(error: OperationalError) -> bool:
    """Whether the database only had no room now, so that the same call may succeed later."""
    return _may_retry(error) or getattr(error.__cause__, "sqlstate", None) in _BUSY
