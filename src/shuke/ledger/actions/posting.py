"""Posting entries: once per key, all or nothing, one holder at a time."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from shuke.kernel import ids
from shuke.ledger.actions import holding
from shuke.ledger.actions.desk import Desk, accounts_of
from shuke.ledger.models import Entry, Posting
from shuke.ledger.places import Move, Occasion, Place, check
from shuke.ledger.refusals import PostingKeyReused, UnknownPosting
from shuke.storage.transactions import retrying, writing


@dataclass(frozen=True, slots=True)
class Booked:
    """One entry as it stands in the book, places by the names of their pockets."""

    source: str
    target: str
    amount: int


@dataclass(frozen=True, slots=True)
class Posted:
    """A posting: `is_new` is False where the key had been posted before."""

    id: int
    is_new: bool
    entries: tuple[Booked, ...]

    def taken_from(self, pocket: str) -> int:
        """How many units left a pocket, for instance how much debt was made."""
        return sum(entry.amount for entry in self.entries if entry.source == pocket)


def post(
    *,
    holder: int,
    key: str,
    moves: Sequence[Move],
    occasion: Occasion,
    of: int | None = None,
    hold: int | None = None,
) -> Posted:
    """Book entries of one holder; the same key again changes nothing and answers the same.

    `of` names the posting that the moves marked `is_back` take back. `hold` is used up by this
    posting: its lots are taken first, what is not taken is free again.

    Raises:
        BadEntry: no book may hold these entries.
        PostingKeyReused: the key stands for other entries.
        NotEnough, TakesBackTooMuch: see `Move`.
        UnknownPosting: `of` is not a posting of the holder.
        UnknownHold, HoldEnded: see `release`.
    """
    entries = tuple(moves)
    check(holder, entries, of)
    told = (occasion.kind, occasion.reference, entries, of, hold)
    digest = hashlib.sha256(repr(told).encode()).hexdigest()

    def run() -> Posted:
        with writing():
            try:
                with transaction.atomic():
                    posting = Posting.objects.create(
                        id=ids.new_id(),
                        member_id=holder,
                        key=key,
                        digest=digest,
                        kind=occasion.kind,
                        reference=occasion.reference,
                        at=occasion.at,
                        day=occasion.day,
                        actor=str(occasion.by),
                        of_id=of,
                    )
            except IntegrityError:
                return _repeated(holder, key, digest)
            return _booked(posting, entries, hold)

    return retrying(run)


def _booked(posting: Posting, moves: tuple[Move, ...], hold: int | None) -> Posted:
    holder = posting.member_id
    of = posting.of_id
    if of is not None and not Posting.objects.filter(pk=of, member_id=holder).exists():
        raise UnknownPosting(param="of")
    accounts = accounts_of(_places(moves))
    desk = Desk(posting.pk, holder, posting.at, posting.day, of or 0, accounts)
    if hold is not None:
        held = holding.ended(holder, hold, "used", posting.at, posting.pk)
        desk.use(held.account_id, held.amount, holding.parts_of(held))
    for move in moves:
        desk.move(move)
    desk.write()
    names = {row.pk: row.name for row in accounts.values()}
    return Posted(
        id=posting.pk,
        is_new=True,
        entries=tuple(
            Booked(names[entry.source_id], names[entry.target_id], entry.amount)
            for entry in desk.entries
        ),
    )


def _places(moves: tuple[Move, ...]) -> set[Place]:
    return {
        place
        for move in moves
        for place in (move.source, move.target, move.short)
        if place is not None
    }


def _repeated(holder: int, key: str, digest: str) -> Posted:
    posting = Posting.objects.get(member_id=holder, key=key)
    if posting.digest != digest:
        raise PostingKeyReused(param="key", key=key[:60])
    entries = Entry.objects.filter(posting=posting).order_by("id")
    return Posted(
        id=posting.pk,
        is_new=False,
        entries=tuple(
            Booked(*row) for row in entries.values_list("source__name", "target__name", "amount")
        ),
    )
