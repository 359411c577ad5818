"""What every import goes through: begun or taken up again, landed part by part, finished."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shuke.events import actions as events
from shuke.intake import records
from shuke.intake.counts import Counts
from shuke.intake.models import Chunk, Import
from shuke.kernel import ids
from shuke.kernel.scope import Actor
from shuke.storage.transactions import writing


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did; `is_repeat` when the same content was in already and nothing happened."""

    import_id: int
    counts: Mapping[str, int]
    refused_path: Path | None = None
    is_repeat: bool = False

    @property
    def public_id(self) -> str:
        """The id as the outside sees it."""
        return ids.public("imp", self.import_id)


def begun(
    *, kind: str, source: str, digest: str, mapping_digest: str = "", at: datetime, by: Actor
) -> Import:
    """The import of this content: finished, half done, or fresh, in this order of preference."""
    with writing():
        same = Import.objects.filter(kind=kind, digest=digest, mapping_digest=mapping_digest)
        found = same.filter(state="finished").first() or same.filter(state="running").first()
        if found is not None:
            return found
        fresh = Import.objects.create(
            id=ids.new_id(),
            kind=kind,
            source=source[:200],
            digest=digest,
            mapping_digest=mapping_digest,
            state="running",
            by=str(by),
            received_at=at,
        )
        _started(fresh, at=at, by=by)
        return fresh


def _started(row: Import, *, at: datetime, by: Actor) -> None:
    events.record(
        records.STARTED,
        at=at,
        by=by,
        subject=f"import/{row.pk}",
        payload={"kind": row.kind, "digest": row.digest},
    )


def landed_counts(import_id: int) -> Counts:
    """The sum over the import's chunks."""
    rows = Chunk.objects.filter(batch_id=import_id).order_by("part", "number")
    return sum((Counts.from_json(row.counts) for row in rows), Counts())


def finished(row: Import, *, at: datetime, by: Actor) -> Counts:
    """Close an import whose parts are all in; answer its counts."""
    with writing():
        counts = landed_counts(row.pk)
        Import.objects.filter(pk=row.pk).update(
            state="finished",
            counts=counts.as_json(),
            rows=counts.rows,
            rows_done=counts.rows,
            finished_at=at,
        )
        events.record(
            records.FINISHED,
            at=at,
            by=by,
            subject=f"import/{row.pk}",
            payload={"digest": row.digest, **counts.as_json()},
        )
    return counts
