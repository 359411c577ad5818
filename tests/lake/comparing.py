"""Two snapshots are the same when every table has the same rows."""

from typing import Any

import duckdb

from shuke.kernel.scope import Scope
from shuke.lake import folder, views
from shuke.lake.access import open_lake
from shuke.lake.figures import all_figures, compute
from shuke.lake.writing import files

EVERYTHING = Scope.everything()


def tables() -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every table of the newest snapshot, in an order of their own."""
    lake = open_lake(EVERYTHING)
    found = {}
    for name in views.TABLES:
        rows = lake.backend.to_pyarrow(lake.table(name)).to_pylist()
        found[name] = sorted((tuple(row.values()) for row in rows), key=repr)
    return found


def digests() -> dict[str, str]:
    """A digest of the rows of every table and of every figure, without holding them."""
    manifest = folder.current()
    assert manifest is not None
    found = {}
    duck = duckdb.connect()
    for name, parts in manifest.tables.items():
        found[name] = str(
            duck.execute(
                f"SELECT count(*), bit_xor(hash(t)), sum(hash(t)) FROM {files(parts)} t"
            ).fetchone()
        )
    duck.close()
    for figure in all_figures():
        rows = compute(figure.name, scope=EVERYTHING).rows
        found[f"figure {figure.name}"] = str(hash(repr(rows)))
    return found


def same_as_rebuilt(shop: Any) -> None:
    """The incremental snapshot equals a rebuild, table by table."""
    grown = tables()
    shop.refresh(rebuild=True)
    rebuilt = tables()
    for name in views.TABLES:
        assert grown[name] == rebuilt[name], name
