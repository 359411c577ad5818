"""What the builder may offer, made of the registry: facts in groups, operators, measures, words.

The page carries it as JSON; `segments.js` draws the rows from it. A fact that a package or the
chain adds appears here without a word of code.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuke.interfaces.console.door import Visit
from shuke.interfaces.console.segments.wording import words
from shuke.rules.conditions import Level, Measure
from shuke.rules.facts import Fact, FactType
from shuke.rules.limits import DAYS_MAX
from shuke.rules.operators import ALLOWED, ORDER, Operator, shape_of
from shuke.segments import queries
from shuke.segments.facts import facts

GROUPS: tuple[tuple[str, str | Promise], ...] = (
    ("behaviour", gettext_lazy("Purchases")),
    ("sales", gettext_lazy("Totals of purchases")),
    ("favourite", gettext_lazy("Taste")),
    ("rfm", gettext_lazy("RFM and lifecycle")),
    ("member", gettext_lazy("Profile")),
    ("reach", gettext_lazy("Contact")),
    ("worth", gettext_lazy("Referral and participation")),
    ("preference", gettext_lazy("Stated preferences")),
    ("segment", gettext_lazy("Other segments")),
)
_HOMES = {"lifecycle": "rfm", "contacts": "reach"}
_LEVELS: dict[Level, str | Promise] = {
    Level.CATEGORY: gettext_lazy("category"),
    Level.DEPARTMENT: gettext_lazy("department"),
    Level.SUBCATEGORY: gettext_lazy("subcategory"),
    Level.BRAND: gettext_lazy("brand"),
    Level.PRODUCT: gettext_lazy("product"),
    Level.STORE: gettext_lazy("store"),
    Level.CHANNEL: gettext_lazy("channel"),
}
_MEASURES: dict[Measure, str | Promise] = {
    Measure.TIMES: gettext_lazy("times"),
    Measure.DAYS: gettext_lazy("days"),
    Measure.QUANTITY: gettext_lazy("units"),
    Measure.AMOUNT: gettext_lazy("amount"),
}
_OPERATORS: dict[Operator, str | Promise] = {
    Operator.EQUALS: gettext_lazy("is"),
    Operator.NOT_EQUALS: gettext_lazy("is known and not"),
    Operator.IN: gettext_lazy("is one of"),
    Operator.NOT_IN: gettext_lazy("is known and none of"),
    Operator.AT_LEAST: gettext_lazy("is at least"),
    Operator.AT_MOST: gettext_lazy("is at most"),
    Operator.ABOVE: gettext_lazy("is above"),
    Operator.BELOW: gettext_lazy("is below"),
    Operator.BETWEEN: gettext_lazy("is between"),
    Operator.CONTAINS: gettext_lazy("contains"),
    Operator.STARTS_WITH: gettext_lazy("starts with"),
    Operator.CONTAINS_ANY: gettext_lazy("contains any of"),
    Operator.CONTAINS_ALL: gettext_lazy("contains all of"),
    Operator.WITHIN_LAST_DAYS: gettext_lazy("is within the last days"),
    Operator.MORE_THAN_DAYS_AGO: gettext_lazy("is more days ago than"),
    Operator.WITHIN_NEXT_DAYS: gettext_lazy("is within the next days"),
    Operator.IS_KNOWN: gettext_lazy("is known"),
    Operator.IS_UNKNOWN: gettext_lazy("is unknown"),
}
_DAY_OPERATORS: dict[Operator, str | Promise] = {
    Operator.AT_LEAST: gettext_lazy("is on or after"),
    Operator.AT_MOST: gettext_lazy("is on or before"),
    Operator.ABOVE: gettext_lazy("is after"),
    Operator.BELOW: gettext_lazy("is before"),
}
_COUNT_OPERATORS: dict[Operator, str | Promise] = {
    Operator.AT_LEAST: gettext_lazy("at least"),
    Operator.AT_MOST: gettext_lazy("at most"),
    Operator.EQUALS: gettext_lazy("exactly"),
    Operator.NOT_EQUALS: gettext_lazy("other than"),
    Operator.ABOVE: gettext_lazy("more than"),
    Operator.BELOW: gettext_lazy("less than"),
    Operator.BETWEEN: gettext_lazy("between"),
}
# Facts whose values are looked up in the data, by the level that holds them.
_LOOKED_UP = {
    "member.store": "store",
    "member.channel": "channel",
    "favourite.department": "department",
    "favourite.category": "category",
    "favourite.brand": "brand",
    "rfm.segment": "rfm_segment",
}
_RECENT = ("spend", "times", "quantity")
RECENT_DAYS = 90


def offered(visit: Visit, preferences: Iterable[str], *, saved_as: str = "") -> dict[str, Any]:
    """Everything the builder draws from, in the reader's language."""
    return {
        "groups": [{"name": name, "label": str(label)} for name, label in GROUPS],
        "facts": [*_facts(visit, preferences)],
        "operators": {kind.value: [*_operators(kind)] for kind in FactType},
        "counting": [_operator(one, _COUNT_OPERATORS) for one in _COUNT_OPERATORS if one in ORDER],
        "measures": [{"value": one.value, "label": str(_MEASURES[one])} for one in _MEASURES],
        "levels": [{"value": one.value, "label": str(_LEVELS[one])} for one in _LEVELS],
        "segments": [
            {"name": name, "label": title}
            for name, title in sorted(queries.names().items(), key=lambda pair: pair[1])
            if name != saved_as
        ],
        "digits": visit.chain.digits,
        "currency": visit.formats.symbol.strip(),
        "days_max": DAYS_MAX,
        "words": words(),
    }


def _facts(visit: Visit, preferences: Iterable[str]) -> Iterable[dict[str, Any]]:
    known = facts()
    for fact in known.facts():
        yield _fact(fact, visit)
    for what in _RECENT:
        # The days are a part of the fact's name: the row asks for them.
        made = known.fact(f"sales.{what}_{RECENT_DAYS}d")
        label = {
            "spend": _("spend in the last … days"),
            "times": _("number of sales in the last … days"),
            "quantity": _("units bought in the last … days"),
        }[what]
        yield {**_fact(made, visit), "label": label, "recent": f"sales.{what}_"}
    for subject in preferences:
        yield {**_fact(known.fact(f"preference.{subject}"), visit), "label": subject}


def _fact(fact: Fact, visit: Visit) -> dict[str, Any]:
    head = fact.name.partition(".")[0]
    found: dict[str, Any] = {
        "name": fact.name,
        "label": fact.label(visit.language),
        "also": fact.label("en" if visit.language == "zh" else "zh"),
        "type": fact.type.value,
        "group": _HOMES.get(head, head),
    }
    if fact.unit == "days":
        found["unit"] = _("days")
    if fact.choices:
        zh = visit.language == "zh"
        found["choices"] = [
            {"value": one.value, "label": one.zh if zh else one.en} for one in fact.choices
        ]
    if fact.name in _LOOKED_UP:
        found["lookup"] = _LOOKED_UP[fact.name]
    elif fact.type in {FactType.TEXT, FactType.CHOICE, FactType.SET} and not fact.choices:
        found["lookup"] = fact.name
    return found


def _operators(kind: FactType) -> Iterable[dict[str, str]]:
    labels = _OPERATORS | _DAY_OPERATORS if kind is FactType.DATE else _OPERATORS
    return (_operator(one, labels) for one in ALLOWED[kind])


def _operator(one: Operator, labels: dict[Operator, str | Promise]) -> dict[str, str]:
    return {"value": one.value, "label": str(labels[one]), "shape": shape_of(one).value}
