"""Importing a file: read, mapped, checked, landed in chunks; killed anywhere, it goes on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import duckdb
from django.conf import settings
from django.db import transaction

from shuke.intake.actions import landing, running
from shuke.intake.actions.landing import FileRows
from shuke.intake.actions.running import Outcome
from shuke.intake.checking import problems
from shuke.intake.engine import engine
from shuke.intake.formats import Kind
from shuke.intake.formats import mapping as mappings
from shuke.intake.kinds import full_kind
from shuke.intake.ledger import Ledger
from shuke.intake.limits import TRIAL_ROWS_MAX
from shuke.intake.masking import personal_of
from shuke.intake.matching import chosen_mapping, remember
from shuke.intake.models import Chunk, Import, RefusedRow
from shuke.intake.progress import Progress, silent
from shuke.intake.reading import read
from shuke.intake.refusals import FileGone, UnknownImport
from shuke.intake.refused_file import Reason, keep_refused, reasons_of
from shuke.intake.sealing import sealed_values
from shuke.kernel.refusal import Refusal
from shuke.kernel.scope import Actor

_PIECE = 1 << 20


def import_file(
    *,
    path: Path,
    kind: str,
    mapping: Mapping[str, str] | None = None,
    dry_run: bool = False,
    at: datetime,
    by: Actor,
    progress: Progress | None = None,
) -> Outcome:
    """Import a CSV, Parquet or XLSX file; a bad row is listed and stops nothing else.

    `mapping` says field -> heading where the headings do not say it themselves; it is remembered
    for files with the same headings. The same file again changes nothing; a file whose import was
    killed goes on where it stopped. With `dry_run` everything is done and taken back.

    Raises:
        UnknownFileKind, MappingIncomplete, MappingUnknown: what it is, or a column, is not clear.
        Refusal: the file as a whole cannot be read; code, line and next step say why.
    """
    name = full_kind(kind).name
    if not path.is_file():
        raise FileGone(name=path.name[:80])
    digest = digest_of(path)
    waiting = Import.objects.filter(kind=name, digest=digest).exclude(
        state__in=("finished", "repeated")
    )
    row = waiting.order_by("-received_at", "-pk").first() or running.received(
        kind=name,
        source=path.name,
        digest=digest,
        path=path,
        size=path.stat().st_size,
        at=at,
        by=by,
    )
    return run_import(
        row.pk, mapping=mapping, path=path, dry_run=dry_run, at=at, by=by, progress=progress
    )


def run_import(
    import_id: int,
    *,
    mapping: Mapping[str, str] | None = None,
    path: Path | None = None,
    dry_run: bool = False,
    at: datetime,
    by: Actor,
    progress: Progress | None = None,
) -> Outcome:
    """Run a received import, or go on with it.

    Raises:
        UnknownImport, FileGone: there is no such import, or its file was removed.
        Refusal: as `import_file`; the import is marked refused.
    """
    row = Import.objects.filter(pk=import_id).first()
    if row is None:
        raise UnknownImport(text=str(import_id))
    if row.state in {"finished", "repeated"}:
        _remove_upload(row)  # a run killed after its last commit left it
        return running.repeated(row, row, at=at)
    file = path or Path(row.path)
    if not file.is_file():
        raise FileGone(name=row.source)
    work = _Work(row=row, at=at, by=by, tell=progress or silent)
    try:
        with engine() as duck:
            rows = _read(duck, file, full_kind(row.kind), mapping or row.mapping)
            return _tried(duck, work, rows) if dry_run else _imported(duck, work, rows)
    except Refusal as refusal:
        running.refused(row, refusal, at=at, by=by)
        raise


@dataclass(frozen=True, slots=True)
class _Work:
    row: Import
    at: datetime
    by: Actor
    tell: Progress

    def ledger(self, row: Import) -> Ledger:
        return Ledger(row.pk, at=self.at, by=self.by)


def _read(
    duck: duckdb.DuckDBPyConnection, path: Path, kind: Kind, given: Mapping[str, str] | None
) -> FileRows:
    table = read(duck, path)
    return FileRows(kind=kind, table=table, mapping=chosen_mapping(kind, table.headers, given))


def matched(row: Import, given: Mapping[str, str] | None) -> dict[str, str]:
    """How the columns of a received file are matched, judged by its headings alone.

    Raises:
        FileGone: its file was removed.
        MappingIncomplete, MappingUnknown: they do not fit.
        Refusal: the file as a whole cannot be read.
    """
    path = Path(row.path)
    if not path.is_file():
        raise FileGone(name=row.source)
    with engine() as duck:
        table = read(duck, path, sample=1)
    return chosen_mapping(full_kind(row.kind), table.headers, given)


def _imported(duck: duckdb.DuckDBPyConnection, work: _Work, rows: FileRows) -> Outcome:
    row = running.started(
        work.row,
        mapping=rows.mapping,
        mapping_digest=mappings.digest(rows.mapping),
        at=work.at,
        by=work.by,
    )
    if row.state == "finished":
        _remove_upload(work.row)
        return running.repeated(work.row, row, at=work.at)
    if not Chunk.objects.filter(batch_id=row.pk).exists():
        RefusedRow.objects.filter(batch_id=row.pk).delete()  # what a dry run left
    ledger = work.ledger(row)
    landing.check(duck, rows, ledger)
    landing.land(duck, rows, ledger, work.tell)
    has_refused = _kept_refused(duck, rows, reasons_of(row.pk), row.pk)
    remember(rows.kind.name, rows.table.headers, rows.mapping, at=work.at)
    counts = running.finished(row, at=work.at, by=work.by)
    _remove_upload(work.row, row)
    return Outcome(row.pk, counts.as_mapping(), has_refused=has_refused, dropped=_dropped(rows))


def _remove_upload(*rows: Import) -> None:
    """An uploaded file holds personal data and is not needed once its rows are in."""
    uploads = Path(settings.SHUKE_HOME) / "uploads"
    for row in rows:
        if row.path and uploads in Path(row.path).parents:
            Path(row.path).unlink(missing_ok=True)


def _tried(duck: duckdb.DuckDBPyConnection, work: _Work, rows: FileRows) -> Outcome:
    """Do everything in one transaction and take it back; a very long file is only checked."""
    row, ledger = work.row, work.ledger(work.row)
    counts = landing.check(duck, rows, ledger)
    reasons = _noted(duck)
    if rows.table.rows <= TRIAL_ROWS_MAX:
        with transaction.atomic():
            landing.land(duck, rows, ledger, work.tell)
            counts, reasons = running.landed_counts(row.pk), reasons_of(row.pk)
            transaction.set_rollback(True)
    has_refused = _kept_refused(duck, rows, reasons, row.pk)
    _keep(row.pk, reasons)
    running.tried(row, counts, rows.mapping, at=work.at)
    return Outcome(row.pk, counts.as_mapping(), has_refused=has_refused, dropped=_dropped(rows))


def _noted(duck: duckdb.DuckDBPyConnection) -> list[Reason]:
    return [Reason(*row) for row in problems.noted(duck)]


def _keep(import_id: int, reasons: Iterable[Reason]) -> None:
    RefusedRow.objects.filter(batch_id=import_id).delete()
    RefusedRow.objects.bulk_create(
        [
            RefusedRow(
                batch_id=import_id,
                line=reason.line,
                code=reason.code,
                column=reason.column,
                sealed=sealed_values(reason.values, batch_id=import_id, line=reason.line),
            )
            for reason in reasons
        ],
        batch_size=1_000,
    )


def _kept_refused(
    duck: duckdb.DuckDBPyConnection, rows: FileRows, reasons: Iterable[Reason], import_id: int
) -> bool:
    personal = personal_of(rows.kind, rows.mapping, rows.table.headers)
    return keep_refused(duck, rows.table, reasons, import_id, personal=personal)


def _dropped(rows: FileRows) -> tuple[str, ...]:
    wanted = set(rows.mapping.values()) | mappings.OWN_HEADERS
    return tuple(header for header in rows.table.headers if header not in wanted)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
