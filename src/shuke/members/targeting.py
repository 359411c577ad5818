"""How well the members match the group the chain wants to reach (requirement A17)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

AGE_BAND_YEARS = 5


@dataclass(frozen=True, slots=True)
class Target:
    """A wanted group: completed years from/to inclusive, regions, occupations; empty means any."""

    name: str
    age_from: int | None = None
    age_to: int | None = None
    regions: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """What a target asks about one member; None where it is not known."""

    age: int | None
    region: str | None
    occupation: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """Members of one age band and region; `index` 1 = an even share of the target's cells."""

    age_band: str
    region: str
    members: int
    index: float


@dataclass(frozen=True, slots=True)
class Fit:
    """Members inside and outside the target, and those about whom something is not known."""

    members: int
    inside: int
    outside: int
    unknown: int
    cells: tuple[Cell, ...]

    @property
    def share(self) -> float:
        """The share of all members inside; the unknown are shown apart, not counted outside."""
        return self.inside / self.members if self.members else 0.0


def verdict(target: Target, person: Person) -> bool | None:
    """Return whether a person is inside; None when that cannot be known."""
    answers = [
        _age_fits(target, person.age),
        _value_fits(target.regions, person.region),
        _value_fits(target.occupations, person.occupation),
    ]
    if any(answer is False for answer in answers):
        return False
    return None if any(answer is None for answer in answers) else True


def _age_fits(target: Target, age: int | None) -> bool | None:
    if target.age_from is None and target.age_to is None:
        return True
    if age is None:
        return None
    return (target.age_from or 0) <= age and (target.age_to is None or age <= target.age_to)


def _value_fits(wanted: tuple[str, ...], value: str | None) -> bool | None:
    if not wanted:
        return True
    return None if value is None else value in wanted


def fit(target: Target, people: Iterable[Person]) -> Fit:
    """Return the fit of the members, with the cells inside the target and their weight."""
    verdicts: Counter[bool | None] = Counter()
    cells: Counter[tuple[str, str]] = Counter()
    for person in people:
        answer = verdict(target, person)
        verdicts[answer] += 1
        if answer:
            cells[(_band_of(person.age), person.region or "")] += 1
    even = verdicts[True] / len(cells) if cells else 1.0
    return Fit(
        members=verdicts.total(),
        inside=verdicts[True],
        outside=verdicts[False],
        unknown=verdicts[None],
        cells=tuple(
            Cell(age_band=age, region=region, members=count, index=count / even)
            for (age, region), count in sorted(cells.items())
        ),
    )


def _band_of(age: int | None) -> str:
    if age is None:
        return ""
    start = age - age % AGE_BAND_YEARS
    return f"{start}-{start + AGE_BAND_YEARS - 1}"
