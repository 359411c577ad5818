"""Queueing, taking, keeping and ending jobs. Moments called `wall` come from the wall clock."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet

from shuke.events import actions as events
from shuke.jobs import leases, records
from shuke.jobs.models import Job
from shuke.jobs.registry import Progress
from shuke.kernel import ids
from shuke.kernel.scope import Actor
from shuke.storage.transactions import retrying, writing

_UNFINISHED = ("queued", "running")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job in the hands of one worker; `attempt` is its token against a later taker."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    attempt: int
    worker: str
    at: datetime
    by: Actor


def enqueue(
    kind: str, *, payload: Mapping[str, Any], key: str = "", at: datetime, by: Actor
) -> int:
    """Queue a job and answer its id; with a `key`, an unfinished job of that key is answered.

    `at` is the business moment of whoever asks. Joins the caller's transaction: no effect, no job.
    """
    return retrying(lambda: _enqueue(kind, payload, key, at, by))


def _enqueue(kind: str, payload: Mapping[str, Any], key: str, at: datetime, by: Actor) -> int:
    with writing():
        if key:
            waiting = _unfinished(kind, key)
            if waiting is not None:
                return waiting
        wall = datetime.now(UTC)  # leases live by the wall clock, whatever the demo's clock says
        try:
            with transaction.atomic():
                job = Job.objects.create(
                    id=ids.new_id(),
                    kind=kind,
                    key=key,
                    payload=dict(payload),
                    at=at,
                    by=str(by),
                    queued_at=wall,
                    run_after=wall,
                )
        except IntegrityError:
            # Somebody asked for the same between look-up and write.
            waiting = _unfinished(kind, key)
            if waiting is None:
                raise
            return waiting
        return int(job.pk)


def _unfinished(kind: str, key: str) -> int | None:
    rows = Job.objects.filter(kind=kind, key=key, state__in=_UNFINISHED)
    return rows.values_list("pk", flat=True).first()


def claim(*, worker: str, wall: datetime) -> Claimed | None:
    """Take the oldest job that is due or whose lease ran out; None when there is none."""

    def run() -> Claimed | None:
        with writing():
            for job in _due(wall)[:1]:
                return _taken(job, worker, wall)
        return None

    while True:
        claimed = retrying(run)
        if claimed is None or claimed.attempt:
            return claimed


def _due(wall: datetime) -> "QuerySet[Job]":
    rows = Job.objects.filter(
        Q(state="queued", run_after__lte=wall) | Q(state="running", lease_until__lt=wall)
    ).order_by("run_after", "pk")
    # Workers must not wait for each other's row; SQLite has one writer and needs no lock.
    skips = connection.features.has_select_for_update_skip_locked
    return rows.select_for_update(skip_locked=skips)


def _taken(job: Job, worker: str, wall: datetime) -> Claimed:
    """Lease the job, or give up one that took a worker down with it too often (attempt 0)."""
    if job.attempts >= leases.ATTEMPTS_MAX:
        error = {
            "code": "job.worker_lost",
            "en": f"The worker ended {job.attempts} times during this job.",
            "zh": f"执行此任务时后台进程中断了 {job.attempts} 次。",
        }
        _die(job.pk, job.attempts, error, wall=wall)
        return Claimed(job.pk, job.kind, {}, 0, worker, job.at, _actor(job.by))
    job.state = "running"
    job.attempts += 1
    job.worker = worker
    job.lease_until = wall + leases.LEASE
    job.started_at = job.started_at or wall
    job.save(update_fields=["state", "attempts", "worker", "lease_until", "started_at"])
    return Claimed(
        id=job.pk,
        kind=job.kind,
        payload=job.payload,
        attempt=job.attempts,
        worker=worker,
        at=job.at,
        by=_actor(job.by),
    )


def _actor(text: str) -> Actor:
    kind, _, name = text.partition(":")
    if kind == "staff":
        return Actor(kind="staff", name=name)
    return Actor(kind="key" if kind == "key" else "system", name=name)


def _held(job_id: int, attempt: int) -> "QuerySet[Job]":
    # The attempt is the token: who lost the lease changes nothing any more.
    return Job.objects.filter(pk=job_id, attempts=attempt, state="running")


def beat(job_id: int, *, attempt: int, progress: Progress, wall: datetime) -> bool:
    """Prolong the lease and write the progress; False when another worker has the job."""
    changed = _held(job_id, attempt).update(
        lease_until=wall + leases.LEASE,
        done=progress.done,
        total=progress.total,
        note=progress.note,
    )
    return changed == 1


def finish(
    job_id: int, *, attempt: int, progress: Progress, result: dict[str, Any], wall: datetime
) -> bool:
    """End a job well; False when another worker has it by now."""
    changed = _held(job_id, attempt).update(
        state="done",
        lease_until=None,
        finished_at=wall,
        result=result,
        error=None,
        done=progress.done,
        total=progress.total,
        note=progress.note,
    )
    return changed == 1


def fail(
    job_id: int, *, attempt: int, error: Mapping[str, str], wall: datetime, is_final: bool = False
) -> None:
    """Note a failure: the job comes back later, or is dead after the last attempt or a refusal."""
    with writing():
        if is_final or leases.is_last(attempt):
            _die(job_id, attempt, error, wall=wall)
            return
        wait = leases.delay(attempt, random.random())  # noqa: S311 - jitter, not a secret
        _held(job_id, attempt).update(
            state="queued", lease_until=None, run_after=wall + wait, error=dict(error)
        )


def _die(job_id: int, attempt: int, error: Mapping[str, str], *, wall: datetime) -> None:
    changed = _held(job_id, attempt).update(
        state="dead", lease_until=None, finished_at=wall, error=dict(error)
    )
    if changed:
        job = Job.objects.only("kind").get(pk=job_id)
        events.record(
            records.JOB_DEAD,
            at=wall,
            by=Actor(kind="system", name="worker"),
            subject=f"job/{job_id}",
            payload={"kind": job.kind, "code": error["code"]},
        )
