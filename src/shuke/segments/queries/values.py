"""What a condition may be compared with: values that occur in the data, as one types."""

from dataclasses import dataclass

import ibis

from shuke.analytics.conditions.facts import source_of
from shuke.analytics.conditions.sources import Attribute
from shuke.kernel.scope import Scope
from shuke.lake.access import Lake, open_lake
from shuke.stores import queries as stores

FOUND_MAX = 20
PREFERENCE = "preference."
_PRODUCT_LEVELS = frozenset({"department", "category", "subcategory", "brand"})


@dataclass(frozen=True, slots=True)
class Offer:
    """A value and what people call it."""

    value: str
    label: str


def values_of(of: str, words: str, scope: Scope) -> tuple[Offer, ...]:
    """Return at most 20 values of a product level, of stores, channels, products, or of a fact.

    `of` is a level's name or a fact's; what is neither has no values. Values that begin with the
    words come before those that hold them.
    """
    scope.demand("segments.read")
    wanted = words.strip().lower()
    if of == "store":
        found = [Offer(one.number, one.label) for one in stores.stores(scope)]
        return _fitting(found, wanted)
    lake = open_lake(scope)
    if of == "product":
        return _products(lake, wanted)
    if of == "channel":
        return _distinct(lake.table("sales"), "channel", wanted, lake)
    if of in _PRODUCT_LEVELS:
        return _distinct(lake.table("products"), of, wanted, lake)
    source = source_of(of)
    if not isinstance(source, Attribute):
        return ()
    rows = lake.table("attributes")
    return _distinct(rows.filter(rows.name == source.name), "value", wanted, lake)


def preferences(scope: Scope) -> tuple[str, ...]:
    """Return the subjects about which members stated a preference, in order, at most 200."""
    scope.demand("segments.read")
    lake = open_lake(scope)
    rows = lake.table("attributes")
    names = rows.filter(rows.name.startswith(PREFERENCE)).select("name").distinct()
    found = lake.backend.to_pyarrow(names.order_by("name").limit(200))["name"].to_pylist()
    return tuple(name.removeprefix(PREFERENCE) for name in found)


def _distinct(table: ibis.Table, column: str, words: str, lake: Lake) -> tuple[Offer, ...]:
    value = table[column]
    kept = table.filter(value.notnull(), value != "", value.lower().contains(words))
    named = kept.select(value=kept[column]).distinct()
    ranked = named.mutate(is_later=~named.value.lower().startswith(words))
    first = ranked.order_by("is_later", "value").limit(FOUND_MAX)
    found = lake.backend.to_pyarrow(first)["value"].to_pylist()
    return tuple(Offer(one, one) for one in found)


def _products(lake: Lake, words: str) -> tuple[Offer, ...]:
    table = lake.table("products")
    label = ibis.coalesce(table.name.nullif(""), table.subcategory, table.number)
    named = table.select(number=table.number, label=label)
    hit = named.number.startswith(words) | named.label.lower().contains(words)
    first = named.filter(hit).order_by("label", "number").limit(FOUND_MAX)
    rows = lake.backend.to_pyarrow(first).to_pylist()
    return tuple(Offer(row["number"], f"{row['label']} · {row['number']}") for row in rows)


def _fitting(found: list[Offer], words: str) -> tuple[Offer, ...]:
    hits = [one for one in found if words in one.label.lower() or words in one.value.lower()]
    first = [one for one in hits if one.value.lower().startswith(words)]
    return tuple([*first, *(one for one in hits if one not in first)][:FOUND_MAX])
