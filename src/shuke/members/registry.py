"""The profile fields of this deployment: the built-in ones and those the chain defined."""

from dataclasses import replace

from shuke.members.fields import BUILT_IN, IDENTITY_WEIGHTS, Choice, Field, FieldType
from shuke.members.models import FieldDefinition
from shuke.members.profile import PREFERENCE
from shuke.members.refusals import UnknownField


def fields() -> dict[str, Field]:
    """Return every profile field by name; a row named like a built-in field sets its weight."""
    found = {field.name: field for field in BUILT_IN}
    for row in FieldDefinition.objects.order_by("pk"):
        if row.name in found:
            found[row.name] = replace(found[row.name], weight=row.weight)
            continue
        found[row.name] = Field(
            name=row.name,
            zh=row.zh,
            en=row.en,
            type=FieldType(row.type),
            choices=tuple(Choice(**choice) for choice in row.choices),
            is_personal=row.is_personal,
            weight=row.weight,
            is_custom=True,
        )
    return found


def field_of(name: str, known: dict[str, Field]) -> Field:
    """Return the field or preference of that name.

    Raises:
        UnknownField: nobody defined it.
    """
    if name in known:
        return known[name]
    if name.startswith(PREFERENCE):
        subject = name.removeprefix(PREFERENCE)
        return Field(name=name, zh=f"偏好：{subject}", en=f"Preference: {subject}")
    raise UnknownField(param=name[:80], name=name[:80])


def weights(known: dict[str, Field]) -> dict[str, int]:
    """Return what counts towards completeness: name, phone, e-mail and the weighted fields."""
    return {
        **IDENTITY_WEIGHTS,
        **{field.name: field.weight for field in known.values() if field.weight},
    }
