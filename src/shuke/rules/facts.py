"""The fact registry: every name a condition may use, with its type and its labels.

A package registers the facts it owns when it is imported. A *family* stands for facts whose
names are not known beforehand (`member.<custom attribute>`, `sales.spend_<N>d`): it makes the
fact when it is asked for, so that a new custom attribute is filterable at once (A09).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from shuke.kernel.refusal import Language
from shuke.rules.refusals import UnknownFact

NAME_CHARACTERS_MAX = 120


class FactType(StrEnum):
    """What a fact's values are."""

    NUMBER = "number"
    MONEY = "money"
    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    BOOLEAN = "boolean"
    SET = "set"


class Known(StrEnum):
    """Where a fact can be read: at the till, in the lake, or in both."""

    TILL = "till"
    LAKE = "lake"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a closed list, with its names."""

    value: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A named, typed attribute that a condition may compare.

    `unit` is what the number counts ("minor" for money in minor units, "days", "units"), empty
    where there is none. A fact with `choices` takes no other value.
    """

    name: str
    type: FactType
    zh: str
    en: str
    package: str
    known: Known = Known.LAKE
    unit: str = ""
    choices: tuple[Choice, ...] = ()

    def label(self, language: Language) -> str:
        """Return the fact's name in the reader's language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Family:
    """Facts made on demand: `make` answers a fact for a name of the family, else None."""

    pattern: str
    zh: str
    en: str
    package: str
    make: Callable[[str], Fact | None]


class Registry:
    """The facts of a deployment, in the order in which their packages registered them."""

    def __init__(self) -> None:
        """Start with no fact."""
        self._facts: dict[str, Fact] = {}
        self._families: dict[str, Family] = {}

    def register(self, *facts: Fact) -> None:
        """Add facts; the same fact twice is once, two facts under one name are a bug."""
        for fact in facts:
            known = self._facts.setdefault(fact.name, fact)
            if known != fact:
                message = f"two facts are called {fact.name}"
                raise ValueError(message)

    def register_family(self, family: Family) -> None:
        """Add a family of facts; a pattern registers once."""
        self._families.setdefault(family.pattern, family)

    def find(self, name: str) -> Fact | None:
        """Return the fact called `name`, None when nobody registered it."""
        if name in self._facts:
            return self._facts[name]
        if len(name) > NAME_CHARACTERS_MAX:
            return None
        made = (family.make(name) for family in self._families.values())
        return next((fact for fact in made if fact is not None), None)

    def fact(self, name: str, *, param: str = "fact") -> Fact:
        """Return the fact called `name`.

        Raises:
            UnknownFact: nobody registered it.
        """
        found = self.find(name)
        if found is None:
            raise UnknownFact(param=param, name=name[:NAME_CHARACTERS_MAX])
        return found

    def facts(self) -> tuple[Fact, ...]:
        """Return the named facts, for builders, schemas and documentation."""
        return tuple(self._facts.values())

    def families(self) -> tuple[Family, ...]:
        """Return the families, for documentation."""
        return tuple(self._families.values())


FACTS = Registry()
