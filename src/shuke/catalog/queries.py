"""Reading products."""

from collections.abc import Iterable
from dataclasses import dataclass

from shuke.catalog.models import Product


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product as lists show it."""

    id: int
    number: str
    name: str
    department: str | None
    category: str | None
    brand: str | None
    is_known: bool

    @property
    def label(self) -> str:
        """What people read: the name, else the subcategory or number."""
        return self.name or self.number


def products_of(ids: Iterable[int]) -> dict[int, ProductView]:
    """The products of these ids."""
    return {
        row.pk: ProductView(
            id=row.pk,
            number=row.number,
            name=row.name or (row.subcategory or ""),
            department=row.department,
            category=row.category,
            brand=row.brand,
            is_known=row.is_known,
        )
        for row in Product.objects.filter(pk__in=set(ids))
    }


def categories() -> tuple[str, ...]:
    """Every category that has a product, in order."""
    rows = Product.objects.exclude(category=None).values_list("category", flat=True)
    return tuple(name for name in rows.distinct().order_by("category") if name)


def departments() -> tuple[str, ...]:
    """Every department that has a product, in order."""
    rows = Product.objects.exclude(department=None).values_list("department", flat=True)
    return tuple(name for name in rows.distinct().order_by("department") if name)


def placeholders() -> int:
    """How many products are known only by number."""
    return Product.objects.filter(is_known=False).count()
