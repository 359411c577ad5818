"""A kind of file with the profile fields of this chain."""

from dataclasses import replace

from shuke.intake.formats import Column, Kind, kind_of
from shuke.members import queries as members


def full_kind(name: str) -> Kind:
    """The kind of that name; members have a column for each profile field of the chain.

    Raises:
        UnknownFileKind: there is none.
    """
    kind = kind_of(name)
    if kind.name != "members":
        return kind
    taken = {column.name for column in kind.columns}
    profile = tuple(
        Column(field.name, field.zh, field.en, most=500, is_personal=field.is_personal)
        for field in members.field_definitions()
        if field.name not in taken
    )
    return replace(kind, columns=(*kind.columns, *profile))


def profile_names(kind: Kind) -> frozenset[str]:
    """The columns of a kind that are profile fields."""
    plain = {column.name for column in kind_of(kind.name).columns}
    return frozenset(column.name for column in kind.columns) - plain
