"""What every import goes through: begun or taken up again, landed part by part, finished."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shuke.events import actions as events
from shuke.intake import records
from shuke.intake.counts import Counts, reason
from shuke.intake.models import Chunk, Import
from shuke.intake.refused_file import has_refused
from shuke.kernel import ids
from shuke.kernel.refusal import Refusal
from shuke.kernel.scope import Actor
from shuke.storage.transactions import writing


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did; `is_repeat` when the same content was in already and nothing happened.

    `dropped` are the columns of the file that no field wanted (requirement E02).
    """

    import_id: int
    counts: Mapping[str, int]
    has_refused: bool = False
    is_repeat: bool = False
    dropped: tuple[str, ...] = ()

    @property
    def public_id(self) -> str:
        """The id as the outside sees it."""
        return ids.public("imp", self.import_id)


def received(
    *,
    kind: str,
    source: str,
    digest: str,
    at: datetime,
    by: Actor,
    path: Path | None = None,
    size: int = 0,
) -> Import:
    """A new row in the table of imports."""
    with writing():
        row = Import.objects.create(
            id=ids.new_id(),
            kind=kind,
            source=source[:200],
            path="" if path is None else str(path.resolve()),
            digest=digest,
            bytes=size,
            by=str(by),
            received_at=at,
        )
        _record(records.RECEIVED, row, at=at, by=by, payload={"kind": kind, "digest": digest})
    return row


def started(
    row: Import, *, mapping: Mapping[str, str] | None, mapping_digest: str, at: datetime, by: Actor
) -> Import:
    """The row to go on with: a finished one of this content, a half-done one, or this one."""
    with writing():
        same = Import.objects.filter(
            kind=row.kind, digest=row.digest, mapping_digest=mapping_digest
        )
        for state in ("finished", "running"):
            found = same.filter(state=state).first()
            if found is not None:
                return found
        row.state = "running"
        row.mapping = None if mapping is None else dict(mapping)
        row.mapping_digest, row.reason = mapping_digest, None
        row.save(update_fields=["state", "mapping", "mapping_digest", "reason"])
        _record(
            records.STARTED, row, at=at, by=by, payload={"kind": row.kind, "digest": row.digest}
        )
    return row


def landed_counts(import_id: int) -> Counts:
    """The sum over the import's chunks."""
    rows = Chunk.objects.filter(batch_id=import_id).order_by("part", "number")
    return sum((Counts.from_json(row.counts) for row in rows), Counts())


def finished(row: Import, *, at: datetime, by: Actor) -> Counts:
    """Close an import whose parts are all in; answer its counts."""
    counts = landed_counts(row.pk)
    # One transaction: killed in between, a finished import would lack its event for ever.
    with writing():
        _closed(row, "finished", counts, at=at)
        _record(
            records.FINISHED,
            row,
            at=at,
            by=by,
            payload={"digest": row.digest, **counts.as_json()},
        )
    return counts


def repeated(row: Import, first: Import, *, at: datetime) -> Outcome:
    """Answer for content that is in; an upload of it is closed as a repeat."""
    counts = Counts.from_json(first.counts).again()
    if row.pk != first.pk:
        _closed(row, "repeated", counts, at=at)
    return Outcome(
        first.pk,
        counts.as_mapping(),
        has_refused=has_refused(first.pk),
        is_repeat=True,
    )


def tried(row: Import, counts: Counts, mapping: Mapping[str, str], *, at: datetime) -> None:
    """Note what a dry run found."""
    Import.objects.filter(pk=row.pk).update(mapping=dict(mapping), reason=None)
    _closed(row, "checked", counts, at=at)


def refused(row: Import, refusal: Refusal, *, at: datetime, by: Actor) -> None:
    """Note why a file as a whole cannot be imported."""
    with writing():
        Import.objects.filter(pk=row.pk).update(
            state="refused", reason=reason(refusal), finished_at=at
        )
        _record(records.REFUSED, row, at=at, by=by, payload={"code": refusal.code})


def _closed(row: Import, state: str, counts: Counts, *, at: datetime) -> None:
    Import.objects.filter(pk=row.pk).update(
        state=state,
        counts=counts.as_json(),
        rows=counts.rows,
        rows_done=counts.rows,
        finished_at=at,
    )


def _record(
    name: records.EventName,
    row: Import,
    *,
    at: datetime,
    by: Actor,
    payload: Mapping[str, object],
) -> None:
    events.record(name, at=at, by=by, subject=f"import/{row.pk}", payload=payload)
