"""An import under way, tried or done: its counts, its refused rows."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from shuke.intake import actions
from shuke.intake import queries as intake
from shuke.interfaces.console.door import Visit, page, show
from shuke.interfaces.console.imports import wording
from shuke.interfaces.console.imports.wording import UNDER_WAY, counts_of, head_of, may_of, step_of
from shuke.members.refusals import ReasonMissing

REFUSED_SHOWN = 20


@dataclass(frozen=True, slots=True)
class State:
    """How far an import is, and what came of it."""

    reference: str
    is_running: bool
    doing: str
    done: int
    total: int
    error: str
    step: str
    outcome: str
    outcome_note: str
    is_tried: bool
    is_done: bool
    good: int
    has_refused: bool


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One refused row: its line, its column, why."""

    line: int
    column: str
    reason: str


@page("imports.read")
def one(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """An import: under way, tried or done. htmx asks for its state until it stands still."""
    view = intake.import_of(reference, visit.scope)
    if view.state == "received" and visit.scope.can("imports.write"):
        return redirect("imports:match", reference=reference)
    context = {
        "may": may_of(visit),
        "one": _state(view, visit),
        "head": head_of(view, visit),
        "steps": wording.steps(step_of(view.state)),
        "counts": counts_of(view),
        "refused": _refused(view, visit),
        "poll": request.path if view.state in UNDER_WAY else "",
    }
    is_part = request.headers.get("HX-Request")
    return show(visit, f"imports/{'state' if is_part else 'one'}.html", context)


def _state(view: intake.ImportView, visit: Visit) -> State:
    reason = view.reason
    is_tried = view.state == "checked"
    outcome, note = _outcome(view)
    return State(
        reference=view.public_id,
        is_running=view.state in UNDER_WAY,
        doing=_("Working through the file"),
        done=view.done,
        total=view.total,
        error=reason.message(visit.language) if reason else "",
        step=reason.next_step(visit.language) if reason else "",
        outcome=outcome,
        outcome_note=note,
        is_tried=is_tried,
        is_done=view.state in {"finished", "repeated"},
        good=view.counts.get("accepted", 0),
        has_refused=view.has_refused,
    )


def _outcome(view: intake.ImportView) -> tuple[str, str]:
    if view.state == "checked":
        return _("What would happen"), _("Nothing is written yet.")
    if view.state == "repeated":
        return _("Nothing to do"), _("The same content was imported before.")
    return _("What happened"), _("Figures show it after the next refresh of the data.")


def _refused(view: intake.ImportView, visit: Visit) -> list[RefusedRow]:
    if not view.has_refused:
        return []
    return [
        RefusedRow(row.line, row.label(visit.language), row.reason(visit.language))
        for row in intake.refused_of(view.id, visit.scope, REFUSED_SHOWN)
    ]


@page("imports.write", methods=("POST",))
def run(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Import what was tried."""
    view = intake.import_of(reference, visit.scope)
    actions.start(import_id=view.id, mapping=view.mapping or None, at=visit.now, by=visit.actor)
    return redirect("imports:one", reference=reference)


@page("imports.write")
def refused(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """The refused rows as a file; what names somebody is masked."""
    if not intake.import_of(reference, visit.scope).has_refused:
        raise Http404
    return _file(intake.refused_csv(reference, visit.scope), f"refused-{reference}-masked.csv")


@page("imports.write", methods=("POST",))
def unmask(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """The refused rows as they came, to be corrected and sent again, for a recorded reason."""
    try:
        rows = actions.hand_out_refused(
            reference=reference,
            reason=request.POST.get("reason", ""),
            scope=visit.scope,
            at=visit.now,
            by=visit.actor,
        )
    except ReasonMissing as refusal:
        messages.error(request, refusal.message(visit.language))
        return redirect("imports:one", reference=reference)
    return _file(rows, f"refused-{reference}.csv")


def _file(rows: Iterator[str], name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
