"""Members and everything that belongs to one of them; no decisions here."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length


def _owner(*, db_index: bool = False) -> "models.ForeignKey[Member, Member]":
    return models.ForeignKey("members.Member", models.PROTECT, related_name="+", db_index=db_index)


class Member(models.Model):
    """One person (or household) known to the chain; the row holds identity and origin only.

    `merged_into` names the survivor of the whole chain of merges, never a row that is itself
    merged: sales, notes and attributes keep their member, readers follow one redirect.
    """

    id = models.BigIntegerField(primary_key=True)
    number = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60, blank=True)
    initials = models.CharField(max_length=60, blank=True)
    stage = models.CharField(max_length=8, default="member")
    joined_at = models.DateTimeField(null=True)
    joined_on = models.DateField(null=True)
    store = models.ForeignKey(
        "stores.Store", models.PROTECT, related_name="+", null=True, db_index=False
    )
    channel = models.CharField(max_length=20, blank=True)
    staff = models.CharField(max_length=60, blank=True)
    campaign = models.CharField(max_length=60, blank=True)
    referrer = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, db_index=False
    )
    is_name_made = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=["member", "prospect"]), name="members_member_stage"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                name="members_member_not_itself",
            ),
        ]
        indexes = [
            models.Index(Length("number"), "number", name="members_natural_order"),
            models.Index(fields=["store", "id"], name="members_store"),
            # Every list says how many there are: counted from the index, not from the rows.
            models.Index(
                fields=["stage", "store"],
                name="members_standing",
                condition=Q(merged_into__isnull=True),
            ),
            models.Index(fields=["joined_on", "id"], name="members_joined"),
            models.Index(fields=["name", "id"], name="members_name"),
            models.Index(fields=["initials", "id"], name="members_initials"),
            models.Index(
                fields=["referrer"],
                name="members_referrer",
                condition=Q(referrer__isnull=False),
            ),
            models.Index(
                fields=["merged_into"],
                name="members_merged",
                condition=Q(merged_into__isnull=False),
            ),
        ]


class Identifier(models.Model):
    """The directory: whose is this phone, card or open id now? One row per value in use."""

    kind = models.CharField(max_length=10)
    hash = models.CharField(max_length=64)
    member = _owner(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "hash"], name="members_identifier_once")
        ]


class Identity(models.Model):
    """A way to recognise a member and the period in which it was his; the value is sealed."""

    id = models.BigIntegerField(primary_key=True)
    member = _owner()
    kind = models.CharField(max_length=10)
    hash = models.CharField(max_length=64)
    tail = models.CharField(max_length=64, blank=True)
    sealed = models.TextField()
    source = models.CharField(max_length=80, blank=True)
    starts_at = models.DateTimeField()
    ends_before = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    is_valid = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "kind", "hash"],
                condition=Q(ends_before__isnull=True),
                name="members_identity_current",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["phone", "card", "email", "open_id", "external"]),
                name="members_identity_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["hash"], name="members_identity_hash"),
            models.Index(fields=["tail"], name="members_identity_tail", condition=~Q(tail="")),
            models.Index(
                fields=["verified_at", "id"],
                name="members_identity_stale",
                condition=Q(ends_before__isnull=True),
            ),
        ]


class Attribute(models.Model):
    """One version of one thing known about a member: field, preference or trait, one shape.

    `basis` keeps what the member declared apart from what was inferred; `hash` allows an exact
    look-up of a personal value, which itself is sealed.
    """

    id = models.BigIntegerField(primary_key=True)
    member = _owner()
    name = models.CharField(max_length=80)
    value = models.TextField()
    source = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    version = models.IntegerField(default=1)
    is_current = models.BooleanField(default=True)
    is_personal = models.BooleanField(default=False)
    is_valid = models.BooleanField(default=True)
    basis = models.CharField(max_length=8, default="declared")
    confidence = models.SmallIntegerField(null=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "name", "basis", "version"], name="members_attribute_version"
            ),
            models.UniqueConstraint(
                fields=["member", "name", "basis"],
                condition=Q(is_current=True),
                name="members_attribute_current",
            ),
            models.CheckConstraint(
                condition=Q(basis__in=["declared", "inferred"]), name="members_attribute_basis"
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__range=(0, 1000)),
                name="members_attribute_confidence",
            ),
        ]
        indexes = [
            models.Index(
                fields=["hash"],
                name="members_attribute_hash",
                condition=Q(is_current=True) & ~Q(hash=""),
            ),
            models.Index(
                fields=["name", "value"],
                name="members_attribute_value",
                condition=Q(is_current=True, is_personal=False),
            ),
        ]


class FieldDefinition(models.Model):
    """A profile field defined at run time."""

    name = models.CharField(max_length=80, unique=True)
    zh = models.CharField(max_length=60)
    en = models.CharField(max_length=60)
    type = models.CharField(max_length=8)
    choices = models.JSONField(default=list)
    is_personal = models.BooleanField(default=False)
    weight = models.SmallIntegerField(default=0)
    defined_at = models.DateTimeField()


class Note(models.Model):
    """What a colleague wrote down about a member, sealed (requirement A11)."""

    id = models.BigIntegerField(primary_key=True)
    member = _owner()
    store = models.ForeignKey(
        "stores.Store", models.PROTECT, related_name="+", null=True, db_index=False
    )
    author = models.CharField(max_length=80)
    at = models.DateTimeField()
    topic = models.CharField(max_length=12)
    sealed = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["member", "at", "id"], name="members_note_member")]


class Household(models.Model):
    """People who live and buy together."""

    id = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=60, blank=True)


class HouseholdMember(models.Model):
    """A member's place in his one household."""

    household = models.ForeignKey("members.Household", models.PROTECT, related_name="+")
    member = models.OneToOneField("members.Member", models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()


class Prospect(models.Model):
    """How a member who is not yet one is being won (requirement A15)."""

    member = models.OneToOneField(
        "members.Member", models.PROTECT, primary_key=True, related_name="+"
    )
    source = models.CharField(max_length=60, blank=True)
    owner = models.CharField(max_length=60, blank=True)
    score = models.SmallIntegerField(default=0)
    stage = models.CharField(max_length=12, default="new")
    added_at = models.DateTimeField()
    converted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=["new", "contacted", "interested", "converted", "lost"]),
                name="members_prospect_stage",
            )
        ]
        indexes = [models.Index(fields=["source", "stage"], name="members_prospect_source")]


class Merge(models.Model):
    """One decision that two rows are one person: the edge, what moved with it, and its undoing."""

    id = models.BigIntegerField(primary_key=True)
    survivor = _owner(db_index=True)
    merged = _owner()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    reason = models.CharField(max_length=200, blank=True)
    parts = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(undone_at__isnull=True),
                name="members_merge_one_survivor",
            )
        ]


class Verdict(models.Model):
    """A reviewer's word that two similar rows are two people."""

    first = _owner()
    second = _owner()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="members_verdict_pair"),
            models.CheckConstraint(
                condition=Q(first__lt=models.F("second")), name="members_verdict_order"
            ),
        ]


class Interaction(models.Model):
    """A sign-in, comment, share, like, page view or participation (requirements E18, E19, A20).

    A view before sign-in has a session and no member; the session is a keyed hash of a cookie.
    """

    id = models.BigIntegerField(primary_key=True)
    member = models.ForeignKey(
        "members.Member", models.PROTECT, related_name="+", null=True, db_index=False
    )
    kind = models.CharField(max_length=12)
    target = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    session = models.CharField(max_length=64, blank=True)
    points = models.IntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False) | ~Q(session=""),
                name="members_interaction_whose",
            )
        ]
        indexes = [
            models.Index(fields=["member", "at", "id"], name="members_interaction_member"),
            models.Index(
                fields=["session"],
                name="members_interaction_session",
                condition=Q(member__isnull=True),
            ),
        ]


class RecruitmentCost(models.Model):
    """What winning members through a channel cost in a period (requirement A16)."""

    id = models.BigIntegerField(primary_key=True)
    channel = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_before = models.DateField()
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__gt=models.F("starts_on")) & Q(amount__gte=0),
                name="members_cost_period",
            )
        ]


class TargetGroup(models.Model):
    """The group the chain wants to reach: ages, regions, occupations (requirement A17)."""

    name = models.CharField(max_length=60, unique=True)
    age_from = models.SmallIntegerField(null=True)
    age_to = models.SmallIntegerField(null=True)
    regions = models.JSONField(default=list)
    occupations = models.JSONField(default=list)
