"""Leaving whenever you want: every table as a documented file (promise of `shuke export --all`).

Two folders: `lake` holds the analytic tables by internal ids, `books` the operational tables as
they are. Personal values are opened for a reader who may unmask them and left out for others;
passwords, keys and look-up hashes never leave.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa
from django.apps import apps
from django.db import models
from django.db.models.options import Options
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from shuke.events import actions as events
from shuke.kernel.refusal import Refusal
from shuke.kernel.scope import Actor, Scope
from shuke.lake import folder, records, views
from shuke.lake.access import NoLake
from shuke.lake.describing import Column, Table, lake_tables, readme
from shuke.lake.source import Source, one, quoted, reading
from shuke.lake.writing import files
from shuke.members import sealing
from shuke.storage.secrets import open_sealed
from shuke.storage.transactions import writing

Kind = Literal["parquet", "csv"]
Progress = Callable[[int, int, str], None]

_LEFT_OUT_TABLES = frozenset({"storage_outcome", "members_identifier", "jobs_job"})
_LEFT_OUT_COLUMNS = frozenset({"password", "hash", "tail", "prefix", "xid"})
_SEALED: Mapping[str, tuple[str, Callable[[int], str]]] = {
    "members_identity": ("sealed", sealing.identity_context),
    "members_note": ("sealed", sealing.note_context),
    "members_attribute": ("value", sealing.attribute_context),
}
_BATCH_ROWS = 50_000
_FORMATS = {"parquet": "FORMAT parquet, COMPRESSION zstd", "csv": "FORMAT csv, HEADER"}


class UnknownKind(Refusal):
    """Not a kind of file that the export writes."""

    code = "export.unknown_kind"
    en = "“{kind}” is not a kind of file that the export writes."
    zh = "无法导出为“{kind}”格式。"
    next_en = "Choose parquet or csv."
    next_zh = "请选择 parquet 或 csv。"


class FolderNotEmpty(Refusal):
    """The folder holds something already."""

    code = "export.folder_not_empty"
    en = "The folder {folder} is not empty."
    zh = "文件夹 {folder} 不为空。"
    next_en = "Name a new or an empty folder."
    next_zh = "请指定新的或空的文件夹。"


@dataclass(frozen=True, slots=True)
class _Book:
    """One operational table to be written."""

    table: Table
    sealed: str = ""
    context: Callable[[int], str] | None = None


def export_all(
    target: Path,
    *,
    kind: Kind = "parquet",
    at: datetime,
    by: Actor,
    scope: Scope,
    progress: Progress | None = None,
) -> dict[str, int]:
    """Write every table below `target` with a README of all columns; rows by `folder/table`.

    Lake tables are those of the newest snapshot, operational ones of one read transaction.

    Raises:
        NotAllowed: everything is for who manages the whole system.
        UnknownKind, FolderNotEmpty.
    """
    scope.demand("system.manage")
    if kind not in _FORMATS:
        raise UnknownKind(kind=str(kind)[:20])
    if target.exists() and any(target.iterdir()):
        raise FolderNotEmpty(folder=target)
    manifest = folder.current()
    if manifest is None:
        raise NoLake
    books = tuple(_books(opened=scope.can("members.unmask")))
    told = progress or _silent
    total = len(views.TABLES) + len(books)
    counts: dict[str, int] = {}
    with reading(folder.spill_folder()) as source:
        for done, (name, sql) in enumerate(_lake(source.duck, manifest)):
            told(done, total, name)
            counts[f"lake/{name}"] = _copy(source.duck, sql, target / "lake" / name, kind)
        for done, book in enumerate(books, start=len(views.TABLES)):
            told(done, total, book.table.name)
            path = target / "books" / book.table.name
            counts[f"books/{book.table.name}"] = _write(source, book, path, kind)
    told(total, total, "")
    described = (*lake_tables(), *(book.table for book in books))
    (target / "README.md").write_text(readme(described, counts, kind=kind, at=at), encoding="utf-8")
    with writing():
        events.record(
            records.EXPORTED,
            at=at,
            by=by,
            subject="lake/1",
            payload={"tables": len(counts), "kind": kind, "rows": sum(counts.values())},
        )
    return counts


def _silent(_done: int, _total: int, _note: str) -> None:
    """Nobody watches."""


def _lake(duck: duckdb.DuckDBPyConnection, manifest: folder.Manifest) -> Iterator[tuple[str, str]]:
    for name, parts in manifest.tables.items():
        duck.execute(f"CREATE TEMP VIEW {views.parts_view(name)} AS FROM {files(parts)}")
    merged = bool(manifest.rows()["survivors"])
    for name, select in views.views(with_redirects=merged, mark='"'):
        if name in views.TABLES:
            yield name, select


def _books(*, opened: bool) -> Iterator[_Book]:
    """The operational tables of every package that has any, each with what to leave out."""
    models_found = apps.get_models(include_auto_created=True)
    ours = [_options(model) for model in models_found if model.__module__.startswith("shuke.")]
    for options in sorted(ours, key=lambda options: options.db_table):
        table = options.db_table
        if table in _LEFT_OUT_TABLES:
            continue
        sealed, context = _SEALED.get(table, ("", None))
        columns = tuple(
            Column(field.column, _kind_of(field), _about(field))
            for field in options.concrete_fields
            if field.column not in _LEFT_OUT_COLUMNS and (opened or field.column != sealed)
        )
        told = (options.model.__doc__ or "").split("\n\n")[0]
        about = "Which belongs to which." if options.auto_created else " ".join(told.split())
        described = Table("books", table, about, columns)
        yield _Book(described, sealed if opened else "", context)


def _options(model: type[models.Model]) -> "Options[models.Model]":
    return model._meta  # noqa: SLF001 - Django's documented way to a model's fields


def _kind_of(field: "models.Field[object, object]") -> str:
    return field.get_internal_type().removesuffix("Field").lower()


def _about(field: "models.Field[object, object]") -> str:
    target = field.related_model
    if isinstance(target, type):
        return f"refers to {_options(target).db_table}"
    return str(field.help_text)


def _path(path: Path, kind: Kind) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_suffix(f".{kind}")


def _copy(duck: duckdb.DuckDBPyConnection, sql: str, path: Path, kind: Kind) -> int:
    file = quoted(str(_path(path, kind)))
    return int(str(one(duck, f"COPY ({sql}) TO {file} ({_FORMATS[kind]})")[0]))


def _write(source: Source, book: _Book, path: Path, kind: Kind) -> int:
    columns = ", ".join(f'"{column.name}"' for column in book.table.columns)
    sql = f"SELECT {columns} FROM {source.scanned(book.table.name)}"
    if not book.sealed or book.context is None:
        return _copy(source.duck, sql, path, kind)
    return _unsealed(source.duck.execute(sql), book, _path(path, kind), kind)


def _unsealed(found: duckdb.DuckDBPyConnection, book: _Book, path: Path, kind: Kind) -> int:
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
            writer.write_batch(_opened(batch, book))
            rows += batch.num_rows
    return rows


def _opened(batch: pa.RecordBatch, book: _Book) -> pa.RecordBatch:
    if book.context is None:
        return batch
    ids = batch.column("id").to_pylist()
    values = batch.column(book.sealed).to_pylist()
    personal = (
        batch.column("is_personal").to_pylist()
        if "is_personal" in batch.schema.names
        else [True] * batch.num_rows
    )
    told = [
        open_sealed(value, book.context(row)) if is_sealed and value else value
        for row, value, is_sealed in zip(ids, values, personal, strict=True)
    ]
    place = batch.schema.get_field_index(book.sealed)
    return batch.set_column(place, batch.schema.field(place), pa.array(told, pa.string()))
