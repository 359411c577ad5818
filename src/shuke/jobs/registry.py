"""What kinds of job there are: packages declare them, the worker finds them here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from shuke.kernel.refusal import Refusal
from shuke.kernel.scope import Actor

Payload = Mapping[str, Any]


class UnknownKind(Refusal):
    """No package declares that kind of job."""

    code = "job.unknown_kind"
    en = "There is no kind of job “{kind}”."
    zh = "没有名为“{kind}”的后台任务类型。"
    next_en = "Start the worker of the version that queued this job."
    next_zh = "请启动与任务版本一致的后台进程。"


class Teller(Protocol):
    """Somebody who wants to know how far the work is."""

    def __call__(self, done: int, total: int, note: str = "") -> None:
        """Take a count of what is done, of how many, and a word on what is going on."""


@dataclass(slots=True)
class Progress:
    """The newest count, kept in memory: the worker's heartbeat writes it to the table."""

    done: int = 0
    total: int = 0
    note: str = ""

    def __call__(self, done: int, total: int, note: str = "") -> None:
        """Remember how far the work is."""
        self.done, self.total, self.note = done, total, note[:200]


@dataclass(frozen=True, slots=True)
class JobContext:
    """What a job may know of its own run: `at` and `by` of whoever asked for it, and a teller."""

    job_id: int
    attempt: int
    at: datetime
    by: Actor
    progress: Progress = field(default_factory=Progress)


Work = Callable[[JobContext, Payload], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class JobKind:
    """A declared kind with its label in both languages."""

    kind: str
    zh: str
    en: str
    run: Work


_kinds: dict[str, JobKind] = {}


def job(kind: str, zh: str, en: str) -> Callable[[Work], Work]:
    """Declare `fn(context, payload) -> dict` as the work of a kind; it may run twice.

    The result must be plain JSON. A `Refusal` ends the job at once; any other exception lets it
    be tried again.
    """

    def declare(run: Work) -> Work:
        if kind in _kinds:
            raise ValueError(f"job kind declared twice: {kind}")
        _kinds[kind] = JobKind(kind=kind, zh=zh, en=en, run=run)
        return run

    return declare


def kind_of(kind: str) -> JobKind:
    """The declared kind.

    Raises:
        UnknownKind: nobody declares it.
    """
    if kind not in _kinds:
        raise UnknownKind(kind=kind[:40])
    return _kinds[kind]


def kinds() -> tuple[JobKind, ...]:
    """Every declared kind, in order."""
    return tuple(_kinds[kind] for kind in sorted(_kinds))
