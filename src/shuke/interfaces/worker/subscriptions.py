"""What follows from what happened: the one reactive file. Event name -> kind of job.

Jobs carry their kind as key, so that a thousand sales queue one refresh: the next one begins after
the running one ended and reads everything that came meanwhile.
"""

from datetime import UTC, datetime

from shuke.events import queries as events
from shuke.jobs import actions as jobs
from shuke.kernel.scope import Actor
from shuke.lake import queries as lake
from shuke.stores import queries as stores

BY = Actor(kind="system", name="worker")
LOOK_SECONDS = 5.0

_FIGURES = "lake.refresh"
_SEGMENTS = "segments.refresh"
FOLLOWS: dict[str, str] = {
    "sale.recorded": _FIGURES,
    "sale.returned": _FIGURES,
    "sales.loaded": _FIGURES,
    "members.loaded": _FIGURES,
    "member.enrolled": _FIGURES,
    "prospect.converted": _FIGURES,
    "member.profile_changed": _FIGURES,
    "member.merged": _FIGURES,
    "member.unmerged": _FIGURES,
    "import.finished": _FIGURES,
    "lake.refreshed": _SEGMENTS,
}


class Watch:
    """One worker's reading of the book, from where it stood when the worker started."""

    def __init__(self) -> None:
        self._cursor: events.Cursor | None = None

    def look(self) -> tuple[str, ...]:
        """Queue what follows from the events since the last look; answer the kinds queued."""
        if not stores.is_set_up():
            return ()
        wanted = set()
        if self._cursor is None:
            self._cursor = events.end()
            # What happened while no worker ran shows in the lake itself.
            wanted |= {_FIGURES} if lake.status().is_stale else set()
        found, self._cursor = events.after(self._cursor, names=frozenset(FOLLOWS))
        wanted |= {FOLLOWS[one.name] for one in found}
        now = stores.chain().now(datetime.now(UTC))
        for kind in sorted(wanted):
            jobs.enqueue(kind, payload={}, key=kind, at=now, by=BY)
        return tuple(sorted(wanted))
