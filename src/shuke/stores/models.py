"""The chain, its stores, its people and its keys."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from shuke.kernel.permissions import ROLES


class Chain(models.Model):
    """The one chain of this deployment."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=80)
    currency = models.CharField(max_length=3)
    digits = models.SmallIntegerField(default=2)
    zone = models.CharField(max_length=60)
    country = models.CharField(max_length=2, default="CN")
    clock_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="stores_one_chain")]


class Store(models.Model):
    """A place of sale, physical or online."""

    id = models.BigIntegerField(primary_key=True)
    number = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80, blank=True)
    ownership = models.CharField(max_length=10, default="own")
    is_online = models.BooleanField(default=False)
    zone = models.CharField(max_length=60, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ownership__in=["own", "franchise"]),
                name="stores_store_ownership",
            )
        ]


class Till(models.Model):
    """A device or system that sells."""

    id = models.BigIntegerField(primary_key=True)
    store = models.ForeignKey("stores.Store", models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["store", "number"], name="stores_till_number")
        ]


class Staff(AbstractBaseUser):
    """A person who signs in; members never do (design section 10)."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=12)
    is_active = models.BooleanField(default=True)
    stores = models.ManyToManyField("stores.Store", related_name="+")

    # The stubs make a manager of any user out of it; this one makes Staff.
    objects: ClassVar[BaseUserManager["Staff"]] = BaseUserManager()  # type: ignore[assignment]

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=ROLES), name="stores_staff_role")
        ]


class ApiKey(models.Model):
    """A key of a program: only its keyed hash is kept."""

    id = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=12)
    hash = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=12)
    permissions = models.JSONField(default=list)
    stores = models.ManyToManyField("stores.Store", related_name="+")
    is_revoked = models.BooleanField(default=False)
    created_at = models.DateTimeField()
