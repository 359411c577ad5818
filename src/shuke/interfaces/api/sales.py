"""Sales pushed in, one or many, and read back."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from ninja import Query, Router

from shuke.interfaces.api.door import Answer, Call, operation
from shuke.interfaces.api.errors import error_body, request_id_of
from shuke.interfaces.api.naming import member_id, member_ids
from shuke.interfaces.api.paging import Cursor, Limit, ListOf, cursor, parts_of
from shuke.interfaces.api.sales_schemas import (
    BatchIn,
    BatchOut,
    OutcomeOut,
    RecordedOut,
    SaleDetailOut,
    SaleIn,
    SaleOut,
    detail_out,
    recorded_out,
    sale_out,
)
from shuke.kernel import ids
from shuke.kernel.refusal import Refusal
from shuke.members import queries as members
from shuke.members.queries.reaching import demand, groups_of
from shuke.members.refusals import BadCursor, UnknownMember
from shuke.sales import actions
from shuke.sales import queries as sales
from shuke.stores import queries as stores

router = Router(tags=["sales"])


@operation(
    router,
    "POST",
    "/sales",
    permission="sales.write",
    answers={200: RecordedOut, 201: RecordedOut},
    is_keyed=True,
)
def recorded(call: Call, sale: SaleIn) -> Answer:
    """Record a sale or return: 201 when it is new, 200 for the same one again."""
    stores.store_of(sale.store, call.scope)
    buyer = None if sale.member is None else member_id(sale.member)
    kept = actions.record(sale=sale.taken(buyer), at=call.now, by=call.actor)
    return Answer(201 if kept.is_new else 200, recorded_out(kept))


@operation(
    router,
    "POST",
    "/sales/batch",
    permission="sales.write",
    answers={200: BatchOut},
    is_keyed=True,
)
def recorded_many(call: Call, batch: BatchIn) -> BatchOut:
    """Record up to 500 sales, each by itself, with an outcome for each."""
    buyers = member_ids(_well_formed(one.member for one in batch.sales))
    reach = {store.number for store in stores.stores(call.scope)}
    outcomes: list[actions.Recorded | Refusal | None] = []
    taken = []
    for sale in batch.sales:
        refusal = _refused(sale, buyers, reach)
        outcomes.append(refusal)
        if refusal is None:
            taken.append(sale.taken(buyers[sale.member] if sale.member else None))
    kept = iter(actions.record_many(sales=taken, at=call.now, by=call.actor) if taken else ())
    return _batch_out(call, batch, [next(kept) if one is None else one for one in outcomes])


def _well_formed(references: Iterable[str | None]) -> list[str]:
    # A broken `mem_…` refuses its own sale below, not the whole batch.
    found = []
    for one in references:
        if one is None:
            continue
        try:
            if one.startswith("mem_"):
                ids.private("mem", one)
        except ids.UnknownId:
            continue
        found.append(one)
    return found


def _refused(sale: SaleIn, buyers: dict[str, int], reach: set[str]) -> Refusal | None:
    if sale.store not in reach:
        return stores.UnknownStore(param="store", number=sale.store)
    if sale.member is not None and sale.member not in buyers:
        return UnknownMember(param="member", text=sale.member[:40])
    return None


def _batch_out(call: Call, batch: BatchIn, outcomes: list[actions.Recorded | Refusal]) -> BatchOut:
    shown = []
    for sale, outcome in zip(batch.sales, outcomes, strict=True):
        shown.append(
            OutcomeOut(
                number=sale.number,
                recorded=None if isinstance(outcome, Refusal) else recorded_out(outcome),
                error=error_body(outcome, call.language, request_id_of(call.request))
                if isinstance(outcome, Refusal)
                else None,
            )
        )
    refused = sum(one.error is not None for one in shown)
    return BatchOut(recorded=len(shown) - refused, refused=refused, outcomes=shown)


@operation(router, "GET", "/sales", permission="sales.read", answers={200: ListOf[SaleOut]})
def listed(
    call: Call,
    member: Annotated[str | None, Query(None, max_length=60)] = None,
    store: Annotated[str | None, Query(None, max_length=40)] = None,
    since: Annotated[date | None, Query(None, description="First day.")] = None,
    until: Annotated[date | None, Query(None, description="Day after the last.")] = None,
    limit: Limit = 50,
    after: Cursor = None,
) -> ListOf[SaleOut]:
    """List sales, newest day first: of a member, a store, a period."""
    rows = None
    if member is not None:
        survivor = demand(member_id(member), call.scope, "members.read")
        rows = tuple(groups_of([survivor]))
    filters = sales.Filters(
        member_ids=rows,
        store_id=None if store is None else stores.store_of(store, call.scope).id,
        since=since,
        until=until,
    )
    page = sales.listing(call.scope, filters=filters, after=_place(after), limit=limit)
    marker = page.next_after
    return ListOf[SaleOut](
        data=_shown(call, page.cards),
        has_more=marker is not None,
        next=None if marker is None else cursor(marker[0].isoformat(), marker[1]),
    )


def _place(after: str | None) -> tuple[date, int] | None:
    if after is None:
        return None
    day, number = parts_of(after, str, int)
    try:
        return date.fromisoformat(day), number
    except ValueError:
        raise BadCursor(param="after") from None


def _shown(call: Call, cards: tuple[sales.SaleCard, ...]) -> list[SaleOut]:
    buyers = _numbers(call, cards)
    return [
        sale_out(
            card,
            member=buyers.get(card.member_id or 0),
            currency=call.chain.currency,
            returns=ids.public("sal", card.returns_id) if card.returns_id else None,
        )
        for card in cards
    ]


def _numbers(call: Call, cards: Iterable[sales.SaleCard]) -> dict[int, str]:
    wanted = {card.member_id for card in cards if card.member_id is not None}
    if not wanted or not call.scope.can("members.read"):
        return {}
    return members.numbers_of(wanted, call.scope)


@operation(router, "GET", "/sales/{sale}", permission="sales.read", answers={200: SaleDetailOut})
def shown(call: Call, sale: str) -> SaleDetailOut:
    """Show one sale whole by its `sal_…` id."""
    detail = sales.sale_of(sale, call.scope)
    return detail_out(
        detail,
        member=_numbers(call, [detail.card]).get(detail.card.member_id or 0),
        currency=call.chain.currency,
        returns=ids.public("sal", detail.card.returns_id) if detail.card.returns_id else None,
    )
