"""Sales, lines, payments."""

from django.db import models

from shuke.storage.fields import LocalDateTimeField


class Sale(models.Model):
    """One sale or return; immutable once recorded."""

    id = models.BigIntegerField(primary_key=True)
    number = models.CharField(max_length=60)
    store = models.ForeignKey("stores.Store", models.PROTECT, related_name="+", db_index=False)
    till = models.ForeignKey(
        "stores.Till", models.PROTECT, related_name="+", null=True, db_index=False
    )
    staff = models.CharField(max_length=60, blank=True)
    member_id = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=20, default="store")
    sold_at = models.DateTimeField()
    local_at = LocalDateTimeField()
    day = models.DateField()
    gross = models.BigIntegerField()
    amount = models.BigIntegerField()
    line_count = models.IntegerField()
    returns = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["store", "number"], name="sales_sale_number")
        ]
        indexes = [
            models.Index(fields=["member_id", "local_at"], name="sales_sale_member"),
            models.Index(fields=["day", "id"], name="sales_sale_day"),
            models.Index(
                fields=["returns"],
                name="sales_sale_returns",
                condition=models.Q(returns__isnull=False),
            ),
        ]


class Line(models.Model):
    """One line of a sale: quantity in thousandths, money in minor units."""

    id = models.BigIntegerField(primary_key=True)
    sale = models.ForeignKey("sales.Sale", models.PROTECT, related_name="+")
    position = models.IntegerField()
    product = models.ForeignKey(
        "catalog.Product", models.PROTECT, related_name="+", null=True, db_index=False
    )
    quantity_milli = models.BigIntegerField()
    gross = models.BigIntegerField()
    amount = models.BigIntegerField()
    discounts = models.JSONField(null=True)


class Payment(models.Model):
    """How a part of a sale was paid."""

    id = models.BigIntegerField(primary_key=True)
    sale = models.ForeignKey("sales.Sale", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    amount = models.BigIntegerField()


class Step(models.Model):
    """A step of a sale that crosses channels (requirement Q05)."""

    sale = models.ForeignKey("sales.Sale", models.PROTECT, related_name="+")
    position = models.SmallIntegerField()
    kind = models.CharField(max_length=12)
    channel = models.CharField(max_length=20)
    store = models.ForeignKey(
        "stores.Store", models.PROTECT, related_name="+", null=True, db_index=False
    )
    at = models.DateTimeField()


class ParkedReturn(models.Model):
    """A return that came before its sale; joined when the sale arrives (requirement E03).

    It keeps the body as it came. `sale` is the return that it became; `problem` the code of the
    refusal when its sale arrived and it did not fit.
    """

    id = models.BigIntegerField(primary_key=True)
    store = models.ForeignKey("stores.Store", models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=60)
    returns_store = models.ForeignKey(
        "stores.Store", models.PROTECT, related_name="+", db_index=False
    )
    returns_number = models.CharField(max_length=60)
    member_id = models.BigIntegerField(null=True)
    body = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    problem = models.CharField(max_length=60, blank=True)
    sale = models.ForeignKey("sales.Sale", models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["store", "number"], name="sales_parked_number")
        ]
        indexes = [
            models.Index(
                fields=["returns_store", "returns_number"],
                condition=models.Q(sale__isnull=True),
                name="sales_parked_waiting",
            )
        ]
