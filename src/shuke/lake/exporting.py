"""Leaving whenever you want: every table as a documented file (promise of `shuke export --all`).

Two folders: `lake` holds the analytic tables by internal ids, `books` the operational tables as
they are. Personal values are opened for a reader who may unmask them and left out for others;
passwords, keys and look-up hashes never leave.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

from django.apps import apps
from django.db import models
from django.db.models.options import Options

from shuke.events import actions as events
from shuke.kernel.refusal import Refusal
from shuke.kernel.scope import Actor, Scope
from shuke.lake import folder, records, taking
from shuke.lake.access import NoLake
from shuke.lake.describing import Column, Table, lake_tables, readme
from shuke.lake.taking import FORMATS, SEALED
from shuke.storage import apart
from shuke.storage.transactions import writing

Kind = Literal["parquet", "csv"]
Progress = Callable[[int, int, str], None]

_LEFT_OUT_TABLES = frozenset({"storage_outcome", "members_identifier", "jobs_job"})
_LEFT_OUT_COLUMNS = frozenset({"password", "hash", "tail", "prefix", "xid"})


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
    if kind not in FORMATS:
        raise UnknownKind(kind=str(kind)[:20])
    if target.exists() and any(target.iterdir()):
        raise FolderNotEmpty(folder=target)
    manifest = folder.current()
    if manifest is None:
        raise NoLake
    books = tuple(_books(opened=scope.can("members.unmask")))
    payload = {
        "manifest": manifest.as_dict(),
        "target": str(target),
        "kind": kind,
        "books": {book.name: [column.name for column in book.columns] for book in books},
    }
    counts = apart.run(taking.take, payload, progress or _silent)
    described = (*lake_tables(), *books)
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


def _books(*, opened: bool) -> Iterator[Table]:
    """The operational tables of every package that has any, each with what to leave out."""
    models_found = apps.get_models(include_auto_created=True)
    ours = [_options(model) for model in models_found if model.__module__.startswith("shuke.")]
    for options in sorted(ours, key=lambda options: options.db_table):
        table = options.db_table
        if table in _LEFT_OUT_TABLES:
            continue
        sealed, _ = SEALED.get(table, ("", None))
        columns = tuple(
            Column(field.column, _kind_of(field), _about(field))
            for field in options.concrete_fields
            if field.column not in _LEFT_OUT_COLUMNS and (opened or field.column != sealed)
        )
        told = (options.model.__doc__ or "").split("\n\n")[0]
        about = "Which belongs to which." if options.auto_created else " ".join(told.split())
        yield Table("books", table, about, columns)


def _options(model: type[models.Model]) -> "Options[models.Model]":
    return model._meta  # noqa: SLF001 - Django's documented way to a model's fields


def _kind_of(field: "models.Field[object, object]") -> str:
    return field.get_internal_type().removesuffix("Field").lower()


def _about(field: "models.Field[object, object]") -> str:
    target = field.related_model
    if isinstance(target, type):
        return f"refers to {_options(target).db_table}"
    return str(field.help_text)
