"""The Shuke format: which kinds of file there are and what their columns mean."""

from typing import get_args

from shuke.intake.formats.column import Column, Kind, KindName
from shuke.intake.formats.members import MEMBERS
from shuke.intake.formats.products import PRODUCTS
from shuke.intake.formats.sales import SALES
from shuke.intake.formats.stores import STORES
from shuke.intake.refusals import UnknownFileKind

__all__ = ["Column", "Kind", "KindName", "kind_of", "kinds"]

_KINDS: dict[str, Kind] = {kind.name: kind for kind in (MEMBERS, PRODUCTS, STORES, SALES)}


def kinds() -> tuple[Kind, ...]:
    """Every kind of file."""
    return tuple(_KINDS[name] for name in get_args(KindName))


def kind_of(name: str) -> Kind:
    """The kind of that name.

    Raises:
        UnknownFileKind: there is none.
    """
    if name not in _KINDS:
        raise UnknownFileKind(param="kind", name=name[:40], names=", ".join(_KINDS))
    return _KINDS[name]
