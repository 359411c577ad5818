"""The end of a bulk load that wrote its rows by set-based statements."""

from datetime import date, datetime

from shuke.events import actions as events
from shuke.kernel.scope import Actor
from shuke.sales import records


def announce(
    *, source: str, count: int, days: tuple[date, date], at: datetime, by: Actor, digest: str = ""
) -> None:
    """Record one event for a batch of imported sales, in the caller's transaction.

    `days` are the first and the last business day touched, `digest` names the file.
    """
    first, last = days
    events.record(
        records.LOADED,
        at=at,
        by=by,
        subject=f"import/{source}"[:80],
        payload={
            "count": count,
            "first_day": first.isoformat(),
            "last_day": last.isoformat(),
            "digest": digest,
        },
    )
