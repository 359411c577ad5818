"""Writing sales: one, many, and the announcement of a bulk load."""

from shuke.sales.actions.loading import announce
from shuke.sales.actions.recording import BATCH_MAX, Recorded, record, record_many
from shuke.sales.receipt import LineIn, SaleIn, StepIn

__all__ = [
    "BATCH_MAX",
    "LineIn",
    "Recorded",
    "SaleIn",
    "StepIn",
    "announce",
    "record",
    "record_many",
]
