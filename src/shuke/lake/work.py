"""The job that brings the lake up to date; run twice it finds nothing new."""

from shuke.jobs.registry import JobContext, Payload, job
from shuke.lake.actions import refresh

JOB = "lake.refresh"


@job(JOB, zh="刷新指标数据", en="Refresh the figures' data")
def refresh_job(context: JobContext, payload: Payload) -> dict[str, object]:
    """Read what is new; the result says how many sales were."""
    made = refresh(at=context.at, by=context.by, progress=context.progress)
    return {"snapshot": made.snapshot, "new_sales": made.new_sales}
