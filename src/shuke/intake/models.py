"""Imports, their ledger of chunks, their refused rows, and remembered mappings."""

from django.db import models
from django.db.models import Q

STATES = ("received", "queued", "running", "checked", "finished", "repeated", "refused")


class Import(models.Model):
    """One file or source on its way in; `digest` names its content, so nothing lands twice."""

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=200)
    path = models.CharField(max_length=500, blank=True)
    digest = models.CharField(max_length=64)
    bytes = models.BigIntegerField(default=0)
    mapping = models.JSONField(null=True)
    mapping_digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, default="received")
    rows = models.BigIntegerField(null=True)
    rows_done = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    reason = models.JSONField(null=True)
    job_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=80)
    received_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="intake_import_state"),
            models.UniqueConstraint(
                fields=["kind", "digest", "mapping_digest"],
                condition=Q(state="finished"),
                name="intake_import_once",
            ),
        ]
        indexes = [models.Index(fields=["digest"], name="intake_import_digest")]


class Chunk(models.Model):
    """The ledger: this part of this import is in, written in the transaction of its rows."""

    batch = models.ForeignKey("intake.Import", models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(max_length=20)
    number = models.IntegerField()
    rows = models.IntegerField()
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "part", "number"], name="intake_chunk_once")
        ]


class RefusedRow(models.Model):
    """One refused row: line, code and sealed values of its message; its cells are in the file."""

    batch = models.ForeignKey("intake.Import", models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(max_length=20, default="problems")
    line = models.BigIntegerField()
    code = models.CharField(max_length=40)
    column = models.CharField(max_length=80, blank=True)
    sealed = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["batch", "line"], name="intake_refused_line")]


class RememberedMapping(models.Model):
    """How files with these headers were mapped last time."""

    kind = models.CharField(max_length=20)
    headers = models.CharField(max_length=64)
    mapping = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "headers"], name="intake_mapping_once")
        ]
