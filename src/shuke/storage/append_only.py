"""Tables that only grow: the database itself refuses UPDATE and DELETE."""

from collections.abc import Callable

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_POSTGRES = """
CREATE OR REPLACE FUNCTION shuke_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append-only: %% is refused on %%', TG_OP, TG_TABLE_NAME; END $$;
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION shuke_append_only();
"""


def _guard(table: str) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    def run(_: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(_POSTGRES.format(table=table), params=())
            return
        for verb in ("UPDATE", "DELETE"):
            editor.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'append-only: {verb} is refused on {table}'); END"
            )

    return run


def guard(table: str) -> migrations.RunPython:
    """A migration step that makes `table` refuse UPDATE and DELETE on both databases."""
    return migrations.RunPython(_guard(table), migrations.RunPython.noop)
