"""The job table."""

from django.db import models
from django.db.models import Q


class Job(models.Model):
    """One piece of work; `lease_until`, `run_after` and the three moments are wall-clock times.

    `at` is the business moment of the person who asked; the job records its events with it.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120, blank=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=8, default="queued")
    attempts = models.SmallIntegerField(default=0)
    worker = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    run_after = models.DateTimeField()
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)
    result = models.JSONField(null=True)
    error = models.JSONField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running", "done", "dead"]),
                name="jobs_job_state",
            ),
            models.CheckConstraint(
                condition=Q(state="running", lease_until__isnull=False)
                | (~Q(state="running") & Q(lease_until__isnull=True)),
                name="jobs_job_lease",
            ),
            # One unfinished job per key: asking twice is asking once.
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=~Q(key="") & Q(state__in=["queued", "running"]),
                name="jobs_job_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["run_after", "id"],
                condition=Q(state__in=["queued", "running"]),
                name="jobs_job_waiting",
            ),
            models.Index(fields=["kind", "id"], name="jobs_job_kind"),
        ]
