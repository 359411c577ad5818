"""Adding products."""

from collections.abc import Iterable

from shuke.catalog.models import Product
from shuke.kernel import ids


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
