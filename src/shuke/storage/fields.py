"""Column types that Django does not have."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from typing_extensions import override

if TYPE_CHECKING:
    _Field = models.Field[datetime, datetime]
else:
    _Field = models.Field


class LocalDateTimeField(_Field):
    """A wall-clock timestamp without a zone: what the clock on the store's wall showed.

    Django's own field turns every timestamp into UTC; the local time of a sale is a fact of its
    own (design section 7: casting zones later gave wrong figures on two engines alike).
    """

    @override
    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "timestamp" if connection.vendor == "postgresql" else "text"

    @override
    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        if isinstance(value, datetime):
            if value.tzinfo is not None:
                raise ValueError("a local time carries no zone")
            return value.isoformat(sep=" ", timespec="seconds")
        return value

    def from_db_value(self, value: Any, *_: object) -> datetime | None:
        if isinstance(value, str):
            return datetime.fromisoformat(value)  # noqa: DTZ - local on purpose
        return value  # type: ignore[no-any-return]  # psycopg's timestamp is naive already

    @override
    def to_python(self, value: Any) -> Any:
        return datetime.fromisoformat(value) if isinstance(value, str) else value
