"""Files that come through a door: received as a stream, tried and run as jobs."""

import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from shuke.events import actions as events
from shuke.intake import records
from shuke.intake.actions import running
from shuke.intake.actions.files import matched
from shuke.intake.formats import kind_of
from shuke.intake.models import Import
from shuke.intake.refusals import AlreadyRunning, EmptyFile, FileTooLarge, UnknownImport
from shuke.jobs import actions as jobs
from shuke.kernel.scope import Actor
from shuke.storage.transactions import writing

JOB = "import"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f/\\]+")
_NAME_MAX = 200


def receive(*, stream: Iterable[bytes], name: str, kind: str, at: datetime, by: Actor) -> int:
    """Keep an uploaded file and answer the id of its import; nothing of it is read yet.

    Raises:
        UnknownFileKind: no such kind of file.
        FileTooLarge: more than 200 MiB; what came so far is removed.
        EmptyFile: no bytes at all.
    """
    kind = kind_of(kind).name
    folder = Path(settings.SHUKE_HOME) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / secrets.token_hex(16)
    try:
        digest, size = _kept(stream, path)
        row = running.received(
            kind=kind,
            source=_shown(name),
            digest=digest,
            path=path,
            size=size,
            at=at,
            by=by,
        )
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return int(row.pk)


def start(
    *,
    import_id: int,
    mapping: Mapping[str, str] | None = None,
    dry_run: bool = False,
    at: datetime,
    by: Actor,
) -> int:
    """Queue a received import, to be tried (`dry_run`) or run, and answer the job's id.

    Raises:
        UnknownImport: there is none.
        AlreadyRunning: it is on its way, or finished.
        MappingIncomplete, MappingUnknown: the columns do not fit; nothing was queued.
        Refusal: the file as a whole cannot be read.
    """
    row = Import.objects.filter(pk=import_id).first()
    if row is None:
        raise UnknownImport(text=str(import_id))
    if row.state in {"queued", "finished", "repeated"}:
        raise AlreadyRunning(name=row.source)
    chosen = matched(row, mapping)
    with writing():
        Import.objects.filter(pk=import_id).update(
            state="queued", mapping=chosen, reason=None, rows_done=0
        )
        job = jobs.enqueue(
            JOB,
            payload={"import": str(import_id), "dry_run": dry_run},
            key=str(import_id),
            at=at,
            by=by,
        )
        Import.objects.filter(pk=import_id).update(job_id=job)
        events.record(
            records.MAPPED,
            at=at,
            by=by,
            subject=f"import/{import_id}",
            payload={"fields": sorted(chosen), "dry_run": dry_run},
        )
    return job


def _kept(stream: Iterable[bytes], path: Path) -> tuple[str, int]:
    """Write the stream to the path; answer its SHA-256 and its size in bytes."""
    digest, size = sha256(), 0
    with path.open("xb") as file:
        path.chmod(0o600)
        for piece in stream:
            size += len(piece)
            if size > settings.SHUKE_IMPORT_BYTES_MAX:
                raise FileTooLarge(most=settings.SHUKE_IMPORT_BYTES_MAX // 1_048_576)
            digest.update(piece)
            file.write(piece)
    if not size:
        raise EmptyFile(line=1)
    return digest.hexdigest(), size


def _shown(name: str) -> str:
    """A file's name as lists show it: no folders, no control characters."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/")).rsplit("/", maxsplit=1)[-1]
    return _CONTROLS.sub(" ", last).strip()[-_NAME_MAX:] or "file"
