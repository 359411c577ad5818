"""Reading the book: balances, statements, lots, and whether it holds together."""

from shuke.ledger.queries.balances import (
    Balance,
    LotView,
    balance_at,
    balances,
    house_balance,
    lots,
)
from shuke.ledger.queries.checking import Finding, verify
from shuke.ledger.queries.statement import Line, statement

__all__ = [
    "Balance",
    "Finding",
    "Line",
    "LotView",
    "balance_at",
    "balances",
    "house_balance",
    "lots",
    "statement",
    "verify",
]
