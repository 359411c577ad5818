"""The job of an import: it may run twice, for the ledger knows what is in."""

from shuke.intake.actions import run_import
from shuke.intake.actions.uploads import JOB
from shuke.jobs.registry import JobContext, Payload, job


@job(JOB, zh="导入文件", en="Import a file")
def import_job(context: JobContext, payload: Payload) -> dict[str, object]:
    """Try or run one import; the result holds its counts."""
    outcome = run_import(
        int(payload["import"]),
        dry_run=bool(payload.get("dry_run")),
        at=context.at,
        by=context.by,
        progress=context.progress,
    )
    return {
        "import": outcome.public_id,
        "counts": dict(outcome.counts),
        "has_refused": outcome.has_refused,
        "is_repeat": outcome.is_repeat,
        "dropped": list(outcome.dropped),
    }
