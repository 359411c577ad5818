"""A job is asked for once, tried five times, and always says what became of it."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.jobs.conftest import LIN, NOON

from shuke.events import queries as events
from shuke.interfaces.worker.running import run_next
from shuke.jobs import actions, leases, queries
from shuke.jobs.models import Job
from shuke.jobs.registry import Progress
from shuke.kernel.refusal import Refusal

pytestmark = pytest.mark.django_db


class TooBig(Refusal):
    code = "test.too_big"
    en = "The file is too big."
    zh = "文件太大。"


def ask(kind="greet", *, key="", **payload):
    return actions.enqueue(kind, payload=payload, key=key, at=NOON, by=LIN)


def run():
    return run_next("worker-1", has_heart=False)


def soon(seconds=0):
    return datetime.now(UTC) + timedelta(seconds=seconds)


def test_a_job_runs_with_who_asked_and_when_and_keeps_its_result(declare):
    def greet(context, payload):
        context.progress(3, 3, "all greeted")
        return {"text": f"{payload['word']}, {context.by.name} at {context.at:%Y}"}

    declare("greet", greet)
    job = ask(word="hello")
    assert (queries.job_of(job).state, run(), run()) == ("queued", True, False)
    seen = queries.job_of(queries.job_of(job).public_id)
    assert seen.state == "done"
    assert seen.result == {"text": "hello, lin at 2018"}
    assert (seen.done, seen.total, seen.note, seen.error) == (3, 3, "all greeted", None)
    assert seen.queued_at <= seen.started_at <= seen.finished_at
    assert seen.queued_at.year >= 2026  # the wall clock, not the demo's


def test_asking_twice_by_one_key_is_asking_once_until_it_is_done(declare):
    declare("greet", lambda _context, _payload: {})
    first = ask(key="daily")
    assert (ask(key="daily"), ask(key="other") == first) == (first, False)
    run()
    run()
    assert ask(key="daily") != first


def test_a_refusal_ends_the_job_and_tells_both_languages(declare):
    def refuse(_context, _payload):
        raise TooBig

    declare("greet", refuse)
    job = ask()
    run()
    seen = queries.job_of(job)
    assert (seen.state, seen.attempts) == ("dead", 1)
    assert seen.error.code == "test.too_big"
    assert (seen.error.message("en"), seen.error.message("zh")) == (
        "The file is too big.",
        "文件太大。",
    )


def test_a_failing_job_is_tried_five_times_with_growing_waits_then_dead(declare, caplog):
    def crash(_context, _payload):
        raise ZeroDivisionError("13812340001")

    declare("greet", crash)
    job = ask()
    for attempt in range(1, 6):
        before = soon()
        assert run()
        seen = queries.job_of(job)
        assert seen.attempts == attempt
        assert "13812340001" not in seen.error.en
        if attempt < 5:
            assert seen.state == "queued"
            wait = Job.objects.get(pk=job).run_after - before
            assert (
                leases.delay(attempt, 0) <= wait <= leases.delay(attempt, 1) + timedelta(seconds=9)
            )
            assert not run()
            Job.objects.update(run_after=before)
    assert seen.state == "dead"
    assert seen.error.code == "job.failed"
    assert [event.name for event in events.of_subject(f"job/{job}", limit=9)] == ["job.dead"]
    assert not run()


def test_an_unknown_kind_is_refused_not_tried_for_ever():
    job = ask("no-such-kind")
    run()
    assert queries.job_of(job).error.code == "job.unknown_kind"


def test_who_lost_the_lease_changes_nothing_any_more(declare):
    declare("greet", lambda _context, _payload: {})
    job = ask()
    old = actions.claim(worker="slow", wall=soon())
    assert actions.claim(worker="fast", wall=soon(50)) is None
    new = actions.claim(worker="fast", wall=soon(70))
    assert (old.attempt, new.attempt, new.id) == (1, 2, job)
    told = Progress(1, 2, "late")
    assert not actions.beat(job, attempt=1, progress=told, wall=soon())
    assert not actions.finish(job, attempt=1, progress=told, result={"by": "slow"}, wall=soon())
    actions.fail(job, attempt=1, error={"code": "x"}, wall=soon(), is_final=True)
    assert queries.job_of(job).state == "running"
    assert actions.finish(job, attempt=2, progress=told, result={"by": "fast"}, wall=soon())
    assert queries.job_of(job).result == {"by": "fast"}


def test_a_beat_prolongs_the_lease_and_shows_the_progress(declare):
    job = ask()
    claimed = actions.claim(worker="a", wall=soon())
    assert actions.beat(
        job, attempt=claimed.attempt, progress=Progress(5, 9, "half"), wall=soon(50)
    )
    assert actions.claim(worker="b", wall=soon(100)) is None
    seen = queries.job_of(job)
    assert (seen.done, seen.total, seen.note) == (5, 9, "half")


def test_a_job_that_takes_its_worker_down_five_times_is_given_up():
    job = ask()
    for attempt in range(5):
        assert actions.claim(worker="w", wall=soon(attempt * 100)).attempt == attempt + 1
    assert actions.claim(worker="w", wall=soon(600)) is None
    seen = queries.job_of(job)
    assert (seen.state, seen.error.code) == ("dead", "job.worker_lost")


def test_jobs_are_taken_in_the_order_in_which_they_came(declare):
    ran = []
    declare("greet", lambda _context, payload: ran.append(payload["n"]) or {})
    for number in range(3):
        ask(n=number)
    while run():
        pass
    assert ran == [0, 1, 2]
    assert [job.payload["n"] for job in queries.recent("greet", 2)] == [2, 1]
    assert queries.unfinished("greet") == 0


def test_an_unknown_job_is_not_found():
    for reference in (1, "job_0000000000000"):
        with pytest.raises(queries.UnknownJob):
            queries.job_of(reference)


@pytest.mark.parametrize("attempt", range(1, 6))
def test_waits_double_and_spread(attempt):
    assert leases.delay(attempt, 0) == timedelta(seconds=2**attempt / 2)
    assert leases.delay(attempt, 1) == timedelta(seconds=3 * 2**attempt / 2)
