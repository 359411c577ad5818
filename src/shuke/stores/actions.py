"""Setting up the chain, its stores, its people and its keys."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from shuke.events import actions as events
from shuke.kernel import ids
from shuke.kernel.day import zone_of
from shuke.kernel.permissions import PERMISSIONS, ROLES, Permission, Role
from shuke.kernel.refusal import Refusal
from shuke.kernel.scope import Actor
from shuke.storage.secrets import keyed_hash
from shuke.storage.transactions import writing
from shuke.stores import records
from shuke.stores.models import ApiKey, Chain, Staff, Store, Till

STAGED = ("number", "name", "ownership", "is_online", "zone", "latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a staged list did: new rows, changed ones, and those that were known as they are."""

    new: int
    changed: int
    same: int


class UnknownRole(Refusal):
    """No such role or permission."""

    code = "staff.unknown_role"
    en = "“{role}” is not a role or permission."
    zh = "“{role}”不是有效的角色或权限。"
    next_en = "Choose one of: {roles}."
    next_zh = "请从以下选项中选择：{roles}。"


def set_chain(  # noqa: PLR0913 - the whole row of the one chain, by name
    *,
    name: str,
    currency: str,
    zone: str,
    at: datetime,
    by: Actor,
    country: str = "CN",
    clock_at: datetime | None = None,
    is_demo: bool = False,
) -> None:
    """Set the chain's name, currency (ISO 4217), zone (IANA), country (ISO 3166) and demo clock.

    `country` is where phone numbers need no prefix; `clock_at` is the business clock of a demo.
    """
    zone_of(zone)
    with writing():
        Chain.objects.update_or_create(
            id=1,
            defaults={
                "name": name,
                "currency": currency,
                "zone": zone,
                "country": country,
                "clock_at": clock_at,
                "is_demo": is_demo,
            },
        )
        events.record(
            records.CHAIN_SET, at=at, by=by, subject="chain/1", payload={"zone": zone, "name": name}
        )


def ensure_stores(numbers: Iterable[str]) -> dict[str, int]:
    """The id of each store number, adding stores that are new; part of an import's transaction."""
    wanted = sorted(set(numbers))
    known = dict(Store.objects.filter(number__in=wanted).values_list("number", "id"))
    fresh = [number for number in wanted if number not in known]
    if fresh:
        first = ids.block(len(fresh))
        Store.objects.bulk_create(
            [Store(id=first + index, number=number) for index, number in enumerate(fresh)],
            ignore_conflicts=True,
        )
        known = dict(Store.objects.filter(number__in=wanted).values_list("number", "id"))
    return known


def load(*, staging: str) -> Loaded:
    """Add or update stores from the staging table (`id` and the columns of `STAGED`).

    The table's name comes from the code; an empty cell leaves what is known. Part of the caller's
    transaction.
    """
    resolved = {
        "name": "coalesce(nullif(s.name, ''), p.name, '')",
        "ownership": "coalesce(nullif(s.ownership, ''), p.ownership, 'own')",
        "is_online": "coalesce(s.is_online, p.is_online, false)",
        "zone": "coalesce(nullif(s.zone, ''), p.zone, '')",
        "latitude": "coalesce(s.latitude, p.latitude)",
        "longitude": "coalesce(s.longitude, p.longitude)",
    }
    differs = " OR ".join(
        f"{value} IS DISTINCT FROM p.{column}" for column, value in resolved.items()
    )
    updates = ", ".join(f"{column} = excluded.{column}" for column in resolved)
    source = f"{staging} s LEFT JOIN stores_store p ON p.number = s.number"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(p.id), "  # noqa: S608 - names from the code
            f"coalesce(sum(CASE WHEN p.id IS NOT NULL AND ({differs}) THEN 1 ELSE 0 END), 0)"
            f" FROM {source}"
        )
        rows, known, changed = (int(value) for value in cursor.fetchone())
        cursor.execute(
            f"INSERT INTO stores_store (id, number, {', '.join(resolved)}) "  # noqa: S608
            f"SELECT s.id, s.number, {', '.join(resolved.values())} FROM {source} WHERE true"
            f" ON CONFLICT (number) DO UPDATE SET {updates}"
        )
    return Loaded(new=rows - known, changed=changed, same=known - changed)


def ensure_till(*, store_id: int, number: str) -> int:
    """The id of a store's till, added when it is new."""
    till, _ = Till.objects.get_or_create(
        store_id=store_id, number=number, defaults={"id": ids.new_id()}
    )
    return int(till.pk)


def add_staff(
    *,
    username: str,
    name: str,
    role: Role,
    password: str,
    at: datetime,
    by: Actor,
    stores: Iterable[int] = (),
) -> None:
    """Add a sign-in account, or reset the one of that username."""
    if role not in ROLES:
        raise UnknownRole(param="role", role=role, roles=", ".join(ROLES))
    with writing():
        person = Staff.objects.filter(username=username).first() or Staff(username=username)
        person.name, person.role, person.is_active = name, role, True
        person.set_password(password)
        person.save()
        person.stores.set(stores)
        events.record(
            records.STAFF_ADDED, at=at, by=by, subject=f"staff/{username}", payload={"role": role}
        )


def issue_key(
    *,
    name: str,
    role: Role,
    at: datetime,
    by: Actor,
    permissions: Iterable[Permission] = (),
    stores: Iterable[int] = (),
) -> str:
    """Issue an API key and return it: the only moment at which it can be read."""
    narrowed = sorted(permissions)
    unknown = [item for item in narrowed if item not in PERMISSIONS]
    if role not in ROLES or unknown:
        raise UnknownRole(
            param="role", role=unknown[0] if unknown else role, roles=", ".join(ROLES)
        )
    secret = f"sk_{secrets.token_urlsafe(32)}"
    with writing():
        key = ApiKey.objects.create(
            id=ids.new_id(),
            name=name,
            prefix=secret[:10],
            hash=keyed_hash(secret, "api-key"),
            role=role,
            permissions=narrowed,
            created_at=at,
        )
        key.stores.set(stores)
        events.record(
            records.KEY_ISSUED, at=at, by=by, subject=f"key/{key.prefix}", payload={"role": role}
        )
    return secret


def revoke_key(*, prefix: str, at: datetime, by: Actor) -> bool:
    """Revoke the keys that begin with the shown prefix; True when one was revoked."""
    with writing():
        count = ApiKey.objects.filter(prefix=prefix, is_revoked=False).update(is_revoked=True)
        if count:
            events.record(records.KEY_REVOKED, at=at, by=by, subject=f"key/{prefix}")
    return count > 0


def move_clock(*, to: datetime, at: datetime, by: Actor) -> None:
    """Move the business clock of a demo (`shuke clock`)."""
    with writing():
        Chain.objects.filter(id=1).update(clock_at=to)
        events.record(
            records.CLOCK_MOVED, at=at, by=by, subject="chain/1", payload={"to": to.isoformat()}
        )
