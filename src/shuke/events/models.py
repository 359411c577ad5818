"""The book itself."""

from django.db import models


class Event(models.Model):
    """One thing that happened. Append-only: triggers refuse UPDATE and DELETE."""

    name = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    member_id = models.BigIntegerField(null=True)
    payload = models.JSONField(default=dict)
    xid = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="events_subject"),
            models.Index(fields=["member_id", "id"], name="events_member"),
            models.Index(fields=["xid", "id"], name="events_cursor"),
        ]
