"""What a package publishes to the lake: a SELECT that SQLite, PostgreSQL and DuckDB all read.

The lake runs it inside DuckDB over the attached database for a first load, and inside the
database itself (where indexes help) for what is new.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Published:
    """One lake table as SQL over operational tables.

    `columns` names the lake's columns with their DuckDB types; `sql` selects exactly these, by
    name, and writes operational tables as `{sales_sale}`. `key` is the expression by which a
    caller narrows the rows (`s.id`); `source` the operational table that rows come from, under
    the alias before the dot of `key`.
    """

    source: str
    key: str
    columns: Mapping[str, str]
    sql: str

    @property
    def alias(self) -> str:
        """The alias of the source table inside `sql`."""
        return self.key.partition(".")[0]

    def select(self, naming: Callable[[str], str], condition: str = "") -> str:
        """The statement with tables written by `naming`, narrowed by a condition on its aliases."""
        text = self.sql
        for name in _names(self.sql):
            text = text.replace("{" + name + "}", naming(name))
        if not condition:
            return text
        return f"{text} {'AND' if ' WHERE ' in f' {text} ' else 'WHERE'} {condition}"

    def typed(self, relation: str) -> str:
        """DuckDB SQL that reads `relation` with the published types."""
        casts = ", ".join(
            f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in self.columns.items()
        )
        return f"SELECT {casts} FROM {relation}"


def _names(sql: str) -> set[str]:
    return {part.partition("}")[0] for part in sql.split("{")[1:]}
