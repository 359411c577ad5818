"""The row an action works on: locked, and within the actor's reach (promise F4)."""

from shuke.kernel import ids
from shuke.kernel.permissions import Permission
from shuke.kernel.scope import Scope
from shuke.members.models import Member
from shuke.members.queries.reaching import visible_among
from shuke.members.refusals import OtherStore, UnknownMember

_ROUNDS_MAX = 5


def reached(member_id: int, scope: Scope, permission: Permission) -> Member:
    """The survivor's row, locked until the transaction ends.

    Raises:
        NotAllowed: the role lacks the permission.
        UnknownMember: there is no such member.
        OtherStore: he belongs to other stores.
    """
    scope.demand(permission)
    row = _survivor(member_id)
    if not visible_among([row.pk], scope):
        raise OtherStore
    return row


def _survivor(member_id: int) -> Member:
    # While we waited for the lock, the row may have been merged into another one.
    wanted = member_id
    for _ in range(_ROUNDS_MAX):
        row = Member.objects.select_for_update().filter(pk=wanted).first()
        if row is None:
            break
        if row.merged_into_id is None:
            return row
        wanted = row.merged_into_id
    raise UnknownMember(text=ids.public("mem", member_id))
