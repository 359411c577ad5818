"""One batch of arriving members on its way into the tables: who is who, and which rows to write."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shuke.kernel import ids
from shuke.kernel.day import local_time
from shuke.kernel.scope import Actor
from shuke.members import bulk, naming
from shuke.members.actions.versions import Stamp, Versions
from shuke.members.arriving import Line
from shuke.members.identifying import UNIQUE_KINDS, IdentityKind, tail_of
from shuke.members.models import Identifier, Identity, Member, Prospect
from shuke.members.queries.reaching import among, among_texts
from shuke.members.refusals import IdentitiesDiffer
from shuke.members.sealing import identity_context, tail_hash
from shuke.storage.secrets import seal

SAME_PERSON = "same phone, card or id"
_MEMBER = (
    "id",
    "number",
    "name",
    "initials",
    "stage",
    "joined_at",
    "joined_on",
    "store_id",
    "channel",
    "staff",
    "campaign",
    "referrer_id",
    "is_name_made",
    "merged_into_id",
)
_COMPLETED = ("name", "initials", "is_name_made", "stage", "joined_at", "joined_on", "store_id")
_IDENTITY = (
    "id",
    "member_id",
    "kind",
    "hash",
    "tail",
    "sealed",
    "source",
    "starts_at",
    "verified_at",
    "is_valid",
)
_MERGE = ("id", "survivor_id", "merged_id", "at", "by", "reason", "parts", "undone_by")


@dataclass(slots=True)
class _Row:
    """A member's row as it will be: read from the table, or about to be written."""

    id: int
    number: str
    name: str
    is_name_made: bool
    stage: str
    joined_at: datetime | None
    joined_on: date | None
    store_id: int | None
    is_known: bool
    is_changed: bool = False
    merged_into: int | None = None
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class _Alias:
    """A second number of a known person, to be written as a merge."""

    row: int
    survivor: int


class Batch:
    """Takes sound lines one by one and writes all of them at once."""

    def __init__(
        self, lines: Sequence[Line], *, zone: str, at: datetime, by: Actor, source: str
    ) -> None:
        """Look everybody up whom the lines may mean."""
        self.zone, self.at, self.by, self.source = zone, at, by, source
        self._ids = iter(_block(2 * len(lines)))
        self._numbers = _survivors_by_number(lines)
        self._owners = _survivors_by_key(lines)
        known = {*self._numbers.values(), *self._owners.values()}
        self._rows = _known_rows(known)
        self._mailboxes = _known_mailboxes(lines)
        self._identities: list[tuple[int, IdentityKind, str, str, bool]] = []
        self._aliases: list[_Alias] = []
        self._values: list[tuple[int, Line]] = []

    def take(self, line: Line) -> tuple[int, bool]:
        """Answer the member of a line, and whether he is new.

        Raises:
            IdentitiesDiffer: number, phone, card and ids name several members.
        """
        named = {self._owners[key] for key in line.keys if key in self._owners}
        if line.number in self._numbers:
            named.add(self._numbers[line.number])
        if len(named) > 1:
            raise IdentitiesDiffer(count=len(named))
        if not named:
            return self._add(line, survivor=None), True
        survivor = named.pop()
        if line.number and line.number not in self._numbers:
            self._add(line, survivor=survivor)
        else:
            self._complete(survivor, line)
            self._attach(survivor, survivor, line)
            self._values.append((survivor, line))
        return survivor, False

    def _add(self, line: Line, *, survivor: int | None) -> int:
        newcomer, row = line.newcomer, next(self._ids)
        joined_at = newcomer.joined_at
        number = line.number or naming.fresh_number()
        self._rows[row] = _Row(
            id=row,
            number=number,
            name=line.name,
            is_name_made=newcomer.is_name_made,
            stage="member",
            joined_at=joined_at,
            joined_on=local_time(joined_at, self.zone).date() if joined_at else None,
            store_id=newcomer.store_id,
            is_known=False,
            merged_into=survivor,
            line=line,
        )
        self._numbers[number] = survivor or row
        if survivor is not None:
            self._aliases.append(_Alias(row=row, survivor=survivor))
        self._attach(row, survivor or row, line)
        self._values.append((row, line))
        return row

    def _attach(self, row: int, survivor: int, line: Line) -> None:
        for kind, (value, digest) in line.identities.items():
            if kind not in UNIQUE_KINDS:
                if (survivor, digest) in self._mailboxes:
                    continue
                self._mailboxes.add((survivor, digest))
            elif (kind, digest) in self._owners:
                continue
            else:
                self._owners[kind, digest] = survivor
            is_verified = kind == "phone" and line.newcomer.is_phone_verified
            self._identities.append((row, kind, value, digest, is_verified))

    def _complete(self, survivor: int, line: Line) -> None:
        """Fill in what was missing; a real name replaces a made-up one; a prospect has joined."""
        row, newcomer = self._rows[survivor], line.newcomer
        if line.name and (not row.name or (row.is_name_made and not newcomer.is_name_made)):
            row.name, row.is_name_made, row.is_changed = line.name, newcomer.is_name_made, True
        if newcomer.store_id is not None and row.store_id is None:
            row.store_id, row.is_changed = newcomer.store_id, True
        if row.stage == "prospect":
            row.stage, row.is_changed = "member", True
        if newcomer.joined_at is not None and row.joined_at is None:
            row.joined_at, row.is_changed = newcomer.joined_at, True
            row.joined_on = local_time(newcomer.joined_at, self.zone).date()

    def write(self) -> None:
        """Write everything, in the caller's transaction."""
        fresh = [row for row in self._rows.values() if not row.is_known]
        bulk.insert("members_member", _MEMBER, map(_member_row, fresh))
        self._write_completed()
        self._write_identities()
        self._write_aliases()
        stamp = Stamp(source=self.source, at=self.at)
        names = {field.name for _, line in self._values for field, _ in line.values}
        known = [row for row, line in self._values if line.values and self._rows[row].is_known]
        versions = Versions(known, names, skips_same=True)
        for row, line in self._values:
            for field, value in line.values:
                versions.put(row, field, value, stamp)
        versions.write()

    def _write_completed(self) -> None:
        changed = [row for row in self._rows.values() if row.is_known and row.is_changed]
        bulk.update(
            "members_member",
            _COMPLETED,
            (
                (
                    row.name,
                    naming.initials_of(row.name),
                    row.is_name_made,
                    row.stage,
                    row.joined_at,
                    row.joined_on,
                    row.store_id,
                    row.id,
                )
                for row in changed
            ),
        )
        if changed:
            Prospect.objects.filter(pk__in=among(row.id for row in changed)).exclude(
                stage="converted"
            ).update(stage="converted", converted_at=self.at)

    def _write_identities(self) -> None:
        bulk.insert(
            "members_identifier",
            ("kind", "hash", "member_id"),
            (
                (kind, digest, row)
                for row, kind, _, digest, _ in self._identities
                if kind in UNIQUE_KINDS
            ),
        )
        numbers = _block(len(self._identities))
        bulk.insert(
            "members_identity",
            _IDENTITY,
            (
                (
                    number,
                    row,
                    kind,
                    digest,
                    tail_hash(tail_of(kind, value)),
                    seal(value, identity_context(number)),
                    self.source[:80],
                    self.at,
                    self.at if is_verified else None,
                    True,
                )
                for number, (row, kind, value, digest, is_verified) in zip(
                    numbers, self._identities, strict=True
                )
            ),
        )

    def _write_aliases(self) -> None:
        numbers = _block(len(self._aliases))
        bulk.insert(
            "members_merge",
            _MERGE,
            (
                (number, alias.survivor, alias.row, self.at, str(self.by), SAME_PERSON, "{}", "")
                for number, alias in zip(numbers, self._aliases, strict=True)
            ),
        )


def _block(count: int) -> range:
    if not count:
        return range(0)
    first = ids.block(count)
    return range(first, first + count)


def _member_row(row: _Row) -> tuple[bulk.Cell, ...]:
    if row.line is None:
        raise AssertionError("a row to be written comes from a line")
    newcomer = row.line.newcomer
    return (
        row.id,
        row.number,
        row.name,
        naming.initials_of(row.name),
        row.stage,
        row.joined_at,
        row.joined_on,
        row.store_id,
        newcomer.channel[:20],
        newcomer.staff[:60],
        newcomer.campaign[:60],
        newcomer.referrer_id,
        row.is_name_made,
        row.merged_into,
    )


def _survivors_by_number(lines: Iterable[Line]) -> dict[str, int]:
    numbers = [line.number for line in lines if line.number]
    if not numbers:
        return {}
    rows = Member.objects.filter(number__in=among_texts(numbers))
    return {
        number: merged_into or row
        for number, row, merged_into in rows.values_list("number", "pk", "merged_into_id")
    }


def _survivors_by_key(lines: Iterable[Line]) -> dict[tuple[IdentityKind, str], int]:
    hashes = [digest for line in lines for _, digest in line.keys]
    if not hashes:
        return {}
    rows = Identifier.objects.filter(hash__in=among_texts(hashes))
    return {
        (kind, digest): merged_into or row  # type: ignore[misc]  # kinds are CHECKed beside
        for kind, digest, row, merged_into in rows.values_list(
            "kind", "hash", "member_id", "member__merged_into_id"
        )
    }


def _known_mailboxes(lines: Iterable[Line]) -> set[tuple[int, str]]:
    hashes = [
        digest
        for line in lines
        for kind, (_, digest) in line.identities.items()
        if kind not in UNIQUE_KINDS
    ]
    if not hashes:
        return set()
    rows = Identity.objects.filter(hash__in=among_texts(hashes), ends_before__isnull=True)
    return {
        (merged_into or row, digest)
        for row, merged_into, digest in rows.values_list(
            "member_id", "member__merged_into_id", "hash"
        )
    }


def _known_rows(known: set[int]) -> dict[int, _Row]:
    if not known:
        return {}
    # Locked in one order: whoever changes one of them at this moment comes before or after us.
    locked = Member.objects.select_for_update().filter(pk__in=among(known)).order_by("pk")
    rows = locked.values_list(
        "pk", "number", "name", "is_name_made", "stage", "joined_at", "joined_on", "store_id"
    )
    return {row[0]: _Row(*row, is_known=True) for row in rows}
