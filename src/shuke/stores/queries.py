"""Reading the chain, its stores, its people and its keys."""

from dataclasses import dataclass
from datetime import date, datetime

from shuke.kernel.day import local_time
from shuke.kernel.permissions import CHAIN_WIDE
from shuke.kernel.refusal import Kind, Refusal
from shuke.kernel.scope import Actor, Scope
from shuke.storage.secrets import keyed_hash
from shuke.stores.models import ApiKey, Chain, Staff, Store


class NoChain(Refusal):
    """The deployment has not been set up."""

    code = "chain.not_set_up"
    kind = Kind.CONFLICT
    en = "This system has no chain yet."
    zh = "系统尚未设置连锁信息。"
    next_en = "Run `shuke demo` for a filled example, or `shuke setup` for your own chain."
    next_zh = "运行 `shuke demo` 体验演示数据，或运行 `shuke setup` 设置您的连锁。"


class UnknownStore(Refusal):
    """No store has that number."""

    code = "store.unknown"
    kind = Kind.NOT_FOUND
    en = "There is no store “{number}”."
    zh = "找不到门店“{number}”。"
    next_en = "Look the number up in the list of stores."
    next_zh = "请在门店列表中核对门店编号。"


@dataclass(frozen=True, slots=True)
class ChainView:
    """The chain: ISO currency with its decimals, IANA zone, and the demo's business clock."""

    name: str
    currency: str
    digits: int
    zone: str
    country: str
    clock_at: datetime | None
    is_demo: bool

    def today(self, wall: datetime) -> date:
        """The business day: of the demo's clock where there is one, else of the wall clock."""
        return local_time(self.clock_at or wall, self.zone).date()

    def now(self, wall: datetime) -> datetime:
        """The business moment: the demo's clock where there is one, else the wall clock."""
        return self.clock_at or wall


@dataclass(frozen=True, slots=True)
class StoreView:
    """A store as lists show it."""

    id: int
    number: str
    name: str
    ownership: str
    is_online: bool
    zone: str
    latitude: float | None
    longitude: float | None

    @property
    def label(self) -> str:
        """What people call it: the name, or the number where it has none."""
        return self.name or self.number


@dataclass(frozen=True, slots=True)
class Identity:
    """Who came in at a door: the actor to record and the scope to apply."""

    actor: Actor
    scope: Scope


def chain() -> ChainView:
    """The chain of this deployment, or the refusal `chain.not_set_up`."""
    row = Chain.objects.filter(id=1).first()
    if row is None:
        raise NoChain
    return ChainView(
        name=row.name,
        currency=row.currency,
        digits=row.digits,
        zone=row.zone,
        country=row.country,
        clock_at=row.clock_at,
        is_demo=row.is_demo,
    )


def is_set_up() -> bool:
    """Whether the deployment has a chain."""
    return Chain.objects.filter(id=1).exists()


def _store(row: Store) -> StoreView:
    return StoreView(
        id=row.pk,
        number=row.number,
        name=row.name,
        ownership=row.ownership,
        is_online=row.is_online,
        zone=row.zone,
        latitude=row.latitude,
        longitude=row.longitude,
    )


def stores(scope: Scope) -> tuple[StoreView, ...]:
    """The stores in the scope, in natural order of their numbers."""
    rows = Store.objects.all()
    if scope.stores is not None:
        rows = rows.filter(pk__in=scope.stores)
    return tuple(sorted(map(_store, rows), key=lambda store: (len(store.number), store.number)))


def store_of(number: str, scope: Scope) -> StoreView:
    """The store of that number, if the scope reaches it."""
    row = Store.objects.filter(number=number).first()
    if row is None or not scope.allows(row.pk):
        raise UnknownStore(param="store", number=number[:40])
    return _store(row)


def zone_of_store(store: StoreView) -> str:
    """The store's own zone, or the chain's."""
    return store.zone or chain().zone


def identity_of_staff(staff_id: int) -> Identity | None:
    """Actor and scope of an active staff member."""
    row = Staff.objects.filter(pk=staff_id, is_active=True).first()
    if row is None:
        return None
    limited = None
    if row.role not in CHAIN_WIDE:
        limited = frozenset(row.stores.values_list("pk", flat=True))
    return Identity(
        actor=Actor(kind="staff", name=row.username),
        scope=Scope(role=row.role, stores=limited),  # type: ignore[arg-type]  # CHECK in the table
    )


def identity_of_key(secret: str) -> Identity | None:
    """Actor and scope of an API key that was not revoked."""
    row = ApiKey.objects.filter(hash=keyed_hash(secret, "api-key"), is_revoked=False).first()
    if row is None:
        return None
    limited = frozenset(row.stores.values_list("pk", flat=True))
    return Identity(
        actor=Actor(kind="key", name=row.prefix),
        scope=Scope(
            role=row.role,  # type: ignore[arg-type]  # checked when the key was issued
            # A key of a role below the chain sees its stores only; without any it sees nothing.
            stores=None if not limited and row.role in CHAIN_WIDE else limited,
            permissions=frozenset(row.permissions) or None,
        ),
    )


def staff_by_username(username: str) -> int | None:
    """The id of an active staff member."""
    rows = Staff.objects.filter(username=username, is_active=True)
    return rows.values_list("pk", flat=True).first()
