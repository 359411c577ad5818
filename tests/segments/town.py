"""A small chain in Shanghai for the stories: three products, two stores, people with habits."""

from datetime import UTC, date, datetime, timedelta

from shuke.catalog import actions as catalog
from shuke.kernel import ids
from shuke.kernel.scope import Actor, Scope
from shuke.lake import actions as lake
from shuke.members import actions as members
from shuke.members import bulk
from shuke.members.newcomer import Newcomer
from shuke.sales import actions as sales
from shuke.sales.actions import LineIn, SaleIn
from shuke.stores import actions as stores

TODAY = date(2018, 1, 1)
# Noon of the business day in Shanghai.
NOON = datetime(2018, 1, 1, 4, tzinfo=UTC)
LIN = Actor(kind="staff", name="lin")
ALL = Scope.everything()
# number -> category; fuel is not counted in units.
PRODUCTS = {"P1": "TEA", "P2": "PORK", "P3": "MILK"}


def set_up() -> dict[str, int]:
    """The chain, its stores and its products; answers the stores' ids by number."""
    stores.set_chain(
        name="Lanxi Retail",
        currency="CNY",
        zone="Asia/Shanghai",
        at=NOON,
        by=LIN,
        clock_at=NOON,
        is_demo=True,
    )
    columns = {
        "id": "bigint",
        **{name: "text" for name in catalog.STAGED if name != "is_counted"},
        "is_counted": "boolean",
    }
    bulk.stage(
        "town_products",
        ", ".join(f"{name} {kind}" for name, kind in columns.items()),
        tuple(columns),
        (
            (ids.new_id(), number, number, "FOOD", category, "", "", "", "", True)
            for number, category in PRODUCTS.items()
        ),
    )
    catalog.load(staging="town_products")
    bulk.drop("town_products")
    return stores.ensure_stores(["1", "2"])


def enrol(number: str, store: int | None = None, **given: object) -> int:
    """Somebody new, a year ago; answers the id."""
    newcomer = Newcomer(
        number=number,
        store_id=store,
        channel="store",
        joined_at=NOON - timedelta(days=365),
        **given,  # type: ignore[arg-type]
    )
    enrolled = members.enrol(newcomer=newcomer, scope=ALL, at=NOON - timedelta(days=365), by=LIN)
    return enrolled.member_id


def buy(
    member: int, days_ago: int, *lines: tuple[str, int, int], store: str = "1", number: str = ""
) -> str:
    """A sale `days_ago` days before the business day at noon: (product, units, minor units)."""
    at = NOON - timedelta(days=days_ago)
    number = number or f"{member}-{days_ago}"
    sale = SaleIn(
        number=number,
        store=store,
        sold_at=at,
        member_id=member,
        lines=tuple(
            LineIn(
                product=product,
                quantity_milli=units * 1000,
                gross=amount,
                amount=amount,
                discounts={},
            )
            for product, units, amount in lines
        ),
    )
    sales.record(sale=sale, at=at, by=LIN)
    return number


def refresh() -> None:
    """Bring the lake up to date."""
    lake.refresh(at=NOON, by=LIN)


def fill() -> dict[str, int]:
    """Six people, and what each is known for; answers their ids by name."""
    store = set_up()
    people = {
        "mei": enrol("1", store["1"], phone="13800000001"),
        "bo": enrol("2", store["1"], email="bo@example.com"),
        "chun": enrol("3", store["2"]),
        "dong": enrol("4", store["2"]),
        "er": enrol("5", store["1"]),
        "fang": enrol("6", store["2"]),
    }
    mei, bo, chun, dong = people["mei"], people["bo"], people["chun"], people["dong"]
    # Mei: three sales, seven units, 640.00.
    buy(mei, 10, ("P1", 2, 10_000), ("P3", 1, 4_000))
    buy(mei, 40, ("P1", 3, 30_000))
    buy(mei, 90, ("P2", 1, 20_000))
    # Bo: two sales of pork, 150.00, lately.
    buy(bo, 3, ("P2", 1, 5_000))
    buy(bo, 20, ("P2", 2, 10_000))
    # Chun: one sale, long ago, in the other store. Dong: tea once. Er and Fang never bought.
    buy(chun, 200, ("P3", 1, 2_000), store="2")
    buy(dong, 5, ("P1", 1, 8_000), store="2")
    refresh()
    return people
