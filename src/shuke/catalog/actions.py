"""Adding products: one by one when a sale names them, or a whole list from a staging table."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from shuke.catalog.models import Product
from shuke.kernel import ids

_TEXTS = ("department", "category", "subcategory", "brand", "maker", "package_size")
STAGED = ("number", "name", *_TEXTS, "is_counted")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a staged list did: new rows, changed ones, and those that were known as they are."""

    new: int
    changed: int
    same: int


def ensure_products(numbers: Iterable[str]) -> dict[str, int]:
    """The id of each product number; unknown numbers get a placeholder, never a refusal."""
    wanted = sorted(set(numbers))
    known = dict(Product.objects.filter(number__in=wanted).values_list("number", "id"))
    fresh = [number for number in wanted if number not in known]
    if fresh:
        first = ids.block(len(fresh))
        Product.objects.bulk_create(
            [
                Product(id=first + index, number=number, is_known=False)
                for index, number in enumerate(fresh)
            ],
            ignore_conflicts=True,
        )
        known = dict(Product.objects.filter(number__in=wanted).values_list("number", "id"))
    return known


def load(*, staging: str) -> Loaded:
    """Add or update products from the staging table (`id` and the columns of `STAGED`).

    The table's name comes from the code. A placeholder becomes a known product and keeps its id;
    an empty cell leaves what is known. Part of the caller's transaction.
    """
    resolved = {column: f"coalesce(nullif(s.{column}, ''), p.{column})" for column in _TEXTS}
    resolved["name"] = "coalesce(nullif(s.name, ''), p.name, '')"
    resolved["is_counted"] = "coalesce(s.is_counted, p.is_counted, true)"
    differs = " OR ".join(
        f"{value} IS DISTINCT FROM p.{column}" for column, value in resolved.items()
    )
    updates = ", ".join(f"{column} = excluded.{column}" for column in resolved)
    source = f"{staging} s LEFT JOIN catalog_product p ON p.number = s.number"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(p.id), "  # noqa: S608 - names from the code
            f"coalesce(sum(CASE WHEN p.id IS NOT NULL AND (NOT p.is_known OR {differs})"
            f" THEN 1 ELSE 0 END), 0) FROM {source}"
        )
        rows, known, changed = (int(value) for value in cursor.fetchone())
        cursor.execute(
            f"INSERT INTO catalog_product (id, number, {', '.join(resolved)}, is_known) "  # noqa: S608
            f"SELECT s.id, s.number, {', '.join(resolved.values())}, true FROM {source} WHERE true"
            f" ON CONFLICT (number) DO UPDATE SET {updates}, is_known = true"
        )
    return Loaded(new=rows - known, changed=changed, same=known - changed)


def load_placeholders(*, staging: str) -> int:
    """Add a placeholder for each number of the staging table (id, number) nobody knows yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO catalog_product (id, number, name, is_known, is_counted)"  # noqa: S608
            f" SELECT id, number, '', false, true FROM {staging} WHERE true"
            " ON CONFLICT (number) DO NOTHING"
        )
        return int(cursor.rowcount)
