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


def survivors(source: Source, writer: Writer, before: Manifest | None) -> tuple[Part, ...]:
    """The redirects of merged members; read whole by the database's own partial index."""
    redirects = source.some(SURVIVORS, "TRUE")
    source.duck.execute(f"CREATE OR REPLACE TEMP TABLE redirects AS {redirects}")
    if before is not None:
        old = before.tables["survivors"]
        if not _differs(source, "redirects", files(old)):
            return old
    return (writer.write("survivors", "FROM redirects"),)


def members(
    source: Source, writer: Writer, before: Manifest | None, changed: Changed
) -> tuple[tuple[Part, ...], int]:
    """All member rows with their places, merged ones too, and how many there are.

    Readers leave the merged ones out by the redirects, so a merge and its undoing change no part.
    """
    if before is not None and changed.members is not None:
        kept = _members_again(source, writer, before, changed)
        if kept is not None:
            return kept
    part = writer.write("members", f"SELECT {_PLACED} FROM ({source.whole(MEMBERS)})")
    return (part,), part.rows


_ORDER = "row_number() OVER (ORDER BY length(number), number)"
_COLUMNS = "joined_on, store, channel, stage"
_PLACED = f"member, {_ORDER} AS ordinal, {_COLUMNS}"


def _members_again(
    source: Source, writer: Writer, before: Manifest, changed: Changed
) -> tuple[tuple[Part, ...], int] | None:
    """Read the changed members only; None where the places of others move too."""
    parts, placed = before.tables["members"], int(before.marks["members"])
    if changed.is_nobody:
        # Counted, so that a row whose event is missing cannot stay out of the lake.
        return (parts, placed) if _all(source) == placed else None
    duck = source.duck
    rows = source.some(MEMBERS, changed.among("m.id"))
    old = f"SELECT * FROM {files(parts)} WHERE {changed.among('member')}"
    duck.execute(f"CREATE OR REPLACE TEMP TABLE again AS {rows}")
    duck.execute(f"CREATE OR REPLACE TEMP TABLE old AS {old}")
    unknown = "SELECT * FROM again ANTI JOIN old USING (member)"
    fresh = int(str(one(duck, f"SELECT count(*) FROM ({unknown})")[0]))
    if _all(source) != placed + fresh or (fresh and not _are_last(source, unknown, fresh)):
        return None
    # Most changes of a member are not of his row: only parts with a row that differs are rewritten.
    now = f"SELECT a.member, o.ordinal, {_of('a')} FROM again a JOIN old o USING (member)"
    moved = f"({now}) EXCEPT (FROM old)"
    duck.execute(f"CREATE OR REPLACE TEMP TABLE moved AS {moved}")
    differing = frozenset(row[0] for row in duck.execute("SELECT member FROM moved").fetchall())
    new = f"SELECT member, {placed} + {_ORDER} AS ordinal, {_COLUMNS} FROM ({unknown})"
    kept = _without(writer, "members", parts, Changed(differing)) if differing else parts
    return writer.appended("members", kept, f"FROM moved UNION ALL {new}"), placed + fresh


def _of(alias: str) -> str:
    return ", ".join(f"{alias}.{name}" for name in _COLUMNS.split(", "))


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
        if before is not None and not _differs(source, "small", files(before.tables[table])):
            made[table] = before.tables[table]
        else:
            made[table] = (writer.write(table, "FROM small"),)
    return made


def _differs(source: Source, new: str, old: str) -> bool:
    """Whether two relations hold other rows, by a digest of each."""
    digest = "SELECT count(*), bit_xor(hash(t)), sum(hash(t)) FROM {} t"
    return one(source.duck, digest.format(new)) != one(source.duck, digest.format(old))
