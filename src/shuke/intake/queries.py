"""Reading imports: what came in, what became of it, how its columns are matched, templates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shuke.intake import refused_file
from shuke.intake.counts import Counts
from shuke.intake.engine import engine
from shuke.intake.formats import Column, Kind, KindName, kind_of, kinds
from shuke.intake.formats import mapping as mappings
from shuke.intake.kinds import full_kind
from shuke.intake.matching import remembered
from shuke.intake.models import Import
from shuke.intake.reading import read
from shuke.intake.refusals import FileGone, UnknownImport
from shuke.intake.templates import Template, templates
from shuke.jobs import queries as jobs
from shuke.kernel import ids
from shuke.kernel.refusal import Language
from shuke.kernel.scope import Scope
from shuke.stores import queries as stores

__all__ = [
    "Column",
    "Field",
    "ImportView",
    "Kind",
    "KindName",
    "Preview",
    "Reason",
    "RefusedView",
    "Template",
    "import_of",
    "imports",
    "kind_of",
    "kinds",
    "preview_of",
    "refused_csv",
    "refused_of",
    "templates",
]

LIMIT_MAX = 200
_SAMPLES = 3
_FIRST_REFUSED = 50


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a file as a whole was refused, and what to do."""

    code: str
    en: str
    zh: str
    next_en: str
    next_zh: str

    def message(self, language: Language) -> str:
        """What happened, in the reader's language."""
        return self.zh if language == "zh" else self.en

    def next_step(self, language: Language) -> str:
        """What the reader can do now."""
        return self.next_zh if language == "zh" else self.next_en


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import as pages and the API show it.

    `state`: received, queued, running, checked (a dry run ended), finished, repeated (the same
    content was in already) or refused. `done` of `total` rows, 0 while nobody knows. `counts` are
    rows by outcome and what they made.
    """

    id: int
    kind: str
    name: str
    state: str
    done: int
    total: int
    counts: Mapping[str, int]
    mapping: Mapping[str, str]
    reason: Reason | None
    job_id: int | None
    by: str
    bytes: int
    received_at: datetime
    finished_at: datetime | None

    @property
    def public_id(self) -> str:
        """The id as the outside sees it."""
        return ids.public("imp", self.id)

    @property
    def has_refused(self) -> bool:
        """Whether there is a file of refused rows."""
        return self.counts.get("refused", 0) > 0


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the Shuke format and the column of the file that holds it, if any."""

    name: str
    zh: str
    en: str
    is_required: bool
    column: str | None
    samples: tuple[str, ...]

    def label(self, language: Language) -> str:
        """The field's name in the reader's language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Preview:
    """A received file before it is tried: its columns, its first cells, the proposed match."""

    headers: tuple[str, ...]
    samples: Mapping[str, tuple[str, ...]]
    fields: tuple[Field, ...]
    is_remembered: bool


@dataclass(frozen=True, slots=True)
class RefusedView:
    """One refused row: its line, the reason, and the field it is about ("" for the whole row).

    What names somebody is masked, whoever asks.
    """

    line: int
    code: str
    column: str
    column_en: str
    column_zh: str
    en: str
    zh: str

    def reason(self, language: Language) -> str:
        """The reason in the reader's language."""
        return self.zh if language == "zh" else self.en

    def label(self, language: Language) -> str:
        """The field's name in the reader's language."""
        return self.column_zh if language == "zh" else self.column_en


def imports(scope: Scope, limit: int = 50, before: int | None = None) -> tuple[ImportView, ...]:
    """The newest imports first, before the id `before`."""
    scope.demand("imports.read")
    rows = Import.objects.order_by("-received_at", "-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return tuple(_view(row) for row in rows[: min(limit, LIMIT_MAX)])


def import_of(reference: int | str, scope: Scope) -> ImportView:
    """One import by its id, internal or public.

    Raises:
        UnknownImport: there is none.
    """
    return _view(_row(reference, scope))


def preview_of(reference: int | str, scope: Scope) -> Preview:
    """The first rows of a received file, and how its columns would be matched.

    Raises:
        UnknownImport, FileGone: there is none, or its file was removed.
        Refusal: the file as a whole cannot be read; code, line and next step say why.
    """
    row = _row(reference, scope)
    path = Path(row.path)
    if not path.is_file():
        raise FileGone(name=row.source)
    kind = full_kind(row.kind)
    with engine() as duck:
        table = read(duck, path, sample=_SAMPLES)
        rows = duck.execute("SELECT * EXCLUDE (line) FROM raw ORDER BY line").fetchall()
    samples = {
        header: tuple(str(cells[place] or "") for cells in rows)
        for place, header in enumerate(table.headers)
    }
    known = remembered(kind.name, table.headers)
    match = row.mapping or known or mappings.proposed(kind, table.headers)
    return Preview(
        headers=table.headers,
        samples=samples,
        fields=tuple(_field(column, match, samples) for column in kind.columns),
        is_remembered=known is not None,
    )


def refused_of(
    reference: int | str, scope: Scope, limit: int = _FIRST_REFUSED
) -> tuple[RefusedView, ...]:
    """The first refused rows of an import, by line; their cells are in the file only."""
    row = _row(reference, scope)
    columns = () if row.kind == "source" else full_kind(row.kind).columns
    known = {column.name: column for column in columns}
    region = stores.chain().country
    return tuple(
        _refused_view(one, known.get(one.column), region)
        for one in refused_file.reasons_of(row.pk, limit=limit)
    )


def _refused_view(reason: refused_file.Reason, column: Column | None, region: str) -> RefusedView:
    is_personal = column is not None and column.is_personal
    shown = reason.masked(is_personal=is_personal, region=region)
    return RefusedView(
        line=shown.line,
        code=shown.code,
        column=shown.column,
        column_en=column.en if column else shown.column,
        column_zh=column.zh if column else shown.column,
        en=shown.text("en"),
        zh=shown.text("zh"),
    )


def refused_csv(reference: int | str, scope: Scope) -> Iterator[str]:
    """The file of refused rows with what names somebody masked; empty when nothing was refused.

    `actions.hand_out_refused` gives the rows as they came.
    """
    return refused_file.written(_row(reference, scope).pk, is_masked=True)


def _row(reference: int | str, scope: Scope) -> Import:
    scope.demand("imports.read")
    number = reference if isinstance(reference, int) else ids.private("imp", reference)
    row = Import.objects.filter(pk=number).first()
    if row is None:
        raise UnknownImport(text=str(reference)[:40])
    return row


def _view(row: Import) -> ImportView:
    done, total = row.rows_done, row.rows or 0
    if row.job_id is not None and row.state in {"queued", "running"}:
        job = jobs.job_of(row.job_id)
        done, total = job.done, job.total
    return ImportView(
        id=row.pk,
        kind=row.kind,
        name=row.source,
        state=row.state,
        done=done,
        total=total,
        counts=Counts.from_json(row.counts).as_mapping(),
        mapping=row.mapping or {},
        reason=None if row.reason is None else Reason(**row.reason),
        job_id=row.job_id,
        by=row.by,
        bytes=row.bytes,
        received_at=row.received_at,
        finished_at=row.finished_at,
    )


def _field(
    column: Column, match: Mapping[str, str], samples: Mapping[str, tuple[str, ...]]
) -> Field:
    header = match.get(column.name)
    return Field(
        name=column.name,
        zh=column.zh,
        en=column.en,
        is_required=column.is_required,
        column=header,
        samples=samples.get(header, ()) if header else (),
    )
