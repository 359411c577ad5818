"""Members and stores as callers name them."""

from collections.abc import Iterable

from shuke.kernel import ids
from shuke.kernel.scope import Scope
from shuke.members import queries as members
from shuke.members.queries.reaching import survivors_of
from shuke.members.refusals import UnknownMember
from shuke.stores import queries as stores


def member_id(reference: str) -> int:
    """The member behind a number or `mem_…`, whoever asks; what follows checks the reach.

    Raises:
        UnknownId, UnknownMember: there is none.
    """
    found = member_ids([reference])
    if reference not in found:
        raise UnknownMember(param="member", text=reference[:40])
    return found[reference]


def member_ids(references: Iterable[str]) -> dict[str, int]:
    """The survivors behind these numbers and public ids; unknown ones are left out."""
    wanted = set(references)
    numbers = members.ids_of_numbers(one for one in wanted if not one.startswith("mem_"))
    public = {one: ids.private("mem", one) for one in wanted if one.startswith("mem_")}
    survivors = survivors_of(set(public.values()))
    return numbers | {one: survivors[row] for one, row in public.items() if row in survivors}


def store_numbers(wanted: Iterable[int | None]) -> dict[int, str]:
    """The numbers of these stores."""
    asked = {one for one in wanted if one is not None}
    if not asked:
        return {}
    every = stores.stores(Scope(role="owner", stores=frozenset(asked)))
    return {store.id: store.number for store in every}
