"""Letting lots lapse: set-based, in chunks of accounts, each chunk one transaction (A7, X14)."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import connection
from django.db.backends.utils import CursorWrapper

from shuke.kernel import ids
from shuke.ledger.actions.desk import accounts_of
from shuke.ledger.places import HOUSE, Occasion, Place, Pocket
from shuke.storage.transactions import retrying, writing

CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Lapsed:
    """What one run let lapse."""

    holders: int
    units: int


_ACCOUNTS = """
INSERT INTO lapsing_account (id, member_id, place)
SELECT id, member_id, row_number() OVER (ORDER BY id) FROM (
  SELECT a.id, a.member_id FROM ledger_account a
  WHERE a.name = %(pocket)s AND a.id > %(after)s AND EXISTS (
    SELECT 1 FROM ledger_lot l
    WHERE l.account_id = a.id AND l.remaining > l.held AND l.until < %(day)s)
  ORDER BY a.id LIMIT %(chunk)s{lock}) AS due
"""
_LOTS = """
INSERT INTO lapsing_lot (id, account_id, amount, place)
SELECT l.id, l.account_id, l.remaining - l.held, row_number() OVER (ORDER BY l.id)
FROM ledger_lot l JOIN lapsing_account a ON a.id = l.account_id
WHERE l.remaining > l.held AND l.until < %(day)s
"""
# Another worker may have let an account's lots lapse while this one waited for its row.
_NOTHING = "DELETE FROM lapsing_account WHERE id NOT IN (SELECT account_id FROM lapsing_lot)"
_SUMS = "SELECT account_id, sum(amount) AS amount FROM lapsing_lot GROUP BY account_id"
# A posting and its one entry carry the number of their account; the draws follow behind them.
_WRITES = (
    """
INSERT INTO ledger_posting
  (id, member_id, "key", digest, kind, reference, at, day, actor, of_id)
SELECT %(first)s + place, member_id, %(start)s || (%(first)s + place), '', %(kind)s,
  %(reference)s, %(at)s, %(day)s, %(actor)s, NULL
FROM lapsing_account
""",
    f"""
INSERT INTO ledger_entry
  (id, posting_id, member_id, source_id, target_id, amount, at, issuer_id, acceptor_id)
SELECT %(first)s + a.place, %(first)s + a.place, a.member_id, a.id, %(target)s, s.amount, %(at)s,
  NULL, NULL
FROM lapsing_account a JOIN ({_SUMS}) s ON s.account_id = a.id
""",  # noqa: S608 - a constant of this module
    """
INSERT INTO ledger_draw (id, entry_id, lot_id, member_id, amount)
SELECT %(first)s + %(places)s + l.place, %(first)s + a.place, l.id, a.member_id, -l.amount
FROM lapsing_lot l JOIN lapsing_account a ON a.id = l.account_id
""",
    "UPDATE ledger_lot SET remaining = held WHERE id IN (SELECT id FROM lapsing_lot)",
    f"""
UPDATE ledger_account SET balance = balance - s.amount
FROM ({_SUMS}) AS s WHERE s.account_id = ledger_account.id
""",  # noqa: S608 - a constant of this module
)


def lapse_lots(*, pocket: Pocket, into: Pocket, occasion: Occasion) -> Lapsed:
    """Let every lot of a pocket lapse whose last day is before the occasion's, into a house pocket.

    What is held stays. Run again, on two workers or after a kill, the same lot lapses once: a
    chunk is one transaction, and a lapsed lot has nothing left. An account that somebody is
    writing to is left for the next run.
    """
    target = accounts_of([Place(HOUSE, into)])[Place(HOUSE, into)].pk
    holders = units = after = 0
    while True:
        found = retrying(partial(_chunk, pocket, target, after, occasion))
        if found is None:
            return Lapsed(holders, units)
        after = found[0]
        holders += found[1]
        units += found[2]


def _chunk(
    pocket: Pocket, target: int, after: int, occasion: Occasion
) -> tuple[int, int, int] | None:
    """The last account of the chunk, how many accounts, how many units; None at the end."""
    lock = " FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    named: dict[str, int | str | date] = {
        "pocket": pocket.name,
        "after": after,
        "chunk": CHUNK,
        "target": target,
        "kind": occasion.kind,
        "reference": occasion.reference,
        "at": occasion.at,
        "day": occasion.day,
        "actor": str(occasion.by),
        "start": f"{occasion.kind}/{occasion.day}/",
    }
    with writing(), connection.cursor() as cursor:
        _stage(cursor)
        cursor.execute(_ACCOUNTS.format(lock=lock), named)
        last, places = _row(cursor, "SELECT max(id), count(*) FROM lapsing_account")
        if not places:
            return None
        cursor.execute(_LOTS, named)
        cursor.execute(_NOTHING)
        accounts = _row(cursor, "SELECT count(*) FROM lapsing_account")[0]
        lots, units = _row(cursor, "SELECT count(*), COALESCE(sum(amount), 0) FROM lapsing_lot")
        first = ids.block(places + lots + 1)
        for sql in _WRITES:
            cursor.execute(sql, {**named, "first": first, "places": places})
        return last, accounts, units


def _row(cursor: CursorWrapper, sql: str) -> tuple[int, ...]:
    cursor.execute(sql)
    return tuple(int(value or 0) for value in cursor.fetchone())


def _stage(cursor: CursorWrapper) -> None:
    for table, columns in (
        ("lapsing_account", "id bigint PRIMARY KEY, member_id bigint, place bigint"),
        (
            "lapsing_lot",
            "id bigint PRIMARY KEY, account_id bigint, amount bigint, place bigint",
        ),
    ):
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ({columns})")
