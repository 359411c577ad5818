"""One holder's accounts and lots, locked and in memory, while a posting is worked out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Sum

from shuke.kernel import ids
from shuke.ledger import lots as deciding
from shuke.ledger.lots import Part
from shuke.ledger.models import Account, Draw, Entry, HoldPart, Lot
from shuke.ledger.places import AMOUNT_MAX, HOUSE, Move, Place
from shuke.ledger.refusals import BadEntry, NotEnough, TakesBackTooMuch


def accounts_of(places: Iterable[Place]) -> dict[Place, Account]:
    """The rows of these places, made where missing; the holder's are locked, the house's never."""
    wanted = set(places)
    found = _rows(wanted)
    missing = sorted(wanted - found.keys(), key=str)
    if missing:
        first = ids.block(len(missing))
        Account.objects.bulk_create(
            [
                Account(
                    id=first + index,
                    member_id=place.holder,
                    name=place.pocket.name,
                    unit=place.pocket.unit,
                    balance=None if place.holder == HOUSE else 0,
                    floor=place.pocket.floor,
                    is_lotted=place.pocket.is_lotted,
                )
                for index, place in enumerate(missing)
            ],
            ignore_conflicts=True,
        )
        found = _rows(wanted)
    return found


def _rows(wanted: set[Place]) -> dict[Place, Account]:
    by_name = {(place.holder, place.pocket.name): place for place in wanted}
    rows: list[Account] = []
    for holder in sorted({place.holder for place in wanted}):
        named = Account.objects.filter(
            member_id=holder, name__in=[name for whose, name in by_name if whose == holder]
        )
        if holder != HOUSE:
            # One order for all, so that two postings of a holder wait and never lock each other.
            named = named.select_for_update().order_by("id")
        rows += named
    return {by_name[row.member_id, row.name]: row for row in rows}


@dataclass(slots=True)
class Desk:
    """What a posting changes, written at its end by few statements.

    `of` is the posting that it takes back, 0 for none.
    """

    posting_id: int
    holder: int
    at: datetime
    day: date
    of: int
    accounts: dict[Place, Account]
    entries: list[Entry] = field(default_factory=list)
    made: list[Lot] = field(default_factory=list)
    draws: list[Draw] = field(default_factory=list)
    _live: dict[int, dict[int, Lot]] = field(default_factory=dict)
    _touched: dict[int, Lot] = field(default_factory=dict)
    _aside: dict[int, dict[int, int]] = field(default_factory=dict)

    def use(self, account_id: int, amount: int, parts: Iterable[HoldPart]) -> None:
        """Free what a hold has set aside; entries from its account take those lots first."""
        account = {row.pk: row for row in self.accounts.values()}.get(account_id)
        if account is None:
            raise BadEntry(why_en="the hold is of another pocket", why_zh="冻结属于另一个账户")
        account.held -= amount
        for part in parts:
            lot = self._lots(account)[part.lot_id]
            lot.held -= part.amount
            self._touched[lot.pk] = lot
            self._aside.setdefault(account_id, {})[lot.pk] = part.amount

    def move(self, move: Move) -> None:
        """Work out one entry.

        Raises:
            NotEnough: the source cannot give it and nobody stands in.
            TakesBackTooMuch: more would be given back than was taken.
        """
        source = self.accounts[move.source]
        given = min(move.amount, self._free(source, move.amount))
        lacking = move.amount - given
        if lacking and move.short is None:
            raise NotEnough(param=str(move.source), asked=move.amount, free=given, unit=source.unit)
        if given:
            self._enter(source, given, move)
        if lacking and move.short is not None:
            self._enter(self.accounts[move.short], lacking, move)

    def _free(self, account: Account, most: int) -> int:
        if account.balance is None or account.floor is None:
            return most
        return max(0, account.balance - account.held - account.floor)

    def _enter(self, source: Account, amount: int, move: Move) -> None:
        target = self.accounts[move.target]
        entry = Entry(
            id=ids.new_id(),
            posting_id=self.posting_id,
            member_id=self.holder,
            source=source,
            target=target,
            amount=amount,
            at=self.at,
            issuer_id=move.issuer,
            acceptor_id=move.acceptor,
        )
        self.entries.append(entry)
        for account, delta in ((source, -amount), (target, amount)):
            if account.balance is not None:
                account.balance += delta
        parts = self._take(source, amount, move, entry) if source.is_lotted else ()
        if not target.is_lotted:
            return
        if parts:
            for part in parts:
                self._make(target, part.amount, move.until or part.lot.until, entry, part.lot.id)
        elif move.is_back:
            self._give_back(target, amount, move, entry)
        else:
            self._make(target, amount, move.until, entry, None)

    def _take(self, source: Account, amount: int, move: Move, entry: Entry) -> tuple[Part, ...]:
        live = self._lots(source)
        parts: list[Part] = []
        for most in self._first_of_all(source, move):
            wanted = amount - sum(part.amount for part in parts)
            taken = deciding.drawn([_seen(live[lot], most[lot]) for lot in most], wanted)
            for part in taken:
                live[part.lot.id].remaining -= part.amount
                self._touched[part.lot.id] = live[part.lot.id]
                self._draw(part.lot.id, -part.amount, entry)
            parts += taken
        if sum(part.amount for part in parts) != amount:
            raise AssertionError(f"{source.name} and its lots disagree")
        return tuple(parts)

    def _first_of_all(self, source: Account, move: Move) -> Iterator[dict[int, int]]:
        """How much of which lots may be taken: what a hold set aside, what goes back, the rest."""
        yield self._aside.pop(source.pk, {})
        if move.is_back:
            made = Lot.objects.filter(entry__posting_id=self.of, account=source, remaining__gt=0)
            yield dict.fromkeys(made.values_list("id", flat=True), AMOUNT_MAX)
        yield dict.fromkeys(self._lots(source), AMOUNT_MAX)

    def _give_back(self, target: Account, amount: int, move: Move, entry: Entry) -> None:
        taken = self._taken(target)
        parts = deciding.returned(taken, amount)
        if sum(part.amount for part in parts) != amount:
            raise TakesBackTooMuch(
                asked=amount, left=sum(part.amount for part in taken), unit=target.unit
            )
        lots = self._lots(target, [part.lot.id for part in parts])
        for part in parts:
            lot = lots[part.lot.id]
            until = deciding.until_at_least(lot.until, self.day, move.days_least)
            if until == lot.until:
                lot.remaining += part.amount
                self._touched[lot.pk] = lot
                self._draw(lot.pk, part.amount, entry)
            else:
                self._make(target, part.amount, until, entry, lot.pk)

    def _taken(self, account: Account) -> list[Part]:
        """What the posting taken back drew from lots of the account and has not got back yet."""
        drew = Draw.objects.filter(lot__account=account).exclude(lot__entry__posting_id=self.of)
        first = drew.filter(entry__posting_id=self.of, amount__lt=0)
        taken = {
            lot: -total for lot, total in first.values_list("lot_id").annotate(total=Sum("amount"))
        }
        back = drew.filter(entry__posting__of_id=self.of, amount__gt=0, lot_id__in=taken)
        for lot, total in back.values_list("lot_id").annotate(total=Sum("amount")):
            taken[lot] -= total
        longer = Lot.objects.filter(entry__posting__of_id=self.of, origin_id__in=taken)
        for lot, total in longer.values_list("origin_id").annotate(total=Sum("amount")):
            taken[lot] -= total
        for lot in self.made:
            if lot.origin_id in taken:
                taken[lot.origin_id] -= lot.amount
        for draw in self.draws:
            if draw.lot_id in taken and draw.amount > 0:
                taken[draw.lot_id] -= draw.amount
        last_days = dict(Lot.objects.filter(pk__in=taken).values_list("id", "until"))
        return [
            Part(deciding.Lot(lot, amount, last_days[lot]), amount) for lot, amount in taken.items()
        ]

    def _lots(self, account: Account, also: Iterable[int] = ()) -> dict[int, Lot]:
        known = self._live.get(account.pk)
        if known is None:
            known = {lot.pk: lot for lot in Lot.objects.filter(account=account, remaining__gt=0)}
            self._live[account.pk] = known
        unseen = [lot for lot in also if lot not in known]
        if unseen:
            known.update(Lot.objects.in_bulk(unseen))
        return known

    def _make(
        self, account: Account, amount: int, until: date | None, entry: Entry, origin: int | None
    ) -> None:
        lot = Lot(
            id=ids.new_id(),
            member_id=self.holder,
            account=account,
            entry=entry,
            amount=amount,
            remaining=amount,
            since=self.day,
            until=until,
            origin_id=origin,
        )
        self.made.append(lot)
        self._lots(account)[lot.pk] = lot

    def _draw(self, lot: int, amount: int, entry: Entry) -> None:
        self.draws.append(
            Draw(id=ids.new_id(), entry=entry, lot_id=lot, member_id=self.holder, amount=amount)
        )

    def write(self) -> None:
        """Write everything worked out; the accounts last, for the till next door waits for them."""
        Entry.objects.bulk_create(self.entries)
        Lot.objects.bulk_create(self.made)
        Draw.objects.bulk_create(self.draws)
        if self._touched:
            Lot.objects.bulk_update(self._touched.values(), ["remaining", "held"])
        for account in self.accounts.values():
            if account.balance is not None:
                Account.objects.filter(pk=account.pk).update(
                    balance=account.balance, held=account.held
                )


def _seen(lot: Lot, most: int) -> deciding.Lot:
    return deciding.Lot(lot.pk, min(lot.remaining - lot.held, most), lot.until)
