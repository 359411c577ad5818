"""Running one job: the heart beats beside the work and keeps the lease."""

import logging
import threading
from datetime import UTC, datetime

from django.db import OperationalError, connection

from shuke.jobs import actions, leases
from shuke.jobs.registry import JobContext, Progress, kind_of
from shuke.kernel.refusal import Refusal

logger = logging.getLogger(__name__)


def run_next(worker: str, *, has_heart: bool = True) -> bool:
    """Take one job and run it to its end; False when nothing was due.

    `has_heart=False` is for tests inside a transaction that no other connection can see.
    """
    claimed = actions.claim(worker=worker, wall=datetime.now(UTC))
    if claimed is None:
        return False
    context = JobContext(job_id=claimed.id, attempt=claimed.attempt, at=claimed.at, by=claimed.by)
    heart = _Heart(claimed, context.progress) if has_heart else None
    try:
        result = kind_of(claimed.kind).run(context, claimed.payload)
    except Refusal as refusal:
        # A refusal is an answer: the same input is refused again tomorrow.
        _fail(claimed, _told(refusal), is_final=True)
    except Exception as error:
        # The border of foreign work: note it and try again.
        logger.exception("job %s (%s) failed", claimed.id, claimed.kind)
        _fail(claimed, _bug(error), is_final=False)
    else:
        actions.finish(
            claimed.id,
            attempt=claimed.attempt,
            progress=context.progress,
            result=result,
            wall=datetime.now(UTC),
        )
    finally:
        if heart is not None:
            heart.stop()
    return True


def _fail(claimed: actions.Claimed, error: dict[str, str], *, is_final: bool) -> None:
    actions.fail(
        claimed.id,
        attempt=claimed.attempt,
        error=error,
        wall=datetime.now(UTC),
        is_final=is_final,
    )


def _told(refusal: Refusal) -> dict[str, str]:
    return {
        "code": refusal.code,
        "en": refusal.message("en"),
        "zh": refusal.message("zh"),
        "next_en": refusal.next_step("en"),
        "next_zh": refusal.next_step("zh"),
    }


def _bug(error: Exception) -> dict[str, str]:
    # The class only: the text of a foreign exception may quote personal data.
    name = type(error).__name__
    return {
        "code": "job.failed",
        "en": f"The job failed ({name}).",
        "zh": f"任务执行失败（{name}）。",
        "next_en": "It is tried again by itself; the server's log has the details.",
        "next_zh": "系统会自动重试；详情见服务器日志。",
    }


class _Heart:
    """Prolongs the lease and publishes the progress on a connection of its own."""

    def __init__(self, claimed: actions.Claimed, progress: Progress) -> None:
        self._claimed = claimed
        self._progress = progress
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"heart-{claimed.id}", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            while not self._stopped.wait(leases.BEAT_SECONDS):
                if not self._beat():
                    return
        finally:
            connection.close()

    def _beat(self) -> bool:
        try:
            return actions.beat(
                self._claimed.id,
                attempt=self._claimed.attempt,
                progress=self._progress,
                wall=datetime.now(UTC),
            )
        except OperationalError as error:
            # SQLite's one writer is busy with the job itself: nobody else can take it meanwhile.
            logger.info("heartbeat of job %s waits: %s", self._claimed.id, error)
            return True

    def stop(self) -> None:
        """End the thread; afterwards nothing writes about this attempt."""
        self._stopped.set()
        self._thread.join()
