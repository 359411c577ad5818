"""How files with the same headings were mapped last time."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from shuke.intake.formats import Kind
from shuke.intake.formats import mapping as mappings
from shuke.intake.models import RememberedMapping


def remembered(kind: str, headers: Sequence[str]) -> dict[str, str] | None:
    """The mapping of the last file of this kind with these headings, or None."""
    row = RememberedMapping.objects.filter(kind=kind, headers=mappings.header_set(headers)).first()
    return None if row is None else dict(row.mapping)


def remember(kind: str, headers: Sequence[str], chosen: Mapping[str, str], *, at: datetime) -> None:
    """Keep a mapping for the next file with these headings."""
    RememberedMapping.objects.update_or_create(
        kind=kind,
        headers=mappings.header_set(headers),
        defaults={"mapping": dict(chosen), "at": at},
    )


def chosen_mapping(
    kind: Kind, headers: Sequence[str], given: Mapping[str, str] | None
) -> dict[str, str]:
    """What was said, over what is remembered for these headings, over what the headings say.

    Raises:
        MappingIncomplete, MappingUnknown: a required column is missing, or does not exist.
    """
    said = dict(given or {})
    known = remembered(kind.name, headers) or mappings.proposed(kind, headers)
    kept = {field: header for field, header in known.items() if header not in said.values()}
    chosen = {field: header for field, header in {**kept, **said}.items() if header}
    mappings.demand(kind, chosen, headers)
    return chosen
