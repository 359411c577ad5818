"""The facts a segment may use: the registry's, with the members' own fields by their labels."""

from shuke.analytics.conditions import facts as lake_facts
from shuke.members.fields import Field, FieldType
from shuke.members.registry import fields
from shuke.rules.facts import FACTS, Choice, Fact, FactType, Registry

_TYPES = {
    FieldType.TEXT: FactType.TEXT,
    FieldType.NUMBER: FactType.NUMBER,
    FieldType.DATE: FactType.DATE,
    FieldType.CHOICE: FactType.CHOICE,
    FieldType.BOOLEAN: FactType.BOOLEAN,
}
# A text needs no type in its name; a choice is text from a list.
_UNTYPED = frozenset({FactType.TEXT, FactType.CHOICE})

assert lake_facts.PACKAGE == "analytics"  # importing it registers the lake's facts


def facts() -> Registry:
    """Return every fact, with the profile fields of this deployment among them (A09).

    A field that the chain defines is a fact from that moment on. Personal fields never reach the
    lake, so they are no facts.
    """
    found = Registry()
    known = {fact.name for fact in FACTS.facts()}
    found.register(*FACTS.facts())
    own = [field for field in fields().values() if not field.is_personal]
    found.register(*(made for field in own if (made := fact_of(field)).name not in known))
    for family in FACTS.families():
        found.register_family(family)
    return found


def fact_of(field: Field) -> Fact:
    """Return the fact that asks for a profile field: `member.sex`, `member.birth_year:number`."""
    kind = _TYPES[field.type]
    suffix = "" if kind in _UNTYPED else f":{kind}"
    choices = tuple(Choice(one.value, one.zh, one.en) for one in field.choices)
    name = f"member.{field.name}{suffix}"
    return Fact(name, kind, field.zh, field.en, "members", choices=choices)
