"""Versions of what is known, written set by set: nothing is overwritten, one holds (A12)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from shuke.kernel import ids
from shuke.members import bulk
from shuke.members.fields import BY_NAME, Field
from shuke.members.models import Attribute
from shuke.members.profile import Basis
from shuke.members.queries.reaching import among
from shuke.members.sealing import attribute_context, attribute_hash
from shuke.storage.secrets import seal

_COLUMNS = (
    "id",
    "member_id",
    "name",
    "value",
    "hash",
    "source",
    "at",
    "version",
    "is_current",
    "is_personal",
    "is_valid",
    "basis",
    "confidence",
)
_Key = tuple[int, str, Basis]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a value comes from: source, moment, declared or inferred, confidence in thousandths."""

    source: str
    at: datetime
    basis: Basis = "declared"
    confidence: int | None = None


@dataclass(slots=True)
class _Version:
    """The version that holds now: a row of the table (`row`), or one about to be written."""

    row: int | None
    number: int
    at: datetime
    mark: str
    fresh: "_Fresh | None" = None


@dataclass(slots=True)
class _Fresh:
    """One version to be written."""

    member: int
    field: Field
    value: str
    mark: str
    stamp: Stamp
    number: int
    is_current: bool


class Versions:
    """New versions for a set of members, decided one by one and written at once.

    `skips_same` leaves out a value that holds already, so that the same file twice writes nothing;
    a contact that confirms a value is a version of its own.
    """

    def __init__(
        self, members: Collection[int], names: Collection[str], *, skips_same: bool = False
    ) -> None:
        """Read what holds now about these members, for the fields that are to be written."""
        self._skips_same = skips_same
        self._holding: dict[_Key, _Version] = {}
        self._newest: dict[_Key, int] = {}
        self._ended: list[int] = []
        self._fresh: list[_Fresh] = []
        if not members or not names:
            return
        rows = Attribute.objects.filter(
            member_id__in=among(members), name__in={*names, "birth_year", "birth_month"}
        ).order_by("member_id", "name", "version")
        for row in rows.iterator(chunk_size=5_000):
            key: _Key = (row.member_id, row.name, row.basis)  # type: ignore[assignment]  # CHECK
            self._newest[key] = row.version
            if row.is_current:
                mark = row.hash if row.is_personal else row.value
                self._holding[key] = _Version(row.pk, row.version, row.at, mark)

    def put(self, member: int, field: Field, value: str, stamp: Stamp) -> None:
        """Decide about one checked value; an empty one clears the field.

        A fact that arrives late is history: it does not overrule what was learnt after it.
        """
        key = (member, field.name, stamp.basis)
        mark = attribute_hash(field.name, value) if field.is_personal else value
        held = self._holding.get(key)
        if held is not None and self._skips_same and held.mark == mark:
            return
        is_current = held is None or stamp.at >= held.at
        number = self._newest.get(key, 0) + 1
        fresh = _Fresh(member, field, value, mark, stamp, number, is_current)
        if is_current:
            self._end(held)
            self._holding[key] = _Version(None, number, stamp.at, mark, fresh)
        self._newest[key] = number
        self._fresh.append(fresh)
        if field.name == "birthday" and value:
            self._derive_birth(member, date.fromisoformat(value), stamp.at)

    def _end(self, held: _Version | None) -> None:
        if held is None:
            return
        if held.row is not None:
            self._ended.append(held.row)
        elif held.fresh is not None:
            held.fresh.is_current = False

    def _derive_birth(self, member: int, birthday: date, at: datetime) -> None:
        # The birthday itself is sealed; campaigns and segments need its month and year apart
        # (promises 4.4: birthday split, the day stays behind the seal).
        derived = Stamp("birthday", at, "inferred")
        self.put(member, BY_NAME["birth_year"], str(birthday.year), derived)
        self.put(member, BY_NAME["birth_month"], str(birthday.month), derived)

    def write(self) -> int:
        """Write everything decided, in the caller's transaction; answer how many versions."""
        if self._ended:
            Attribute.objects.filter(pk__in=among(self._ended)).update(is_current=False)
        if self._fresh:
            first = ids.block(len(self._fresh))
            bulk.insert(
                "members_attribute",
                _COLUMNS,
                (_row(first + place, fresh) for place, fresh in enumerate(self._fresh)),
            )
        return len(self._fresh)


def _row(row: int, fresh: _Fresh) -> tuple[bulk.Cell, ...]:
    is_personal = fresh.field.is_personal
    value = fresh.value
    if is_personal and value:
        value = seal(value, attribute_context(row))
    return (
        row,
        fresh.member,
        fresh.field.name,
        value,
        fresh.mark if is_personal else "",
        fresh.stamp.source[:80],
        fresh.stamp.at,
        fresh.number,
        fresh.is_current,
        is_personal,
        True,
        fresh.stamp.basis,
        fresh.stamp.confidence,
    )
