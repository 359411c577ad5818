"""Files that come in: received as a stream, checked and loaded by a job."""

import json
from typing import Annotated, Literal, TypeVar

from django.http import HttpResponse, StreamingHttpResponse
from ninja import File, Form, Router, Schema, UploadedFile
from pydantic import Field

from shuke.intake import actions
from shuke.intake import queries as intake
from shuke.interfaces.api.door import Answer, Call, as_file, operation
from shuke.interfaces.api.paging import Cursor, Limit, ListOf, cursor, parts_of
from shuke.interfaces.api.parsing import demand_clean, parsed
from shuke.interfaces.api.refusals import BadInput, UnknownPath
from shuke.interfaces.api.strict import Strict
from shuke.interfaces.api.times import iso, utc
from shuke.kernel import ids

router = Router(tags=["imports"])

ImportKind = Literal["members", "products", "stores", "sales"]
_CHUNK = 65_536
_TYPE = "application/octet-stream"
_Http = TypeVar("_Http", HttpResponse, StreamingHttpResponse)


class ReasonOut(Schema):
    """Why a file as a whole was refused."""

    code: str
    message: str
    hint: str


class ImportOut(Schema):
    """An import; `counts` are rows by outcome and what they made."""

    object: Literal["import"] = "import"
    id: str
    kind: str
    name: str
    state: str
    done: int
    total: int
    counts: dict[str, int]
    mapping: dict[str, str]
    reason: ReasonOut | None
    has_refused: bool
    job: str | None
    received_at: str
    finished_at: str | None


class QueuedOut(Schema):
    """The import and the job that does it."""

    object: Literal["import.queued"] = "import.queued"
    id: str
    job: str


class UnmaskIn(Strict):
    """Why personal data must be seen."""

    reason: Annotated[str, Field(max_length=200)]


class TemplateOut(Schema):
    """A file to fill in."""

    object: Literal["template"] = "template"
    name: str
    kind: str
    title: str


def _import_out(one: intake.ImportView, call: Call) -> ImportOut:
    reason = None
    if one.reason is not None:
        reason = ReasonOut(
            code=one.reason.code,
            message=one.reason.message(call.language),
            hint=one.reason.next_step(call.language),
        )
    return ImportOut(
        id=one.public_id,
        kind=one.kind,
        name=one.name,
        state=one.state,
        done=one.done,
        total=one.total,
        counts=dict(one.counts),
        mapping=dict(one.mapping),
        reason=reason,
        has_refused=one.has_refused,
        job=None if one.job_id is None else ids.public("job", one.job_id),
        received_at=iso(one.received_at),
        finished_at=utc(one.finished_at),
    )


@operation(
    router,
    "POST",
    "/imports",
    permission="imports.write",
    answers={202: QueuedOut},
    is_keyed=True,
)
def queued(
    call: Call,
    *,
    file: Annotated[UploadedFile, File()],
    kind: Annotated[ImportKind, Form()],
    mapping: Annotated[
        str, Form(max_length=20_000, description='JSON: {"field": "column of the file"}.')
    ] = "",
    is_dry_run: Annotated[bool, Form(description="Check only; load nothing.")] = False,
) -> Answer:
    """Upload a CSV, Parquet or XLSX file of at most 200 MiB and queue its import."""
    chosen = _mapping(mapping)
    demand_clean(file.name or "")
    row = actions.receive(
        stream=file.chunks(_CHUNK),
        name=file.name or "file",
        kind=kind,
        at=call.now,
        by=call.actor,
    )
    job = actions.start(
        import_id=row, mapping=chosen, dry_run=is_dry_run, at=call.now, by=call.actor
    )
    return Answer(202, QueuedOut(id=ids.public("imp", row), job=ids.public("job", job)))


def _mapping(text: str) -> dict[str, str] | None:
    if not text.strip():
        return None
    given = parsed(text.encode())
    if not isinstance(given, dict) or not all(isinstance(one, str) for one in given.values()):
        raise BadInput(param="mapping", reason=json.dumps({"field": "column"}))
    return given


@operation(router, "GET", "/imports", permission="imports.read", answers={200: ListOf[ImportOut]})
def listed(call: Call, limit: Limit = 50, after: Cursor = None) -> ListOf[ImportOut]:
    """List the imports, newest first."""
    before = None if after is None else parts_of(after, int)[0]
    # One more than asked tells whether there is a next page.
    found = intake.imports(call.scope, limit=limit + 1, before=before)
    has_more = len(found) > limit
    page = found[:limit]
    return ListOf[ImportOut](
        data=[_import_out(one, call) for one in page],
        has_more=has_more,
        next=cursor(page[-1].id) if has_more else None,
    )


@operation(
    router,
    "GET",
    "/imports/templates",
    permission="imports.read",
    answers={200: ListOf[TemplateOut]},
)
def templates(call: Call) -> ListOf[TemplateOut]:
    """List the templates of the Shuke format."""
    is_chinese = call.language == "zh"
    return ListOf[TemplateOut](
        data=[
            TemplateOut(name=one.name, kind=one.kind, title=one.zh if is_chinese else one.en)
            for one in intake.templates()
        ]
    )


@operation(
    router,
    "GET",
    "/imports/templates/{template}",
    permission="imports.read",
    answers={200: None},
    extra=as_file(_TYPE),
)
def template(call: Call, template: str) -> HttpResponse:
    """Download a template."""
    for one in intake.templates():
        if one.name == template:
            return _attached(HttpResponse(one.content, content_type=_TYPE), one.name)
    raise UnknownPath(path=call.request.path[:200])


@operation(
    router, "GET", "/imports/{import_id}", permission="imports.read", answers={200: ImportOut}
)
def shown(call: Call, import_id: str) -> ImportOut:
    """Show one import."""
    return _import_out(intake.import_of(import_id, call.scope), call)


@operation(
    router,
    "GET",
    "/imports/{import_id}/refused",
    permission="imports.write",
    answers={200: None},
    extra=as_file(_TYPE),
)
def refused(call: Call, import_id: str) -> StreamingHttpResponse:
    """Download the refused rows with line and reason; names, phones and the like are masked."""
    rows = intake.refused_csv(import_id, call.scope)
    return _attached(
        StreamingHttpResponse(rows, content_type=_TYPE), f"refused-{import_id}-masked.csv"
    )


# Not keyed: a stored answer would keep personal data in the open for good.
@operation(
    router,
    "POST",
    "/imports/{import_id}/refused/unmask",
    permission="imports.write",
    answers={200: None},
    extra=as_file(_TYPE),
)
def refused_unmasked(call: Call, import_id: str, wanted: UnmaskIn) -> StreamingHttpResponse:
    """Download the refused rows as they came, ready to be corrected; needs `members.unmask` too.

    The reason is recorded with the key's name.
    """
    rows = actions.hand_out_refused(
        reference=import_id, reason=wanted.reason, scope=call.scope, at=call.now, by=call.actor
    )
    return _attached(StreamingHttpResponse(rows, content_type=_TYPE), f"refused-{import_id}.csv")


def _attached(answer: _Http, name: str) -> _Http:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
