"""Phones, cards, e-mail addresses and ids of members; two members that are one."""

from ninja import Router

from shuke.interfaces.api.door import Answer, Call, operation
from shuke.interfaces.api.members_schemas import (
    DifferenceOut,
    DoneOut,
    IdentityIn,
    MergedOut,
    MergeIn,
    MergePreviewOut,
    member_out,
)
from shuke.interfaces.api.naming import member_id, store_numbers
from shuke.kernel import ids
from shuke.members import actions
from shuke.members.queries import merge_preview

router = Router(tags=["identities"])


@operation(
    router,
    "POST",
    "/members/{member}/identities",
    permission="members.write",
    answers={201: DoneOut},
    is_keyed=True,
)
def added(call: Call, member: str, identity: IdentityIn) -> Answer:
    """Give a member one more phone, card, e-mail or id; the same one twice is once."""
    row = member_id(member)
    actions.add_identity(
        member_id=row,
        kind=identity.kind,
        value=identity.value,
        is_verified=identity.is_verified,
        source="api",
        scope=call.scope,
        at=call.now,
        by=call.actor,
    )
    return Answer(201, DoneOut(id=ids.public("mem", row)))


@operation(
    router,
    "POST",
    "/members/{member}/identities/{identity}/release",
    permission="members.write",
    answers={200: DoneOut},
    is_keyed=True,
)
def released(call: Call, member: str, identity: str) -> DoneOut:
    """End an identity: lost, given up, or somebody else's now."""
    actions.release_identity(
        member_id=member_id(member),
        identity_id=ids.private("idn", identity),
        scope=call.scope,
        at=call.now,
        by=call.actor,
    )
    return DoneOut(id=identity)


@operation(
    router,
    "POST",
    "/members/{member}/identities/{identity}/verify",
    permission="members.write",
    answers={200: DoneOut},
    is_keyed=True,
)
def verified(call: Call, member: str, identity: str) -> DoneOut:
    """Note that a phone or e-mail address was seen to reach the member."""
    actions.verify_identity(
        member_id=member_id(member),
        identity_id=ids.private("idn", identity),
        scope=call.scope,
        at=call.now,
        by=call.actor,
    )
    return DoneOut(id=identity)


@operation(
    router,
    "POST",
    "/merges/preview",
    permission="members.merge",
    answers={200: MergePreviewOut},
)
def previewed(call: Call, pair: MergeIn) -> MergePreviewOut:
    """Show what a merge would do."""
    seen = merge_preview(member_id(pair.survivor), member_id(pair.merged), call.scope)
    numbers = store_numbers([seen.survivor.store_id, seen.merged.store_id])
    return MergePreviewOut(
        survivor=member_out(seen.survivor, numbers),
        merged=member_out(seen.merged, numbers),
        identities=seen.identities,
        differences=[
            DifferenceOut(name=one.name, survivor=one.survivor, merged=one.merged, kept=one.kept)
            for one in seen.differences
        ],
    )


@operation(
    router,
    "POST",
    "/merges",
    permission="members.merge",
    answers={201: MergedOut},
    is_keyed=True,
)
def merged(call: Call, pair: MergeIn) -> Answer:
    """Make one member of two; undoing it is exact."""
    done = actions.merge(
        survivor_id=member_id(pair.survivor),
        merged_id=member_id(pair.merged),
        reason=pair.reason,
        scope=call.scope,
        at=call.now,
        by=call.actor,
    )
    body = MergedOut(
        id=ids.public("mrg", done.merge_id),
        survivor=ids.public("mem", done.survivor_id),
        merged=ids.public("mem", done.merged_id),
    )
    return Answer(201, body)


@operation(
    router,
    "POST",
    "/merges/{merge}/undo",
    permission="members.merge",
    answers={200: DoneOut},
    is_keyed=True,
)
def undone(call: Call, merge: str) -> DoneOut:
    """Take a merge back."""
    actions.undo_merge(
        merge_id=ids.private("mrg", merge), scope=call.scope, at=call.now, by=call.actor
    )
    return DoneOut(id=merge)
