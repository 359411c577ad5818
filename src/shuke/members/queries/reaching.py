"""How far a scope reaches into the members, said once for every query and action (promise F4)."""

import json
from collections.abc import Collection, Iterable

from django.db import connection
from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.expressions import RawSQL

from shuke.kernel import ids
from shuke.kernel.permissions import Permission
from shuke.kernel.scope import Scope
from shuke.members import visibility
from shuke.members.models import Member
from shuke.members.refusals import OtherStore, UnknownMember


def among(wanted: Iterable[int]) -> RawSQL:
    """The right side of `pk__in=`: any number of ids as one parameter, on both databases."""
    numbers = list(wanted)
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", (numbers,), output_field=BigIntegerField())
    return RawSQL(
        "SELECT value FROM json_each(%s)", (json.dumps(numbers),), output_field=BigIntegerField()
    )


def among_texts(wanted: Iterable[str]) -> RawSQL:
    """The same for texts: numbers of members, look-up hashes."""
    texts = list(wanted)
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::text[])", (texts,))
    return RawSQL("SELECT value FROM json_each(%s)", (json.dumps(texts),))


def groups_of(survivors: Collection[int]) -> dict[int, int]:
    """Every row that stands behind these survivors, themselves included: row id -> survivor."""
    merged = Member.objects.filter(merged_into_id__in=among(survivors))
    found = {survivor: survivor for survivor in survivors}
    found.update(merged.values_list("pk", "merged_into_id"))
    return found


def survivors_of(wanted: Collection[int]) -> dict[int, int]:
    """The survivor of each known id: asked id -> survivor; unknown ids are left out."""
    rows = Member.objects.filter(pk__in=among(wanted)).values_list("pk", "merged_into_id")
    return {row: merged_into or row for row, merged_into in rows}


def reach(scope: Scope) -> Q:
    """The filter over surviving rows that a scope may see.

    A merged row brings its own store along: who knew one of two merged members knows the survivor.
    """
    if scope.stores is None:
        return Q()
    home = Q(store_id__in=sorted(scope.stores))
    everybody = Member.objects.order_by().values_list("pk", flat=True)
    served = visibility.served_among(everybody, scope.stores)
    guests = Member.objects.filter(pk__in=among(served)).exclude(home) if served else None
    merged = Member.objects.filter(home, merged_into__isnull=False)
    known = [] if guests is None else guests.values_list("pk", "merged_into_id")
    others = {into or row for row, into in known}
    others.update(merged.values_list("merged_into_id", flat=True))
    # Mostly there are few others, or none: the index of the home store then serves alone.
    return home | Q(pk__in=among(others)) if others else home


def visible_among(survivors: Collection[int], scope: Scope) -> set[int]:
    """Those of the survivors whom the scope may see."""
    if scope.stores is None or not survivors:
        return set(survivors)
    groups = groups_of(survivors)
    homes = Member.objects.filter(pk__in=among(groups), store_id__in=sorted(scope.stores))
    seen = {groups[row] for row in homes.values_list("pk", flat=True)}
    rest = [row for row, survivor in groups.items() if survivor not in seen]
    if rest:
        seen |= {groups[row] for row in visibility.served_among(rest, scope.stores)}
    return seen


def survivors() -> "QuerySet[Member]":
    """The rows that stand for a person: neither merged away nor anything else."""
    return Member.objects.filter(merged_into__isnull=True)


def demand(member_id: int, scope: Scope, permission: Permission) -> int:
    """The survivor behind an id, if the scope holds the permission and reaches him.

    Raises:
        NotAllowed: the role lacks the permission.
        UnknownMember: there is no such member.
        OtherStore: he belongs to other stores.
    """
    scope.demand(permission)
    found = survivors_of([member_id]).get(member_id)
    if found is None:
        raise UnknownMember(text=ids.public("mem", member_id))
    if not visible_among([found], scope):
        raise OtherStore
    return found


def demand_store(store_id: int | None, scope: Scope, permission: Permission) -> None:
    """Refuse unless the scope holds the permission and reaches the store.

    Raises:
        NotAllowed, OtherStore: it does not.
    """
    scope.demand(permission)
    if not scope.allows(store_id):
        raise OtherStore
