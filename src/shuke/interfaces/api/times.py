"""Moments as the API writes them."""

from datetime import UTC, datetime


def utc(at: datetime | None) -> str | None:
    """A moment in UTC: 2018-01-01T05:00:00Z."""
    return None if at is None else iso(at)


def iso(at: datetime) -> str:
    """A moment that is known, in UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
