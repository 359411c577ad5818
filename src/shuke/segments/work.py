"""The job that asks every segment again."""

from shuke.jobs.registry import JobContext, Payload, job
from shuke.segments.actions import refresh_all
from shuke.stores import queries as stores

JOB = "segments.refresh"


@job(JOB, zh="刷新全部人群", en="Refresh all segments")
def refresh_job(context: JobContext, payload: Payload) -> dict[str, object]:
    """Ask every segment at the business day of whoever asked for the job."""
    day = stores.chain().today(context.at)
    found = refresh_all(at=context.at, by=context.by, as_of=day, progress=context.progress)
    return {"segments": len(found), "members": sum(one.members for one in found)}
