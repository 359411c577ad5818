"""Refused rows in full: for a reason, and never without a trace (promise D9)."""

from collections.abc import Iterator
from datetime import datetime

from shuke.events import actions as events
from shuke.intake import records, refused_file
from shuke.intake.queries import import_of
from shuke.kernel.scope import Actor, Scope
from shuke.members.actions.unmasking import stated
from shuke.storage.transactions import writing


def hand_out_refused(
    *, reference: int | str, reason: str, scope: Scope, at: datetime, by: Actor
) -> Iterator[str]:
    """The file of refused rows as they came, to be corrected and imported; record who and why.

    Raises:
        UnknownImport: there is none.
        NotAllowed: the reader may not see personal data, or not import.
        ReasonMissing: no reason, or one too short to be one.
    """
    view = import_of(reference, scope)
    scope.demand("imports.write")
    scope.demand("members.unmask")
    text = stated(reason)
    with writing():
        events.record(
            records.HANDED_OUT,
            at=at,
            by=by,
            subject=f"import/{view.id}",
            payload={"rows": view.counts.get("refused", 0), "reason": text},
        )
    return refused_file.written(view.id, is_masked=False)
