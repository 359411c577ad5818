"""Reading sales."""

from shuke.sales.queries.cards import (
    LineView,
    SaleCard,
    SaleDetail,
    StepView,
    lines_of,
    of_ids,
    sale_of,
)
from shuke.sales.queries.listing import (
    Filters,
    Parked,
    SalePage,
    Totals,
    is_empty,
    listing,
    of_member,
    parked,
    served_by,
    totals_of_members,
)

__all__ = [
    "Filters",
    "LineView",
    "Parked",
    "SaleCard",
    "SaleDetail",
    "SalePage",
    "StepView",
    "Totals",
    "is_empty",
    "lines_of",
    "listing",
    "of_ids",
    "of_member",
    "parked",
    "sale_of",
    "served_by",
    "totals_of_members",
]
