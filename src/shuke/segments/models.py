"""Segments, who is in them, and how large they were."""

from django.db import models
from django.db.models import Q


class Segment(models.Model):
    """A saved question about members: a condition as plain data, or a fixed list of members.

    `name` is how conditions, files and traits call it; `title` is what people read. `definition`
    says what the kept answer was asked with: condition, versions, as-of rule, snapshot.
    """

    id = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, default="dynamic")
    condition = models.JSONField(null=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80)
    size = models.BigIntegerField(null=True)
    as_of = models.DateField(null=True)
    refreshed_at = models.DateTimeField(null=True)
    definition = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["dynamic", "static"]), name="segments_segment_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind="static") | Q(condition__isnull=False),
                name="segments_segment_asks",
            ),
        ]


class Membership(models.Model):
    """A member of a segment, as the last refresh found it; `since` is the as-of day he came in."""

    segment = models.ForeignKey(
        "segments.Segment", models.CASCADE, related_name="+", db_index=False
    )
    member_id = models.BigIntegerField()
    since = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["segment", "member_id"], name="segments_membership_once"
            )
        ]
        indexes = [models.Index(fields=["member_id"], name="segments_membership_member")]


class Size(models.Model):
    """One refresh: how many members the segment had at the start of the day `as_of`."""

    id = models.BigIntegerField(primary_key=True)
    segment = models.ForeignKey(
        "segments.Segment", models.CASCADE, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    as_of = models.DateField()
    members = models.BigIntegerField()
    reachable = models.BigIntegerField()
    entered = models.BigIntegerField()
    left = models.BigIntegerField()
    by = models.CharField(max_length=80)
    definition = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["segment", "id"], name="segments_size_segment")]
