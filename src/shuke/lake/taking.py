"""Writing the files of an export; runs beside the books (see `storage.apart`)."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from shuke.lake import folder, views
from shuke.lake.folder import Manifest
from shuke.lake.source import Source, one, quoted, reading
from shuke.lake.writing import files
from shuke.members import sealing
from shuke.storage.apart import Payload, Told
from shuke.storage.secrets import open_sealed

FORMATS = {"parquet": "FORMAT parquet, COMPRESSION zstd", "csv": "FORMAT csv, HEADER"}
# Sealed columns, and the place each of their values is bound to.
SEALED: Mapping[str, tuple[str, Callable[[int], str]]] = {
    "members_identity": ("sealed", sealing.identity_context),
    "members_note": ("sealed", sealing.note_context),
    "members_attribute": ("value", sealing.attribute_context),
}
_BATCH_ROWS = 50_000


def take(payload: Payload, told: Told) -> dict[str, Any]:
    """Write the lake's tables and the books named in the payload; answer rows by `folder/table`."""
    manifest = Manifest.of(payload["manifest"])
    target, kind, books = Path(payload["target"]), payload["kind"], payload["books"]
    total = len(views.TABLES) + len(books)
    counts: dict[str, int] = {}
    with reading(folder.spill_folder()) as source:
        for done, (name, sql) in enumerate(_lake(source.duck, manifest)):
            told(done, total, name)
            counts[f"lake/{name}"] = _copy(source.duck, sql, target / "lake" / name, kind)
        for done, (name, columns) in enumerate(books.items(), start=len(views.TABLES)):
            told(done, total, name)
            counts[f"books/{name}"] = _write(source, name, columns, target / "books", kind)
    told(total, total, "")
    return counts


def _lake(duck: duckdb.DuckDBPyConnection, manifest: Manifest) -> Iterator[tuple[str, str]]:
    for name, parts in manifest.tables.items():
        duck.execute(f"CREATE TEMP VIEW {views.parts_view(name)} AS FROM {files(parts)}")
    merged = bool(manifest.rows()["survivors"])
    for name, select in views.views(with_redirects=merged, mark='"'):
        if name in views.TABLES:
            yield name, select


def _path(path: Path, kind: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_suffix(f".{kind}")


def _copy(duck: duckdb.DuckDBPyConnection, sql: str, path: Path, kind: str) -> int:
    file = quoted(str(_path(path, kind)))
    return int(str(one(duck, f"COPY ({sql}) TO {file} ({FORMATS[kind]})")[0]))


def _write(source: Source, table: str, columns: list[str], target: Path, kind: str) -> int:
    listed = ", ".join(f'"{name}"' for name in columns)
    sql = f"SELECT {listed} FROM {source.scanned(table)}"
    sealed, _ = SEALED.get(table, ("", None))
    if sealed not in columns:
        return _copy(source.duck, sql, target / table, kind)
    return _unsealed(source.duck.execute(sql), table, _path(target / table, kind), kind)


def _unsealed(found: duckdb.DuckDBPyConnection, table: str, path: Path, kind: str) -> int:
    """Open the sealed column batch by batch on the way to the file."""
    reader = found.to_arrow_reader(_BATCH_ROWS)
    writer: parquet.ParquetWriter | arrow_csv.CSVWriter = (
        parquet.ParquetWriter(path, reader.schema, compression="zstd")
        if kind == "parquet"
        else arrow_csv.CSVWriter(path, reader.schema)
    )
    rows = 0
    with writer:
        for batch in reader:
            writer.write_batch(_opened(batch, table))
            rows += batch.num_rows
    return rows


def _opened(batch: pa.RecordBatch, table: str) -> pa.RecordBatch:
    sealed, place_of = SEALED[table]
    values = batch.column(sealed).to_pylist()
    is_sealed = (
        batch.column("is_personal").to_pylist()
        if "is_personal" in batch.schema.names
        else [True] * batch.num_rows
    )
    told = [
        open_sealed(value, place_of(row)) if hidden and value else value
        for row, value, hidden in zip(
            batch.column("id").to_pylist(), values, is_sealed, strict=True
        )
    ]
    index = batch.schema.get_field_index(sealed)
    return batch.set_column(index, batch.schema.field(index), pa.array(told, pa.string()))
