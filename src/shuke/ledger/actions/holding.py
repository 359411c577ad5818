"""Setting amounts aside: a hold ends once, whoever comes first (B6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import F

from shuke.kernel import ids
from shuke.ledger import lots as deciding
from shuke.ledger.actions.desk import accounts_of
from shuke.ledger.models import Account, Hold, HoldPart, Lot
from shuke.ledger.places import Place
from shuke.ledger.refusals import BadEntry, HoldEnded, NotEnough, PostingKeyReused, UnknownHold
from shuke.storage.transactions import retrying, writing


@dataclass(frozen=True, slots=True)
class Held:
    """A hold: so many units of a pocket, set aside until a moment."""

    id: int
    amount: int
    ends_at: datetime
    state: str
    is_new: bool


def open_hold(
    *, place: Place, amount: int, key: str, at: datetime, ends_at: datetime, reference: str = ""
) -> Held:
    """Set an amount aside; the same key again answers the same hold.

    The lots that would be spent first are set aside, and do not lapse while they are (A7).

    Raises:
        BadEntry: an amount below 1, a hold of the house, or an end before its beginning.
        NotEnough: less is free.
        PostingKeyReused: the key stands for another hold.
    """
    if amount < 1 or not place.holder or ends_at <= at:
        raise BadEntry(why_en="a hold of nothing", why_zh="冻结数额无效")

    def run() -> Held:
        with writing():
            account = accounts_of([place])[place]
            try:
                with transaction.atomic():
                    hold = Hold.objects.create(
                        id=ids.new_id(),
                        member_id=place.holder,
                        account=account,
                        key=key,
                        amount=amount,
                        reference=reference,
                        opened_at=at,
                        ends_at=ends_at,
                    )
            except IntegrityError:
                return _repeated(place, amount, key)
            _set_aside(account, hold)
            return _shown(hold, is_new=True)

    return retrying(run)


def _set_aside(account: Account, hold: Hold) -> None:
    free = (account.balance or 0) - account.held - (account.floor or 0)
    if hold.amount > free:
        raise NotEnough(asked=hold.amount, free=max(0, free), unit=account.unit)
    Account.objects.filter(pk=account.pk).update(held=F("held") + hold.amount)
    if not account.is_lotted:
        return
    live = Lot.objects.filter(account=account, remaining__gt=F("held"))
    seen = [deciding.Lot(lot.pk, lot.remaining - lot.held, lot.until) for lot in live]
    for part in deciding.drawn(seen, hold.amount):
        Lot.objects.filter(pk=part.lot.id).update(held=F("held") + part.amount)
        HoldPart.objects.create(
            id=ids.new_id(),
            hold=hold,
            lot_id=part.lot.id,
            member_id=hold.member_id,
            amount=part.amount,
        )


def _repeated(place: Place, amount: int, key: str) -> Held:
    hold = Hold.objects.select_related("account").get(member_id=place.holder, key=key)
    if (hold.account.name, hold.amount) != (place.pocket.name, amount):
        raise PostingKeyReused(param="key", key=key[:60])
    return _shown(hold, is_new=False)


def _shown(hold: Hold, *, is_new: bool) -> Held:
    return Held(hold.pk, hold.amount, hold.ends_at, hold.state, is_new)


def release(*, holder: int, hold: int, at: datetime) -> Held:
    """Free what a hold has set aside.

    Raises:
        UnknownHold: the holder has none of that id.
        HoldEnded: it was used, released or has run out.
    """

    def run() -> Held:
        with writing():
            return _freed(ended(holder, hold, "released", at, None))

    return retrying(run)


def lapse_holds(*, at: datetime, most: int = 1_000) -> int:
    """Free the holds whose time is over, at most so many; answers how many. Run again is right."""
    due = Hold.objects.filter(state="open", ends_at__lte=at).order_by("ends_at", "id")
    found = list(due.values_list("member_id", "id")[:most])
    return sum(retrying(partial(_lapsed, holder, hold, at)) for holder, hold in found)


def _lapsed(holder: int, hold: int, at: datetime) -> bool:
    with writing():
        try:
            _freed(ended(holder, hold, "lapsed", at, None))
        except HoldEnded:
            # Used or released by somebody else since it was read: nothing is left to free.
            return False
        return True


def ended(holder: int, hold: int, state: str, at: datetime, posting: int | None) -> Hold:
    """End an open hold inside the caller's transaction; the account is locked first, as always.

    A hold past its end may only lapse: what its holder does with it comes too late.

    Raises:
        UnknownHold, HoldEnded: see `release`.
    """
    found = Hold.objects.filter(pk=hold, member_id=holder).first()
    if found is None:
        raise UnknownHold(param="hold")
    Account.objects.select_for_update().get(pk=found.account_id)
    found = Hold.objects.select_for_update().get(pk=hold)
    if found.state != "open" or (state != "lapsed" and found.ends_at <= at):
        raise HoldEnded(param="hold", state=found.state if found.state != "open" else "lapsed")
    found.state, found.ended_at, found.posting_id = state, at, posting
    found.save(update_fields=["state", "ended_at", "posting_id"])
    return found


def parts_of(hold: Hold) -> Iterable[HoldPart]:
    """What a hold has set aside of which lots."""
    return HoldPart.objects.filter(hold=hold)


def _freed(hold: Hold) -> Held:
    Account.objects.filter(pk=hold.account_id).update(held=F("held") - hold.amount)
    for part in parts_of(hold):
        Lot.objects.filter(pk=part.lot_id).update(held=F("held") - part.amount)
    return _shown(hold, is_new=False)
