"""The table of outcomes that were given once and are given again."""

from django.db import models


class Outcome(models.Model):
    """The answer to a request that carried an idempotency key; kept for good."""

    scope = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    status = models.SmallIntegerField(null=True)
    body = models.TextField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "key"], name="storage_outcome_once")
        ]
