"""The book's tables. Postings, entries and draws only grow; the storage refuses the rest."""

from django.db import models
from django.db.models import F, Q


class Account(models.Model):
    """A place with what it holds; the house (holder 0) keeps no running balance."""

    id = models.BigIntegerField(primary_key=True)
    member_id = models.BigIntegerField()
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=20)
    balance = models.BigIntegerField(null=True)
    held = models.BigIntegerField(default=0)
    floor = models.BigIntegerField(null=True)
    is_lotted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member_id", "name"], name="ledger_account_place"),
            models.CheckConstraint(
                condition=Q(member_id=0, balance__isnull=True)
                | (~Q(member_id=0) & Q(balance__isnull=False)),
                name="ledger_account_house_unsummed",
            ),
            models.CheckConstraint(
                condition=Q(floor__isnull=True)
                | Q(balance__isnull=True)
                | Q(balance__gte=F("floor") + F("held")),
                name="ledger_account_floor",
            ),
            models.CheckConstraint(condition=Q(held__gte=0), name="ledger_account_held"),
        ]


class Posting(models.Model):
    """Entries that happened together, once per key of a holder."""

    id = models.BigIntegerField(primary_key=True)
    member_id = models.BigIntegerField()
    key = models.CharField(max_length=160)
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    reference = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    day = models.DateField()
    actor = models.CharField(max_length=80)
    of_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member_id", "key"], name="ledger_posting_once")
        ]
        indexes = [
            models.Index(fields=["member_id", "id"], name="ledger_posting_member"),
            models.Index(
                fields=["of_id"], condition=Q(of_id__isnull=False), name="ledger_posting_of"
            ),
        ]


class Entry(models.Model):
    """An amount that left one place for another."""

    id = models.BigIntegerField(primary_key=True)
    posting = models.ForeignKey("ledger.Posting", models.PROTECT, related_name="+")
    member_id = models.BigIntegerField()
    # No constraint in the database: it would lock the house's one row in every sale of the chain.
    source = models.ForeignKey(
        "ledger.Account", models.PROTECT, related_name="+", db_constraint=False
    )
    target = models.ForeignKey(
        "ledger.Account", models.PROTECT, related_name="+", db_constraint=False
    )
    amount = models.BigIntegerField()
    at = models.DateTimeField()
    issuer_id = models.BigIntegerField(null=True)
    acceptor_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_entry_amount"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="ledger_entry_two_ends"),
        ]


class Lot(models.Model):
    """A part of a pocket that counts up to its own last day."""

    id = models.BigIntegerField(primary_key=True)
    member_id = models.BigIntegerField()
    account = models.ForeignKey("ledger.Account", models.PROTECT, related_name="+", db_index=False)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, related_name="+")
    amount = models.BigIntegerField()
    remaining = models.BigIntegerField()
    held = models.BigIntegerField(default=0)
    since = models.DateField()
    until = models.DateField(null=True)
    origin_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(held__gte=0)
                & Q(remaining__gte=F("held"))
                & Q(amount__gte=F("remaining")),
                name="ledger_lot_parts",
            )
        ]
        indexes = [
            models.Index(
                fields=["account", "until", "id"],
                condition=Q(remaining__gt=0),
                name="ledger_lot_live",
            ),
            models.Index(fields=["until"], condition=Q(remaining__gt=0), name="ledger_lot_due"),
        ]


class Draw(models.Model):
    """What an entry took from a lot (below zero) or gave back to it (above)."""

    id = models.BigIntegerField(primary_key=True)
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, related_name="+")
    lot = models.ForeignKey("ledger.Lot", models.PROTECT, related_name="+")
    member_id = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="ledger_draw_amount")]


class Hold(models.Model):
    """An amount set aside until a moment; it ends once: used, released or run out."""

    id = models.BigIntegerField(primary_key=True)
    member_id = models.BigIntegerField()
    account = models.ForeignKey("ledger.Account", models.PROTECT, related_name="+")
    key = models.CharField(max_length=160)
    amount = models.BigIntegerField()
    reference = models.CharField(max_length=80, blank=True)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="open")
    ended_at = models.DateTimeField(null=True)
    posting_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member_id", "key"], name="ledger_hold_once"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "used", "released", "lapsed"]),
                name="ledger_hold_state",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_hold_amount"),
        ]
        indexes = [
            models.Index(fields=["ends_at"], condition=Q(state="open"), name="ledger_hold_open")
        ]


class HoldPart(models.Model):
    """How much of a lot a hold has set aside."""

    id = models.BigIntegerField(primary_key=True)
    hold = models.ForeignKey("ledger.Hold", models.PROTECT, related_name="+")
    lot = models.ForeignKey("ledger.Lot", models.PROTECT, related_name="+")
    member_id = models.BigIntegerField()
    amount = models.BigIntegerField()
