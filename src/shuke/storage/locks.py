"""A lock by name until the transaction ends: for a decision that no row exists yet to lock."""

import hashlib

from django.db import connection


def hold(*names: str) -> None:
    """Hold these names until the caller's transaction ends; others who ask for one wait.

    PostgreSQL: advisory locks, taken in one order. SQLite: the write transaction is alone already.
    """
    if connection.vendor != "postgresql":
        return
    keys = sorted({_key(name) for name in names})
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _key(name: str) -> int:
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
