"""What the demo and an import fill in for a whole base: made-up names, home stores."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection
from django.db.models.functions import Length

from shuke.events import actions as events
from shuke.kernel.refusal import Language
from shuke.kernel.scope import Actor
from shuke.members import bulk, naming, records
from shuke.members.models import Member
from shuke.storage.transactions import retrying, writing
from shuke.stores import queries as stores

_HOMES = "members_homes_arriving"


def name_for_demo(*, at: datetime, by: Actor, seed: int, language: Language | None = None) -> int:
    """Give every member without a name a made-up one, marked as such; answer how many.

    Names of the language given, else of the chain's country. Same seed, same base, same names.
    Phones are not made up: somebody might call one.
    """
    # Faker comes with the demo only; a chain's own deployment need not have it.
    from faker import Faker  # noqa: PLC0415

    is_chinese = language == "zh" if language else stores.chain().country == "CN"
    fake = Faker("zh_CN" if is_chinese else "en_US")
    fake.seed_instance(seed)

    def made() -> str:
        if is_chinese:
            return f"{fake.last_name()}{fake.first_name()}"
        return f"{fake.first_name()} {fake.last_name()}"

    def run() -> int:
        with writing():
            nameless = Member.objects.filter(name="", stage="member").order_by(
                Length("number"), "number"
            )
            rows = []
            for member in nameless.values_list("pk", flat=True):
                name = made()
                rows.append((name, naming.initials_of(name), True, member))
            bulk.update("members_member", ("name", "initials", "is_name_made"), rows)
            if rows:
                events.record(
                    records.NAMED,
                    at=at,
                    by=by,
                    subject="members",
                    payload={"count": len(rows), "seed": seed},
                )
            return len(rows)

    return retrying(run)


def place_homes(homes: Mapping[int, int], *, at: datetime, by: Actor) -> int:
    """Set the home store of members: member id -> store id; answer how many changed."""

    def run() -> int:
        with writing():
            bulk.stage(
                _HOMES,
                "member_id bigint PRIMARY KEY, store_id bigint",
                ("member_id", "store_id"),
                homes.items(),
            )
            if connection.vendor == "postgresql":
                bulk.run(f"ANALYZE {_HOMES}")
            changed = bulk.run(
                f"UPDATE members_member SET store_id = h.store_id FROM {_HOMES} h"  # noqa: S608
                " WHERE h.member_id = members_member.id"
                " AND (members_member.store_id IS NULL OR members_member.store_id <> h.store_id)"
            )
            bulk.drop(_HOMES)
            if changed:
                events.record(
                    records.PLACED, at=at, by=by, subject="members", payload={"count": changed}
                )
            return changed

    return retrying(run)
