"""A small chain, committed, with its lake: what the matrix and the fuzzer call into."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.test import Client
from tests.api.conftest import NOON, OWNER, SYSTEM, Caller

from shuke.interfaces.api import limiting
from shuke.jobs import actions as jobs
from shuke.kernel import ids
from shuke.kernel.permissions import CHAIN_WIDE, ROLES
from shuke.lake import actions as lake
from shuke.members import actions as members
from shuke.members import queries
from shuke.members.newcomer import Newcomer
from shuke.rules.reading import from_data
from shuke.sales import actions as sales
from shuke.segments import actions as segments
from shuke.segments.facts import facts
from shuke.stores import actions as stores

SIDES = ("own", "other")
# "own" is store 1, where the keys of store staff belong; "other" is store 2.
STORE_OF = {"own": "1", "other": "2"}
CONDITION = {"fact": "sales.times", "is": "at_least", "value": 1}


@dataclass
class World:
    """Public ids of what there is on each side, and a caller of each role."""

    members: dict[str, str] = field(default_factory=dict)
    twins: dict[str, str] = field(default_factory=dict)
    identities: dict[str, str] = field(default_factory=dict)
    merges: dict[str, str] = field(default_factory=dict)
    sales: dict[str, str] = field(default_factory=dict)
    job: str = ""
    callers: dict[str, Caller] = field(default_factory=dict)


def _enrol(store_id, number, phone):
    newcomer = Newcomer(number=number, name=f"Name {number}", phone=phone, store_id=store_id)
    return members.enrol(newcomer=newcomer, scope=OWNER, at=NOON, by=SYSTEM).member_id


def _sell(number, store, member):
    return sales.record(
        sale=sales.SaleIn(
            number=number,
            store=store,
            sold_at=NOON - timedelta(days=2),
            lines=(sales.LineIn("rice", 1000, 3000, 3000),),
            member_id=member,
        ),
        at=NOON,
        by=SYSTEM,
    ).public_id


def build() -> World:
    """Fill the database of the moment; the lake goes where the settings say."""
    stores.set_chain(
        name="Lanxi",
        currency="CNY",
        zone="Asia/Shanghai",
        at=NOON,
        by=SYSTEM,
        clock_at=NOON,
        is_demo=True,
    )
    chain = stores.ensure_stores(["1", "2"])
    world = World()
    for place, side in enumerate(SIDES):
        store = STORE_OF[side]
        people = [_enrol(chain[store], f"{side}-{n}", f"1381234{place}{n:03}") for n in range(4)]
        world.members[side] = ids.public("mem", people[0])
        world.twins[side] = ids.public("mem", people[1])
        phone = queries.member_of(people[0], OWNER).identities[0]
        world.identities[side] = ids.public("idn", phone.id)
        merged = members.merge(
            survivor_id=people[2], merged_id=people[3], scope=OWNER, at=NOON, by=SYSTEM
        )
        world.merges[side] = ids.public("mrg", merged.merge_id)
        world.sales[side] = _sell(f"{side}-1", store, people[0])
    world.job = ids.public("job", jobs.enqueue("import", payload={}, at=NOON, by=SYSTEM))
    lake.refresh(at=NOON, by=SYSTEM)
    segments.save(
        name="buyers",
        title="Buyers",
        condition=from_data(CONDITION, facts=facts()),
        kind="dynamic",
        at=NOON,
        by=SYSTEM,
    )
    segments.refresh(name="buyers", at=NOON, by=SYSTEM)
    for role in ROLES:
        secret = stores.issue_key(
            name=role,
            role=role,
            at=NOON,
            by=SYSTEM,
            stores=() if role in CHAIN_WIDE else [chain["1"]],
        )
        world.callers[role] = Caller(secret, Client(raise_request_exception=False))
    limiting.buckets.clear()
    return world
