"""Products."""

from django.db import models


class Product(models.Model):
    """Something that is sold; a placeholder when a sale named a number nobody knows."""

    id = models.BigIntegerField(primary_key=True)
    number = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120, blank=True)
    department = models.CharField(max_length=60, null=True)
    category = models.CharField(max_length=80, null=True)
    subcategory = models.CharField(max_length=80, null=True)
    brand = models.CharField(max_length=60, null=True)
    maker = models.CharField(max_length=60, null=True)
    package_size = models.CharField(max_length=40, null=True)
    is_known = models.BooleanField(default=True)
    is_counted = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["category", "id"], name="catalog_category")]
