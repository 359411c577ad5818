"""Tables whose rows change: members, their attributes and interactions, products, stores.

The book of events says which members changed since the last snapshot (every action records its
event in its own transaction); their rows are read again and replace the old ones. An event that
speaks of a whole batch, or more members than a refresh should pick one by one, has the table
written anew. Products and stores are small: always read, written only when they differ.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from shuke.catalog.lake import PRODUCTS
from shuke.events.lake import CHANGES
from shuke.lake.folder import Manifest, Part
from shuke.lake.source import Source, one, quoted
from shuke.lake.writing import Writer, files
from shuke.members.lake import (
    ATTRIBUTES,
    INTERACTIONS,
    MEMBERS,
    PREFIXES,
    SURVIVORS,
    TABLES,
    TOUCHES,
)
from shuke.storage.published import Published
from shuke.stores.lake import STORES

CHANGED_MAX = 10_000
SMALL: Mapping[str, Published] = {"products": PRODUCTS, "stores": STORES}

Tables = dict[str, tuple[Part, ...]]


@dataclass(frozen=True, slots=True)
class Changed:
    """Which members changed: these, or (None) nobody knows which."""

    members: frozenset[int] | None = field(default_factory=frozenset)

    @property
    def is_nobody(self) -> bool:
        """Nothing to do."""
        return self.members == frozenset()

    def with_(self, other: "Changed") -> "Changed":
        """These and those."""
        if self.members is None or other.members is None:
            return Changed(None)
        return Changed(self.members | other.members)

    def among(self, column: str) -> str:
        """A condition on the changed members."""
        wanted = ", ".join(map(str, sorted(self.members or ())))
        return f"{column} IN ({wanted})"


def changed_members(source: Source, since: str) -> dict[str, Changed]:
    """For each table of members: of whom the events that meet `since` speak."""
    names = " OR ".join(f"e.name LIKE {quoted(prefix + '%')}" for prefix in PREFIXES)
    events = source.some(CHANGES, f"{since} AND ({names})")
    found = source.duck.execute(f"SELECT DISTINCT name, member FROM ({events})").fetchall()
    return {table: _of_table(table, found) for table in TABLES}


def _of_table(table: str, events: list[tuple[str, int | None]]) -> Changed:
    members = {member for name, member in events if table in TOUCHES.get(name, TABLES)}
    if None in members or len(members) > CHANGED_MAX:
        return Changed(None)
    return Changed(frozenset(member for member in members if member is not None))


def survivors(
    source: Source, writer: Writer, before: Manifest | None
) -> tuple[tuple[Part, ...], Changed]:
    """The redirects of merged members, and the members whose redirect changed."""
    source.duck.execute(f"CREATE OR REPLACE TEMP TABLE redirects AS {source.whole(SURVIVORS)}")
    if before is None:
        return (writer.write("survivors", "FROM redirects"),), Changed(None)
    old = files(before.tables["survivors"])
    difference = f"""
        SELECT DISTINCT unnest([member, survivor]) FROM (
            (FROM redirects EXCEPT FROM {old}) UNION ALL (FROM {old} EXCEPT FROM redirects))
    """
    moved = frozenset(row[0] for row in source.duck.execute(difference).fetchall())
    if not moved:
        return before.tables["survivors"], Changed()
    return (writer.write("survivors", "FROM redirects"),), Changed(moved)


def members(
    source: Source, writer: Writer, before: Manifest | None, changed: Changed
) -> tuple[tuple[Part, ...], int]:
    """The surviving members with their places, and how many rows were placed."""
    if before is not None and changed.members is not None:
        kept = _members_again(source, writer, before, changed)
        if kept is not None:
            return kept
    everybody = f"CREATE OR REPLACE TEMP TABLE everybody AS {source.whole(MEMBERS)}"
    source.duck.execute(everybody)
    placed = """
        SELECT member, row_number() OVER (ORDER BY length(number), number) AS ordinal,
            joined_on, store, channel, stage, survivor FROM everybody
    """
    part = writer.write("members", _surviving(placed))
    return (part,), int(str(one(source.duck, "SELECT count(*) FROM everybody")[0]))


def _surviving(placed: str) -> str:
    return f"SELECT * EXCLUDE (survivor) FROM ({placed}) WHERE survivor IS NULL"


def _members_again(
    source: Source, writer: Writer, before: Manifest, changed: Changed
) -> tuple[tuple[Part, ...], int] | None:
    """Read the changed members only; None where the places of others move too."""
    placed = int(before.marks["members"])
    if changed.is_nobody:
        # Counted, so that a row whose event is missing cannot stay out of the lake.
        return (before.tables["members"], placed) if _all(source) == placed else None
    rows = source.some(MEMBERS, changed.among("m.id"))
    source.duck.execute(f"CREATE OR REPLACE TEMP TABLE again AS {rows}")
    old = f"""
        SELECT member, ordinal FROM {files(before.tables["members"])}
        WHERE {changed.among("member")}
    """
    return _places(source, writer, before, changed, old)


def _places(
    source: Source, writer: Writer, before: Manifest, changed: Changed, old: str
) -> tuple[tuple[Part, ...], int] | None:
    placed = int(before.marks["members"])
    duck = source.duck
    duck.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE placed AS
        SELECT a.*, o.ordinal FROM again a LEFT JOIN ({old}) o USING (member)
        """
    )
    # A merged member has lost his place in the lake (he is not in it); only a rebuild knows it.
    # So does a member whose number sorts before one that has a place.
    unknown = "SELECT * FROM placed WHERE ordinal IS NULL AND survivor IS NULL"
    fresh = int(str(one(duck, f"SELECT count(*) FROM ({unknown})")[0]))
    if _all(source) != placed + fresh or (fresh and not _are_last(source, unknown, fresh)):
        return None
    again = f"""
        SELECT member, coalesce(ordinal, {placed} + row_number() OVER (
            PARTITION BY ordinal IS NULL ORDER BY length(number), number)) AS ordinal,
            joined_on, store, channel, stage, survivor FROM placed
        WHERE ordinal IS NOT NULL OR survivor IS NULL
    """
    parts = _without(writer, "members", before.tables["members"], changed)
    return writer.appended("members", parts, _surviving(again)), placed + fresh


def _all(source: Source) -> int:
    return source.number("SELECT count(*) FROM members_member")


def _are_last(source: Source, unknown: str, fresh: int) -> bool:
    length, number = one(
        source.duck,
        f"SELECT length(number), number FROM ({unknown}) ORDER BY length(number), number LIMIT 1",
    )
    bytewise = ' COLLATE "C"' if source.vendor == "postgresql" else ""
    behind = source.number(
        f"SELECT count(*) FROM members_member WHERE length(number) > {length}"
        f" OR (length(number) = {length} AND number{bytewise} >= {quoted(str(number))})"
    )
    return behind == fresh


def _without(
    writer: Writer, table: str, parts: tuple[Part, ...], changed: Changed
) -> tuple[Part, ...]:
    """The parts without the changed members; only parts that hold one of them are rewritten."""
    kept: list[Part] = []
    for part in parts:
        of_part = files([part])
        held = one(writer.duck, f"SELECT count(*) FROM {of_part} WHERE {changed.among('member')}")
        if held[0]:
            rest = f"SELECT * FROM {of_part} WHERE NOT {changed.among('member')}"
            kept.append(writer.write(table, rest))
        else:
            kept.append(part)
    return tuple(kept)


def attributes(
    source: Source, writer: Writer, before: Manifest | None, changed: Changed
) -> tuple[Part, ...]:
    """The current attributes that are not personal."""
    return _of_members(source, writer, "attributes", before, changed, ATTRIBUTES, _as_read)


def interactions(
    source: Source, writer: Writer, before: Manifest | None, changed: Changed, zone: str
) -> tuple[Part, ...]:
    """The interactions of members, in the chain's wall clock."""

    def local(rows: str) -> str:
        at = f"timezone({quoted(zone)}, timezone('UTC', \"at\"))"
        return f"""
            SELECT member, kind, channel, {at} AS "at", CAST({at} AS DATE) AS day, points
            FROM ({rows})
        """

    return _of_members(source, writer, "interactions", before, changed, INTERACTIONS, local)


def _as_read(rows: str) -> str:
    return rows


def _of_members(
    source: Source,
    writer: Writer,
    table: str,
    before: Manifest | None,
    changed: Changed,
    published: Published,
    made: Callable[[str], str],
) -> tuple[Part, ...]:
    if before is None or changed.members is None:
        return (writer.write(table, made(source.whole(published))),)
    if changed.is_nobody:
        return before.tables[table]
    again = made(source.some(published, changed.among(published.key)))
    return writer.appended(table, _without(writer, table, before.tables[table], changed), again)


def small(source: Source, writer: Writer, before: Manifest | None) -> Tables:
    """Products and stores: the old parts where nothing differs."""
    made: Tables = {}
    for table, published in SMALL.items():
        source.duck.execute(f"CREATE OR REPLACE TEMP TABLE small AS {source.whole(published)}")
        if before is not None and not _differs(source, files(before.tables[table])):
            made[table] = before.tables[table]
        else:
            made[table] = (writer.write(table, "FROM small"),)
    return made


def _differs(source: Source, old: str) -> bool:
    (count,) = one(
        source.duck,
        f"SELECT count(*) FROM ((FROM small EXCEPT ALL FROM {old})"
        f" UNION ALL (FROM {old} EXCEPT ALL FROM small))",
    )
    return count != 0
