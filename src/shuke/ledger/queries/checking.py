"""Whether the book holds together: each unit explained, each place that is wrong named (A2, E9)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

_CHECKS = {
    "balance": """
SELECT a.member_id, a.name, a.balance, COALESCE(e.total, 0)
FROM ledger_account a LEFT JOIN (
  SELECT id, sum(amount) AS total FROM (
    SELECT target_id AS id, amount FROM ledger_entry
    UNION ALL SELECT source_id, -amount FROM ledger_entry) AS moved GROUP BY id
) e ON e.id = a.id
WHERE a.balance IS NOT NULL AND a.balance <> COALESCE(e.total, 0)
""",
    "lots": """
SELECT a.member_id, a.name, a.balance, COALESCE(l.total, 0)
FROM ledger_account a LEFT JOIN (
  SELECT account_id, sum(remaining) AS total FROM ledger_lot GROUP BY account_id
) l ON l.account_id = a.id
WHERE a.is_lotted AND a.balance IS NOT NULL AND a.balance <> COALESCE(l.total, 0)
""",
    "lot": """
SELECT l.member_id, a.name, l.remaining, l.amount + COALESCE(d.total, 0)
FROM ledger_lot l JOIN ledger_account a ON a.id = l.account_id LEFT JOIN (
  SELECT lot_id, sum(amount) AS total FROM ledger_draw GROUP BY lot_id
) d ON d.lot_id = l.id
WHERE l.remaining <> l.amount + COALESCE(d.total, 0)
""",
    "held": """
SELECT a.member_id, a.name, a.held, COALESCE(h.total, 0)
FROM ledger_account a LEFT JOIN (
  SELECT account_id, sum(amount) AS total FROM ledger_hold WHERE state = 'open'
  GROUP BY account_id
) h ON h.account_id = a.id
WHERE a.held <> COALESCE(h.total, 0)
""",
    "held_lots": """
SELECT l.member_id, a.name, l.held, COALESCE(p.total, 0)
FROM ledger_lot l JOIN ledger_account a ON a.id = l.account_id LEFT JOIN (
  SELECT p.lot_id, sum(p.amount) AS total FROM ledger_holdpart p
  JOIN ledger_hold h ON h.id = p.hold_id WHERE h.state = 'open' GROUP BY p.lot_id
) p ON p.lot_id = l.id
WHERE l.held <> COALESCE(p.total, 0)
""",
    "floor": """
SELECT member_id, name, balance - held, floor FROM ledger_account
WHERE balance IS NOT NULL AND floor IS NOT NULL AND balance - held < floor
""",
    "unit": """
SELECT e.member_id, s.name, e.amount, e.amount
FROM ledger_entry e LEFT JOIN ledger_account s ON s.id = e.source_id
LEFT JOIN ledger_account t ON t.id = e.target_id
WHERE s.id IS NULL OR t.id IS NULL OR s.unit <> t.unit
""",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that does not hold: what stands there, and what its entries say."""

    check: str
    holder: int
    pocket: str
    stands: int
    explained: int


def verify() -> tuple[Finding, ...]:
    """Every place of the book that its entries do not explain; none where all is well.

    Set-based: a few passes over the book whatever its size.
    """
    return tuple(_found())


def _found() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        for check, sql in _CHECKS.items():
            cursor.execute(f"{sql} ORDER BY 1, 2 LIMIT 1000")
            for holder, pocket, stands, explained in cursor.fetchall():
                yield Finding(check, holder, pocket or "", int(stands), int(explained))
