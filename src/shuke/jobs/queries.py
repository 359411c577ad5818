"""Reading jobs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from shuke.jobs.models import Job
from shuke.kernel import ids
from shuke.kernel.refusal import Kind, Language, Refusal

State = Literal["queued", "running", "done", "dead"]
LIMIT_MAX = 200


class UnknownJob(Refusal):
    """No job has that id."""

    code = "job.unknown"
    kind = Kind.NOT_FOUND
    en = "There is no job “{text}”."
    zh = "找不到后台任务“{text}”。"
    next_en = "Copy the id from the answer that queued the job."
    next_zh = "请从提交任务时返回的结果中复制编号。"


@dataclass(frozen=True, slots=True)
class JobError:
    """Why a job failed, or failed last time while it waits for its next attempt."""

    code: str
    en: str
    zh: str
    next_en: str
    next_zh: str

    def message(self, language: Language) -> str:
        """What happened, in the reader's language."""
        return self.zh if language == "zh" else self.en

    def next_step(self, language: Language) -> str:
        """What the reader can do now."""
        return self.next_zh if language == "zh" else self.next_en


@dataclass(frozen=True, slots=True)
class JobView:
    """A job as pages and the API show it; the three moments are wall-clock times (UTC)."""

    id: int
    kind: str
    state: State
    attempts: int
    done: int
    total: int
    note: str
    result: Mapping[str, Any] | None
    error: JobError | None
    payload: Mapping[str, Any]
    by: str
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def public_id(self) -> str:
        """The id as the outside sees it."""
        return ids.public("job", self.id)

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {"done", "dead"}


def _view(job: Job) -> JobView:
    error = None
    if job.error:
        names = ("code", "en", "zh", "next_en", "next_zh")
        error = JobError(**{name: str(job.error.get(name, "")) for name in names})
    return JobView(
        id=job.pk,
        kind=job.kind,
        state=job.state,  # type: ignore[arg-type]  # CHECK in the table
        attempts=job.attempts,
        done=job.done,
        total=job.total,
        note=job.note,
        result=job.result,
        error=error,
        payload=job.payload,
        by=job.by,
        queued_at=job.queued_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
    )


def job_of(reference: int | str) -> JobView:
    """The job of an id, given as a number or as `job_…`.

    Raises:
        UnknownJob: there is none.
    """
    number = reference if isinstance(reference, int) else ids.private("job", reference)
    job = Job.objects.filter(pk=number).first()
    if job is None:
        raise UnknownJob(text=str(reference)[:40])
    return _view(job)


def recent(kind: str | None = None, limit: int = 50) -> tuple[JobView, ...]:
    """The newest jobs first, of one kind or of all; at most 200."""
    rows = Job.objects.order_by("-pk")
    if kind is not None:
        rows = rows.filter(kind=kind)
    return tuple(map(_view, rows[: min(limit, LIMIT_MAX)]))


def unfinished(kind: str) -> int:
    """How many jobs of a kind wait or run."""
    return Job.objects.filter(kind=kind, state__in=["queued", "running"]).count()
