"""Many members at once: checked line by line, written set by set (E04, promise E2)."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError

from shuke.events import actions as events
from shuke.kernel.scope import Actor
from shuke.members import records
from shuke.members.actions.batches import Batch
from shuke.members.arriving import Line, RefusedLine, read
from shuke.members.newcomer import Newcomer
from shuke.members.refusals import IdentitiesDiffer
from shuke.members.registry import fields
from shuke.storage.transactions import retrying, writing
from shuke.stores import queries as stores

_RACES_MAX = 5


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a batch: the member behind each line (None where refused), and the counts.

    `new` + `merged` + `len(refused)` is the number of lines.
    """

    ids: tuple[int | None, ...]
    new: int
    merged: int
    refused: tuple[RefusedLine, ...]


def load(
    newcomers: Sequence[Newcomer],
    *,
    at: datetime,
    by: Actor,
    source: str,
    required: Set[str] = frozenset(),
) -> Loaded:
    """Take a list of members in: new ones are added, known ones completed, bad lines refused.

    A line is known when its number, phone, card or id is; the same list again changes nothing. A
    known person under another number keeps both: the second number becomes a merged row, so that
    sales under either find him and the merge can be undone. `required` names what a line must
    have (`name`, `phone`, a profile field). For imports: what the reader may do is checked before.
    """
    chain = stores.chain()
    lines, refused = read(newcomers, region=chain.country, known=fields(), required=required)

    def run() -> Loaded:
        with writing():
            batch = Batch(lines, zone=chain.zone, at=at, by=by, source=source)
            return _loaded(batch, lines, refused, len(newcomers))

    for attempt in range(1, _RACES_MAX + 1):
        try:
            return retrying(run)
        except IntegrityError:
            # A till enrolled somebody of this batch between look-up and write: look up again.
            if attempt == _RACES_MAX:
                raise
    raise AssertionError("the loop returns or raises")


def _loaded(batch: Batch, lines: Sequence[Line], bad: Sequence[RefusedLine], count: int) -> Loaded:
    found: list[int | None] = [None] * count
    refused = list(bad)
    new = merged = 0
    for line in lines:
        try:
            found[line.place], is_new = batch.take(line)
        except IdentitiesDiffer as refusal:
            refused.append(RefusedLine(place=line.place, refusal=refusal))
            continue
        new += is_new
        merged += not is_new
    batch.write()
    refused.sort(key=lambda one: one.place)
    if new or merged:
        digest = sha256(",".join(str(one) for one in found if one is not None).encode())
        events.record(
            records.LOADED,
            at=batch.at,
            by=batch.by,
            subject="members",
            payload={
                "source": batch.source,
                "new": new,
                "merged": merged,
                "refused": len(refused),
                "digest": digest.hexdigest(),
            },
        )
    return Loaded(ids=tuple(found), new=new, merged=merged, refused=tuple(refused))
