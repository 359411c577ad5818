"""What is known about a member: fields, preferences, custom fields, with source and time."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from shuke.events import actions as events
from shuke.kernel.scope import Actor, Scope
from shuke.members import naming, records
from shuke.members.actions.reaching import reached
from shuke.members.actions.versions import Stamp, Versions
from shuke.members.distance import band, checked_place, kilometres
from shuke.members.fields import BY_NAME, Choice, Field, FieldType, checked, checked_name
from shuke.members.models import FieldDefinition, Member
from shuke.members.profile import PREFERENCE, Basis
from shuke.members.refusals import FieldExists
from shuke.members.registry import field_of, fields
from shuke.storage.transactions import retrying, writing
from shuke.stores.queries import StoreView


def write_profile(
    member_id: int,
    values: Mapping[str, str],
    *,
    source: str,
    at: datetime,
    basis: Basis = "declared",
    confidence: int | None = None,
) -> tuple[str, ...]:
    """Write values of one member in the caller's transaction; an empty value clears a field.

    Raises:
        UnknownField: nobody defined the field.
        BadValue: the value does not fit it.
    """
    if not values:
        return ()
    known = fields()
    checked_values = []
    for name, text in values.items():
        field = field_of(checked_name(name), known)
        checked_values.append((field, checked(field, text) if text.strip() else ""))
    versions = Versions([member_id], [field.name for field, _ in checked_values])
    for field, value in checked_values:
        versions.put(member_id, field, value, Stamp(source, at, basis, confidence))
    versions.write()
    return tuple(field.name for field, _ in checked_values)


def set_profile(
    *,
    member_id: int,
    values: Mapping[str, str],
    source: str,
    scope: Scope,
    at: datetime,
    by: Actor,
) -> None:
    """Set profile fields that the member declared, each with its source and time.

    `values` may hold `name`, which lives on the member's own row.

    Raises:
        UnknownField, BadValue: nothing was written.
    """

    def run() -> None:
        with writing():
            member = reached(member_id, scope, "members.write")
            rest = dict(values)
            if "name" in rest:
                _rename(member, rest.pop("name"))
            write_profile(member.pk, rest, source=source, at=at)
            record_change(member.pk, values, source=source, at=at, by=by)

    retrying(run)


def _rename(member: Member, name: str) -> None:
    member.name = naming.tidy(name)
    member.initials = naming.initials_of(member.name)
    member.is_name_made = False
    member.save(update_fields=["name", "initials", "is_name_made"])


def record_change(
    member_id: int, names: Iterable[str], *, source: str, at: datetime, by: Actor
) -> None:
    """Write the event of a change: which fields, never their values."""
    events.record(
        records.PROFILE_CHANGED,
        at=at,
        by=by,
        subject=f"member/{member_id}",
        member_id=member_id,
        payload={"fields": sorted(names), "source": source},
    )


def learn(  # noqa: PLR0913 - a fact, where it comes from, and who wrote it
    *,
    member_id: int,
    name: str,
    value: str,
    source: str,
    scope: Scope,
    at: datetime,
    by: Actor,
    basis: Basis = "declared",
    confidence: float | None = None,
) -> None:
    """Write one fact learnt from a contact: a call, visit, survey answer, click (A12, E22).

    `name` is a field or `preference.<subject>`; `confidence` runs from 0 to 1. Later facts
    supersede earlier ones of the same basis, and what was declared beats what was inferred (A18).

    Raises:
        UnknownField, BadFieldName, BadValue: nothing was written.
    """
    thousandths = None if confidence is None else round(confidence * 1000)

    def run() -> None:
        with writing():
            member = reached(member_id, scope, "members.write")
            write_profile(
                member.pk,
                {name: value},
                source=source,
                at=at,
                basis=basis,
                confidence=thousandths,
            )
            record_change(member.pk, [name], source=source, at=at, by=by)

    retrying(run)


def prefer(
    *,
    member_id: int,
    subject: str,
    value: str,
    source: str,
    scope: Scope,
    at: datetime,
    by: Actor,
) -> None:
    """Write a declared preference: ("wine", "red"), or ("pork", "dislikes")."""
    learn(
        member_id=member_id,
        name=f"{PREFERENCE}{subject}",
        value=value,
        source=source,
        scope=scope,
        at=at,
        by=by,
    )


def define_field(*, field: Field, scope: Scope, at: datetime, by: Actor) -> None:
    """Define a custom field; it takes values and stands in segments at once (A09).

    Raises:
        BadFieldName: the name has signs it may not have.
        FieldExists: there is a field of that name.
    """
    scope.demand("members.manage")
    checked_name(field.name)
    if field.name in BY_NAME or field.name.startswith(PREFERENCE):
        raise FieldExists(param="name", name=field.name)
    with writing():
        try:
            with transaction.atomic():
                FieldDefinition.objects.create(
                    name=field.name,
                    zh=field.zh,
                    en=field.en,
                    type=str(FieldType(field.type)),
                    choices=[_as_row(choice) for choice in field.choices],
                    is_personal=field.is_personal,
                    weight=field.weight,
                    defined_at=at,
                )
        except IntegrityError:
            raise FieldExists(param="name", name=field.name) from None
        events.record(
            records.FIELD_DEFINED,
            at=at,
            by=by,
            subject=f"field/{field.name}",
            payload={"type": str(field.type), "is_personal": field.is_personal},
        )


def _as_row(choice: Choice) -> dict[str, str]:
    return {"value": choice.value, "zh": choice.zh, "en": choice.en}


def place_home(
    *,
    member_id: int,
    place: tuple[float, float],
    stores: Iterable[StoreView],
    source: str,
    scope: Scope,
    at: datetime,
    by: Actor,
) -> None:
    """Set where a member lives, and derive the nearest store and its distance band (E21).

    `place` is (latitude, longitude) in degrees. The place is sealed; the band is not.

    Raises:
        BadPlace: not a place on the globe.
    """
    latitude, longitude = checked_place(*place)
    distances = sorted(
        (kilometres(place, (store.latitude, store.longitude)), store.number)
        for store in stores
        if store.latitude is not None and store.longitude is not None
    )

    def run() -> None:
        with writing():
            member = reached(member_id, scope, "members.write")
            written = {"home_latitude": f"{latitude:.6f}", "home_longitude": f"{longitude:.6f}"}
            write_profile(member.pk, written, source=source, at=at)
            if distances:
                nearest, number = distances[0]
                derived = {"nearest_store": number, "distance_band": band(nearest)}
                write_profile(member.pk, derived, source=source, at=at, basis="inferred")
            record_change(member.pk, written, source=source, at=at, by=by)

    retrying(run)
