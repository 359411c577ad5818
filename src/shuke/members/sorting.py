"""Names and numbers in one order on both databases, for migrations.

SQLite compares texts by code point, PostgreSQL by the rules of its locale: the same list would turn
pages differently, and a search by prefix could not use the index that orders the list.
"""

from collections.abc import Callable

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def _by_code_point(
    table: str, columns: dict[str, int]
) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    def run(_: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            for column, length in columns.items():
                editor.execute(
                    f'ALTER TABLE {table} ALTER COLUMN {column} TYPE varchar({length}) COLLATE "C"'
                )

    return run


def by_code_point(table: str, columns: dict[str, int]) -> migrations.RunPython:
    """A migration step that lets PostgreSQL order text columns (name: length) by code point."""
    return migrations.RunPython(_by_code_point(table, columns), migrations.RunPython.noop)
