"""The ledger of chunks: a part of an import and the note that it is in commit together."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import IntegrityError

from shuke.events import actions as events
from shuke.intake import records
from shuke.intake.counts import Counts
from shuke.intake.models import Chunk, Import, RefusedRow
from shuke.intake.sealing import values_of
from shuke.kernel.scope import Actor
from shuke.storage.transactions import retrying, writing

_RACES_MAX = 3


@dataclass(frozen=True, slots=True)
class Ledger:
    """The chunks of one import."""

    import_id: int
    at: datetime
    by: Actor

    def first_problems(self) -> list[tuple[int, str, str, str]] | None:
        """What an earlier run of this import refused before landing; None on a first run."""
        if not Chunk.objects.filter(batch_id=self.import_id, part="problems").exists():
            return None
        rows = RefusedRow.objects.filter(batch_id=self.import_id, part="problems")
        return [(row.line, row.code, row.column, json.dumps(values_of(row))) for row in rows]

    def once(self, part: str, number: int, land: Callable[[], Counts]) -> Counts:
        """Land a chunk unless the ledger says that it is in; answer its counts either way.

        Killed before the commit, the chunk left nothing; killed after it, it is found here.
        """
        return self.once_or_careful(part, number, lambda _careful: land())

    def once_or_careful(self, part: str, number: int, land: Callable[[bool], Counts]) -> Counts:
        """As `once`, for a landing that looks nothing up at first.

        The database refuses a row that is there already (an earlier import, a till, a second run
        of this one); everything is taken back and `land(True)` looks before it writes.
        """
        for attempt in range(_RACES_MAX):
            careful = partial(land, attempt > 0)
            try:
                return retrying(lambda: self._once(part, number, careful))  # noqa: B023
            except IntegrityError:
                continue
        return retrying(lambda: self._once(part, number, partial(land, True)))  # noqa: FBT003

    def _once(self, part: str, number: int, land: Callable[[], Counts]) -> Counts:
        with writing():
            chunk = Chunk.objects.filter(batch_id=self.import_id, part=part, number=number).first()
            if chunk is not None:
                return Counts.from_json(chunk.counts)
            counts = land()
            Chunk.objects.create(
                batch_id=self.import_id,
                part=part,
                number=number,
                rows=counts.rows,
                counts=counts.as_json(),
            )
            done = Chunk.objects.filter(batch_id=self.import_id).values_list("rows", flat=True)
            Import.objects.filter(pk=self.import_id).update(rows_done=sum(done))
            events.record(
                records.LANDED,
                at=self.at,
                by=self.by,
                subject=f"import/{self.import_id}",
                payload={"part": part, "number": number, "made": dict(counts.made)},
            )
            return counts
