"""Members: found, shown, enrolled, changed."""

from typing import Annotated, Literal

from ninja import Query, Router

from shuke.interfaces.api.door import Answer, Call, operation
from shuke.interfaces.api.members_schemas import (
    EnrolIn,
    EnrolledOut,
    FindIn,
    IdentifyIn,
    MemberDetailOut,
    MemberOut,
    ProfileIn,
    TimelineItemOut,
    TimelineOut,
    TotalOut,
    UnmaskedIdentityOut,
    UnmaskedOut,
    UnmaskIn,
    detail_out,
    member_out,
)
from shuke.interfaces.api.naming import member_id, store_numbers
from shuke.interfaces.api.paging import Cursor, Limit, ListOf
from shuke.interfaces.api.times import iso
from shuke.kernel import ids
from shuke.members import actions
from shuke.members import queries as members
from shuke.members.actions.unmasking import unmask
from shuke.members.newcomer import Newcomer
from shuke.stores import queries as stores

router = Router(tags=["members"])

KINDS_MAX = 20


@operation(router, "GET", "/members", permission="members.browse", answers={200: ListOf[MemberOut]})
def listed(
    call: Call,
    store: Annotated[str | None, Query(max_length=40)] = None,
    stage: Literal["member", "prospect"] = "member",
    order: Literal["number", "name", "joined"] = "number",
    limit: Limit = 50,
    after: Cursor = None,
) -> ListOf[MemberOut]:
    """List members; analysts get them by day of joining, under pseudonyms."""
    home = None if store is None else stores.store_of(store, call.scope).id
    page = members.listing(
        call.scope,
        filters=members.Filters(stage=stage, store_id=home),
        order=order,
        after=after or "",
        limit=limit,
    )
    return ListOf[MemberOut](
        data=_shown(page.cards), has_more=bool(page.next_after), next=page.next_after or None
    )


def _shown(cards: tuple[members.Card, ...]) -> list[MemberOut]:
    numbers = store_numbers(card.store_id for card in cards)
    return [member_out(card, numbers) for card in cards]


@operation(
    router, "POST", "/members/find", permission="members.read", answers={200: ListOf[MemberOut]}
)
def found(call: Call, wanted: FindIn) -> ListOf[MemberOut]:
    """Find members by what they say; in a body, for addresses end up in logs."""
    return ListOf[MemberOut](data=_shown(members.find(wanted.words, call.scope, wanted.limit)))


@operation(
    router,
    "POST",
    "/members/identify",
    permission="members.read",
    answers={200: ListOf[MemberOut]},
)
def identified(call: Call, wanted: IdentifyIn) -> ListOf[MemberOut]:
    """Identify the one member of the chain whom a whole phone, card or id names."""
    card = members.identified(wanted.identity, call.scope)
    return ListOf[MemberOut](data=_shown(() if card is None else (card,)))


@operation(
    router,
    "POST",
    "/members",
    permission="members.write",
    answers={200: EnrolledOut, 201: EnrolledOut},
    is_keyed=True,
)
def enrolled(call: Call, newcomer: EnrolIn) -> Answer:
    """Enrol somebody: 201 for a new member, 200 for the one whom phone or card already names."""
    given = newcomer.model_dump(exclude={"store", "referrer"})
    home = None if newcomer.store is None else stores.store_of(newcomer.store, call.scope).id
    referrer = None if newcomer.referrer is None else member_id(newcomer.referrer)
    kept = actions.enrol(
        newcomer=Newcomer(**given, store_id=home, referrer_id=referrer),
        scope=call.scope,
        at=call.now,
        by=call.actor,
        source="api",
    )
    body = EnrolledOut(id=ids.public("mem", kept.member_id), number=kept.number, is_new=kept.is_new)
    return Answer(201 if kept.is_new else 200, body)


@operation(
    router, "GET", "/members/{member}", permission="members.read", answers={200: MemberDetailOut}
)
def shown(call: Call, member: str) -> MemberDetailOut:
    """Show one member by number or `mem_…`."""
    return _detail(call, member)


def _detail(call: Call, member: str | int) -> MemberDetailOut:
    detail = members.member_of(member, call.scope)
    return detail_out(detail, store_numbers([detail.card.store_id]))


@operation(
    router,
    "PATCH",
    "/members/{member}",
    permission="members.write",
    answers={200: MemberDetailOut},
)
def changed(call: Call, member: str, profile: ProfileIn) -> MemberDetailOut:
    """Set profile fields that the member declared, each with source and time."""
    row = member_id(member)
    actions.set_profile(
        member_id=row,
        values=profile.fields,
        source=profile.source,
        scope=call.scope,
        at=call.now,
        by=call.actor,
    )
    return _detail(call, row)


@operation(
    router,
    "GET",
    "/members/{member}/timeline",
    permission="members.read",
    answers={200: TimelineOut},
)
def timeline(
    call: Call,
    member: str,
    kinds: Annotated[list[str] | None, Query(max_length=KINDS_MAX)] = None,
    limit: Limit = 50,
    after: Cursor = None,
) -> TimelineOut:
    """Show a member's records of every kind, newest first."""
    stretch = members.timeline(
        member_id(member), call.scope, kinds=kinds, before=after, limit=limit
    )
    is_chinese = call.language == "zh"
    return TimelineOut(
        data=[
            TimelineItemOut(
                kind=entry.item.kind,
                at=iso(entry.item.at),
                title=entry.item.zh if is_chinese else entry.item.en,
                detail=entry.item.detail,
                amount=entry.item.amount,
                running=entry.running.amount,
                reference=entry.item.reference,
            )
            for entry in stretch.items
        ],
        totals={
            kind: TotalOut(count=total.count, amount=total.amount)
            for kind, total in stretch.totals.items()
        },
        has_more=bool(stretch.next_before),
        next=stretch.next_before or None,
    )


# Not keyed: a stored answer would keep personal data in the open for good.
@operation(
    router,
    "POST",
    "/members/{member}/unmask",
    permission="members.unmask",
    answers={200: UnmaskedOut},
)
def unmasked(call: Call, member: str, wanted: UnmaskIn) -> UnmaskedOut:
    """Show personal data in full, for a reason that is recorded with the key's name."""
    seen = unmask(
        member_id=member_id(member),
        reason=wanted.reason,
        what=wanted.what,
        scope=call.scope,
        at=call.now,
        by=call.actor,
    )
    return UnmaskedOut(
        name=seen.name,
        identities=[
            UnmaskedIdentityOut(id=ids.public("idn", row), kind=kind, value=value)
            for row, (kind, value) in seen.identities.items()
        ],
        fields=dict(seen.fields),
    )
