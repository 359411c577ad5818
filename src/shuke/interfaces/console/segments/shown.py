"""Segments, members and reasons as the pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from shuke.interfaces.console.door import Visit
from shuke.interfaces.ui.spark import Spark, spark
from shuke.members import queries as members
from shuke.rules.conditions import EVERYONE, Condition
from shuke.segments import queries, telling
from shuke.segments.queries import Explained, SegmentView


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list of segments."""

    segment: SegmentView
    sentence: str
    share: float | None
    spark: Spark | None
    change: int | None

    @property
    def is_up(self) -> bool:
        """Whether there are more than at the refresh before."""
        return (self.change or 0) > 0


@dataclass(frozen=True, slots=True)
class Person:
    """A member, masked as the scope demands, with the address of his page."""

    number: str
    name: str
    phone: str
    store: str
    is_name_made: bool
    href: str

    @property
    def initial(self) -> str:
        """What stands in the round picture: the last sign of a Chinese name, else the first."""
        return self.name[-1:] if self.name[:1] >= "\u4e00" else self.name[:1].upper()


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A member with the reasons, leaf by leaf, in the reader's language."""

    person: Person
    holds: bool
    reasons: tuple[tuple[str, bool], ...]


def rows_of(visit: Visit, found: Iterable[SegmentView], total: int) -> tuple[Row, ...]:
    """The segments with their sentence, share of all members and recent sizes."""
    return tuple(
        Row(
            segment=one,
            sentence=sentence_of(visit, one.condition),
            share=one.size / total if total and one.size is not None else None,
            spark=spark(one.sizes),
            change=one.sizes[-1] - one.sizes[-2] if len(one.sizes) > 1 else None,
        )
        for one in found
    )


def sentence_of(visit: Visit, condition: Condition | None) -> str:
    """The condition in the reader's language; a plain list has none."""
    return "" if condition is None else telling.sentence(condition, visit.language)


def people_of(visit: Visit, ids: Sequence[int]) -> dict[int, Person]:
    """The members of these ids whom the visitor may see."""
    cards = members.cards_of(ids, visit.scope)
    stores = {store.id: store.label for store in visit.stores}
    return {
        one: Person(
            number=card.number,
            name=card.name,
            phone=card.phone,
            store=stores.get(card.store_id or 0, ""),
            is_name_made=card.is_name_made,
            href=_member_href(card.public_id) if visit.scope.can("members.read") else "",
        )
        for one in ids
        if (card := cards.get(one)) is not None
    }


def _member_href(public_id: str) -> str:
    try:
        return reverse("members:one", args=[public_id])
    except NoReverseMatch:
        # The area of members is not part of this installation.
        return ""


def reasoned(visit: Visit, found: Sequence[Explained]) -> tuple[Reasoned, ...]:
    """Explained members as people with reasons."""
    people = people_of(visit, [one.member for one in found])
    return tuple(
        Reasoned(
            person=people[one.member],
            holds=one.holds,
            reasons=tuple(
                (told.zh if visit.language == "zh" else told.en, told.holds) for told in one.reasons
            ),
        )
        for one in found
        if one.member in people
    )


def total_of(visit: Visit) -> int:
    """How many members the visitor's scope holds."""
    return queries.counted(EVERYONE, as_of=visit.today, scope=visit.scope).total
