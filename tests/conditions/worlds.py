"""Random small worlds and random conditions, drawn by Hypothesis, for the two evaluators."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import ibis
import pyarrow as pa
from hypothesis import strategies as st

from shuke.analytics.conditions import facts as lake_facts
from shuke.analytics.conditions.columns import Given
from shuke.analytics.conditions.history import Contacted, Interacted, Life, Referred
from shuke.analytics.conditions.sources import FigureColumn, Reach
from shuke.analytics.conditions.tables import Tables
from shuke.rules.conditions import (
    All,
    Any,
    Bought,
    Compare,
    Condition,
    Count,
    InFigure,
    InSegment,
    Leaf,
    Level,
    Measure,
    Not,
    Window,
)
from shuke.rules.facts import FACTS, FactType
from shuke.rules.operators import ALLOWED, ORDER, Operator, Shape, shape_of
from shuke.rules.record import Purchase, PurchaseLine

AS_OF = date(2017, 6, 1)
STORES = {11: "S1", 12: "S2", 13: "S3"}
CHANNELS = ("store", "online", None)
# number, department, category, subcategory, brand, is_counted
PRODUCTS = {
    1: ("P1", "FOOD", "TEA", "GREEN", "National", True),
    2: ("P2", "FOOD", "TEA", None, "Private", True),
    3: ("P3", "FOOD", "MILK", "WHOLE", None, None),
    4: ("P4", "FUEL", "PETROL", "95", "National", False),
    5: ("P5", None, None, None, None, True),
    6: ("P6", "茶", "乌龙 'x\"%_", "GREEN", "Private", True),
}
LEVEL_VALUES = {
    Level.DEPARTMENT: ("FOOD", "FUEL", "茶"),
    Level.CATEGORY: ("TEA", "MILK", "乌龙 'x\"%_", "NONE"),
    Level.SUBCATEGORY: ("GREEN", "WHOLE", "95"),
    Level.BRAND: ("National", "Private"),
    Level.PRODUCT: ("P1", "P3", "P4", "P6"),
    Level.STORE: ("S1", "S2", "S9"),
    Level.CHANNEL: ("store", "online"),
}
ATTRIBUTES = {
    "skin_type": ("oily", "dry", "", "o'ily%", "干性"),
    "height": ("170", "170.5", "-3", "tall", "1e5", " 170", "170."),
    "birthday": ("1990-02-28", "1990-02-29", "2017-05-31", "2017-06-01", "soon", "1990-2-1"),
    "vip": ("true", "false", "yes", "TRUE"),
    "interests": ("tea|milk", "tea", "", "green tea|milk|茶"),
    "budget": ("1000", "-5", "10.5", "999999999999999", "x"),
    "preference.pork": ("likes", "dislikes"),
    "segment.vip": ("true", "false"),
}
FACT_NAMES = (
    *(fact.name for fact in FACTS.facts() if fact.package in {"analytics"}),
    "sales.spend_30d",
    "sales.times_7d",
    "sales.quantity_90d",
    "member.skin_type",
    "member.height:number",
    "member.birthday:date",
    "member.vip:boolean",
    "member.interests:set",
    "member.budget:money",
    "member.skin_type:choice",
    "preference.pork",
    "trait.segment.vip:boolean",
)
CELLS = (
    InFigure("rfm", where=(("segment", "champions"),)),
    InSegment("regulars"),
)
_NUMBERS = (0, 1, 2, 2.5, 3, 5, 30, 170, 170.5, -3)
_MONEY = (0, 1, 500, 1000, 1234, -5, 999_999_999_999_999)
_TEXTS = {
    "member.store": ("S1", "S2", "S9"),
    "member.channel": ("store", "online", "app"),
    "favourite.department": ("FOOD", "FUEL", "茶"),
    "favourite.category": ("TEA", "MILK", "乌龙 'x\"%_"),
    "favourite.brand": ("National", "Private"),
    "rfm.segment": ("重要价值", "一般挽留"),
    "lifecycle.state": tuple(choice.value for choice in lake_facts.LIFECYCLE_STATES),
    "preference.pork": ("likes", "dislikes"),
    "member.interests:set": ("tea", "milk", "green tea", "茶", "nothing"),
}
_RFM = ("r", "f", "m", "segment")
_SKIN = ("oily", "dry", "o", "y", "'", "%", "干")
_DAYS_AROUND = st.sampled_from(
    [
        AS_OF + timedelta(days=days)
        for days in (-95, -91, -90, -60, -31, -30, -8, -7, -2, -1, 0, 1, 6)
    ]
)


@dataclass(frozen=True)
class World:
    """The same few members twice: as lives for Python, as tables for Ibis."""

    lives: tuple[Life, ...]
    cells: dict[InFigure | InSegment, frozenset[int]]
    given: Given


@st.composite
def lines(draw: st.DrawFn) -> PurchaseLine:
    product = draw(st.sampled_from((None, *PRODUCTS, 99)))
    number, department, category, subcategory, brand, is_counted = PRODUCTS.get(
        product, (None, None, None, None, None, None)
    )
    return PurchaseLine(
        product=number if product != 99 else "missing",
        department=department,
        category=category,
        subcategory=subcategory,
        brand=brand,
        quantity_milli=draw(st.sampled_from((0, 1, 500, 1000, 1500, 2000, -1000))),
        amount=draw(st.sampled_from((0, 1, 250, 500, 1000, 1234, -500))),
        is_counted=is_counted is not False,
    )


@st.composite
def purchases(draw: st.DrawFn, sale: int) -> Purchase:
    day = draw(_DAYS_AROUND)
    at = datetime.combine(day, datetime.min.time()) + draw(
        st.sampled_from((timedelta(0), timedelta(hours=3), timedelta(hours=24, microseconds=-1)))
    )
    held = tuple(draw(st.lists(lines(), max_size=3)))
    return Purchase(
        sale=sale,
        at=at,
        # The business day turns at four in the morning: the day of a sale at three is yesterday.
        day=(at - timedelta(hours=4)).date(),
        store=draw(st.sampled_from((None, *STORES.values()))),
        channel=draw(st.sampled_from(CHANNELS)),
        amount=sum(line.amount for line in held),
        is_return=draw(st.sampled_from((False, False, False, True))),
        lines=held,
    )


def _maybe(values: tuple[object, ...]) -> st.SearchStrategy[object]:
    return st.sampled_from((None, *values, None))


@st.composite
def lives(draw: st.DrawFn, member: int) -> Life:
    count = draw(st.integers(0, 4))
    attributes = {name: draw(_maybe(texts)) for name, texts in ATTRIBUTES.items()}
    figures = {
        FigureColumn("rfm", "segment"): draw(_maybe(_TEXTS["rfm.segment"])),
        FigureColumn("lifecycle", "state"): draw(_maybe(_TEXTS["lifecycle.state"])),
    }
    figures |= {FigureColumn("rfm", letter): draw(_maybe((1, 2, 3, 4, 5))) for letter in "rfm"}
    contacted = st.builds(
        Contacted,
        campaign=st.sampled_from(("C1", "C2", "C3")),
        kind=st.sampled_from(("received", "redeemed")),
        day=_DAYS_AROUND,
    )
    friends = draw(st.lists(st.sampled_from((901, 902, 903)), max_size=2, unique=True))
    interacted = st.builds(
        Interacted,
        kind=st.sampled_from(("participate", "sign_in")),
        day=_DAYS_AROUND,
        points=st.sampled_from((0, 1, 5)),
    )
    return Life(
        member=member,
        reach=frozenset(draw(st.sets(st.sampled_from((Reach.PHONE, Reach.EMAIL))))),
        referred=tuple(draw(referred(member * 1000 + friend)) for friend in friends),
        interactions=tuple(draw(st.lists(interacted, max_size=3))),
        joined_on=draw(st.none() | _DAYS_AROUND),
        store=draw(st.sampled_from((None, *STORES.values()))),
        channel=draw(st.sampled_from(CHANNELS)),
        attributes={name: text for name, text in attributes.items() if text is not None},
        purchases=tuple(draw(purchases(member * 100 + at)) for at in range(count)),
        contacts=tuple(draw(st.lists(contacted, max_size=3))),
        figures=figures,
    )


@st.composite
def referred(draw: st.DrawFn, friend: int) -> Referred:
    bought = tuple(draw(purchases(friend * 100 + at)) for at in range(draw(st.integers(0, 2))))
    return Referred(friend, draw(st.none() | _DAYS_AROUND), bought)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    members = range(1, 1 + draw(st.integers(6, 10)))
    drawn = tuple(draw(lives(member)) for member in members)
    anonymous = Life(member=0, purchases=(draw(purchases(7)),))
    cells = {cell: frozenset(draw(st.sets(st.sampled_from(members)))) for cell in CELLS}
    return World(drawn, cells, _given((*drawn, anonymous), cells))


def _given(known: tuple[Life, ...], cells: dict[InFigure | InSegment, frozenset[int]]) -> Given:
    numbers = {number: store for store, number in STORES.items()}
    members = [life for life in known if life.member]
    friends = [Life(one.member, purchases=one.purchases) for m in members for one in m.referred]
    known = (*known, *friends)
    return Given(
        tables=Tables(
            members=_members(members, numbers),
            sales=_sales(known, numbers),
            lines=_lines(known, numbers),
            products=_table(
                "product:int64 number:string department:string category:string"
                " subcategory:string brand:string is_counted:bool",
                [(product, *levels) for product, levels in PRODUCTS.items()]
                + [(99, "missing", None, None, None, None, None)],
            ),
            stores=_table("store:int64 number:string", list(STORES.items())),
            attributes=_attributes(members),
            contacts=_table(
                "campaign:string member:int64 kind:string day:date32",
                [(c.campaign, m.member, c.kind, c.day) for m in members for c in m.contacts],
            ),
            interactions=_table(
                "member:int64 kind:string day:date32 points:int64",
                [(m.member, i.kind, i.day, i.points) for m in members for i in m.interactions],
            ),
            referrals=_table(
                "member:int64 referred:int64 day:date32",
                [(m.member, one.member, one.day) for m in members for one in m.referred],
            ),
            reach=_table(
                "member:int64 phone:bool email:bool",
                [
                    (m.member, Reach.PHONE in m.reach, Reach.EMAIL in m.reach)
                    for m in members
                    if m.reach
                ],
            ),
        ),
        as_of=AS_OF,
        figures={
            "rfm": _table(
                "member:int64 r:int64 f:int64 m:int64 segment:string",
                [
                    (
                        m.member,
                        *(m.figures[FigureColumn("rfm", c)] for c in ("r", "f", "m", "segment")),
                    )
                    for m in members
                ],
            ),
            "lifecycle": _table(
                "member:int64 state:string",
                # A member missing from the figure's table is as unknown as one with a null.
                [
                    (m.member, m.figures[FigureColumn("lifecycle", "state")])
                    for m in members
                    if m.figures[FigureColumn("lifecycle", "state")] is not None
                ],
            ),
        },
        cells={
            cell: _table("member:int64", [(member,) for member in sorted(held)])
            for cell, held in cells.items()
        },
    )


def _members(members: list[Life], numbers: dict[str, int]) -> ibis.Table:
    return _table(
        "member:int64 ordinal:int64 joined_on:date32 store:int64 channel:string",
        [(m.member, m.member, m.joined_on, numbers.get(m.store or ""), m.channel) for m in members],
    )


def _attributes(members: list[Life]) -> ibis.Table:
    """What is known, and beside every second thing what was wrongly inferred from purchases."""
    rows = [
        row
        for m in members
        for at, (name, text) in enumerate(m.attributes.items())
        for row in ((m.member, name, text, "declared"), (m.member, name, "zzz", "inferred"))[
            : 1 + at % 2
        ]
    ]
    return _table("member:int64 name:string value:string basis:string", rows)


def _sales(known: tuple[Life, ...], numbers: dict[str, int]) -> ibis.Table:
    return _table(
        "sale:int64 member:int64 store:int64 channel:string at:timestamp day:date32"
        " amount:int64 returns_sale:int64",
        [
            (
                p.sale,
                m.member or None,
                numbers.get(p.store or ""),
                p.channel,
                p.at,
                p.day,
                p.amount,
                1 if p.is_return else None,
            )
            for m in known
            for p in m.purchases
        ],
    )


def _lines(known: tuple[Life, ...], numbers: dict[str, int]) -> ibis.Table:
    products = {levels[0]: product for product, levels in PRODUCTS.items()} | {"missing": 99}
    return _table(
        "sale:int64 member:int64 store:int64 product:int64 at:timestamp day:date32"
        " quantity_milli:int64 amount:int64 is_return:bool",
        [
            (
                p.sale,
                m.member or None,
                numbers.get(p.store or ""),
                products.get(line.product or ""),
                p.at,
                p.day,
                line.quantity_milli,
                line.amount,
                p.is_return,
            )
            for m in known
            for p in m.purchases
            for line in p.lines
        ],
    )


_TYPES = {
    "int64": pa.int64(),
    "string": pa.string(),
    "bool": pa.bool_(),
    "date32": pa.date32(),
    "timestamp": pa.timestamp("us"),
}


def _table(columns: str, rows: list[tuple[object, ...]]) -> ibis.Table:
    fields = [column.split(":") for column in columns.split()]
    schema = pa.schema([(name, _TYPES[kind]) for name, kind in fields])
    dicts = [dict(zip(schema.names, row, strict=True)) for row in rows]
    return ibis.memtable(pa.Table.from_pylist(dicts, schema=schema))


def scalars(name: str) -> st.SearchStrategy[object]:
    kind = FACTS.fact(name).type
    if name in _TEXTS:
        return st.sampled_from(_TEXTS[name])
    if kind is FactType.NUMBER:
        return st.sampled_from(_NUMBERS)
    if kind is FactType.MONEY:
        return st.sampled_from(_MONEY)
    if kind is FactType.DATE:
        return _DAYS_AROUND | st.sampled_from((date(1990, 2, 28), date(2000, 1, 1)))
    return st.booleans() if kind is FactType.BOOLEAN else st.sampled_from(_SKIN)


@st.composite
def comparisons(draw: st.DrawFn, name: str, operator: Operator) -> Compare:
    shape = shape_of(operator)
    if shape is Shape.NOTHING:
        return Compare(name, operator)
    if shape is Shape.DAYS:
        return Compare(name, operator, draw(st.sampled_from((1, 2, 7, 30, 90))))
    if shape is Shape.ONE:
        return Compare(name, operator, draw(scalars(name)))
    if shape is Shape.PAIR:
        return Compare(name, operator, tuple(sorted((draw(scalars(name)), draw(scalars(name))))))
    listed = draw(st.lists(scalars(name), min_size=1, max_size=3, unique=True))
    return Compare(name, operator, tuple(listed))


WINDOWS = st.one_of(
    st.just(Window()),
    st.builds(Window, last_days=st.sampled_from((1, 7, 30, 90))),
    st.builds(
        Window,
        first_on=st.none() | st.just(date(2017, 4, 1)),
        last_on=st.none() | st.sampled_from((date(2017, 5, 15), date(2017, 7, 1))),
    ),
)


@st.composite
def behaviours(draw: st.DrawFn) -> Bought:
    levels = draw(st.sets(st.sampled_from(Level), max_size=3))
    where = tuple(
        (level, tuple(draw(st.sets(st.sampled_from(LEVEL_VALUES[level]), min_size=1, max_size=2))))
        for level in Level
        if level in levels
    )
    measure = draw(st.sampled_from(Measure))
    operator = draw(st.sampled_from(ORDER))
    one = st.sampled_from(_MONEY if measure is Measure.AMOUNT else _NUMBERS)
    value = draw(one)
    if operator is Operator.BETWEEN:
        value = tuple(sorted((value, draw(one))))
    return Bought(Count(measure, where, draw(WINDOWS)), operator, value)


@st.composite
def leaf_sets(draw: st.DrawFn) -> tuple[Leaf, ...]:
    """Draw one comparison per fact, one per operator, eight behaviours and every cell."""
    asked = [(name, draw(st.sampled_from(ALLOWED[FACTS.fact(name).type]))) for name in FACT_NAMES]
    for operator in Operator:
        able = [name for name in FACT_NAMES if operator in ALLOWED[FACTS.fact(name).type]]
        asked.append((draw(st.sampled_from(able)), operator))
    compared = tuple(draw(comparisons(name, operator)) for name, operator in asked)
    return (*compared, *(draw(behaviours()) for _ in range(8)), *CELLS)


def trees(leaves: tuple[Leaf, ...]) -> st.SearchStrategy[Condition]:
    return st.recursive(
        st.sampled_from(leaves),
        lambda part: st.one_of(
            st.lists(part, max_size=3).map(lambda parts: All(tuple(parts))),
            st.lists(part, max_size=3).map(lambda parts: Any(tuple(parts))),
            part.map(Not),
        ),
        max_leaves=8,
    )
