"""How far a job is, and what became of it."""

from typing import Any, Literal

from ninja import Router, Schema

from shuke.interfaces.api.door import Call, operation
from shuke.interfaces.api.errors import language_of
from shuke.interfaces.api.times import iso, utc
from shuke.jobs import queries as jobs

router = Router(tags=["jobs"])


class JobErrorOut(Schema):
    """Why a job failed, or failed last time."""

    code: str
    message: str
    hint: str


class JobOut(Schema):
    """A job: `done` of `total` steps; `state` is queued, running, done or dead."""

    object: Literal["job"] = "job"
    id: str
    kind: str
    state: str
    done: int
    total: int
    note: str
    result: dict[str, Any] | None
    error: JobErrorOut | None
    queued_at: str
    started_at: str | None
    finished_at: str | None


def job_out(job: jobs.JobView, call: Call) -> JobOut:
    """A job as the API shows it."""
    language = language_of(call.request)
    error = None
    if job.error is not None:
        error = JobErrorOut(
            code=job.error.code,
            message=job.error.message(language),
            hint=job.error.next_step(language),
        )
    return JobOut(
        id=job.public_id,
        kind=job.kind,
        state=job.state,
        done=job.done,
        total=job.total,
        note=job.note,
        result=None if job.result is None else dict(job.result),
        error=error,
        queued_at=iso(job.queued_at),
        started_at=utc(job.started_at),
        finished_at=utc(job.finished_at),
    )


@operation(router, "GET", "/jobs/{job}", permission="imports.read", answers={200: JobOut})
def shown(call: Call, job: str) -> JobOut:
    """Show one job by the id that queued it."""
    return job_out(jobs.job_of(job), call)
