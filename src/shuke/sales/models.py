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
    returns = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, db_index=False
    )

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
