"""Finding a member by what he says: name, pinyin initials, phone, card, number, last four digits.

Every look-up goes through an index (design section 10); nothing is scanned, so a base of a million
answers as fast as one of a thousand.
"""

from collections.abc import Iterator

from django.db.models import Q

from shuke.kernel.scope import Scope
from shuke.members import naming
from shuke.members.identifying import KINDS, TAIL_DIGITS, IdentityKind, canonical
from shuke.members.models import Identifier, Identity, Member
from shuke.members.queries.cards import Card, visible_cards
from shuke.members.queries.reaching import among, reach, survivors, visible_among
from shuke.members.refusals import BadIdentity
from shuke.members.sealing import identity_hash, tail_hash
from shuke.stores import queries as stores

WORDS_MAX = 80
LIMIT_MAX = 200
_LAST = chr(0x10FFFF)


def find(words: str, scope: Scope, limit: int = 20) -> tuple[Card, ...]:
    """The members whom the words mean, exact matches first, then names in order.

    A cashier finds by a whole phone, card or number only; an analyst, who must not learn who
    anybody is, finds nobody.
    """
    scope.demand("members.read")
    text = naming.tidy(words[:WORDS_MAX])
    if not text or scope.is_pseudonymous:
        return ()
    limit = max(1, min(limit, LIMIT_MAX))
    found: dict[int, None] = {}
    for batch in _batches(text, scope, limit):
        fresh = [member for member in batch if member not in found]
        seen = visible_among(fresh, scope)
        found.update(dict.fromkeys(member for member in fresh if member in seen))
        if len(found) >= limit:
            break
    chosen = list(found)[:limit]
    cards = visible_cards(chosen, scope)
    return tuple(cards[member] for member in chosen)


def _batches(text: str, scope: Scope, limit: int) -> Iterator[list[int]]:
    yield _by_number(text)
    yield _by_identity(text)
    if not scope.can("members.browse"):
        return
    if len(text) == TAIL_DIGITS and text.isdigit():
        yield _by_tail(text, scope, limit)
    if not text.isdigit():
        within = reach(scope)
        yield _by_name(text, within, limit)
        if text.isascii() and text.replace(" ", "").isalpha():
            yield _by_initials(text.replace(" ", "").lower(), within, limit)


def identified(text: str, scope: Scope) -> Card | None:
    """The one member whom a whole phone, card or id names, in any store of the chain.

    Whoever stands at the till and says his number is a member of the chain, not of the store; the
    card is masked and shows nothing else of him.
    """
    scope.demand("members.read")
    if scope.is_pseudonymous:
        return None
    found = _by_identity(naming.tidy(text[:WORDS_MAX]))
    return visible_cards(found, scope)[found[0]] if len(found) == 1 else None


def _by_number(text: str) -> list[int]:
    rows = Member.objects.filter(number__in=sorted({text, text.upper()}))
    return [into or row for row, into in rows.values_list("pk", "merged_into_id")]


def spellings_of(text: str, region: str) -> dict[IdentityKind, str]:
    """What the text could be: the canonical spelling per kind that it fits."""
    found: dict[IdentityKind, str] = {}
    for kind in KINDS:
        try:
            found[kind] = canonical(kind, text, region=region)
        except BadIdentity:
            continue
    return found


def _by_identity(text: str) -> list[int]:
    hashes = {
        kind: identity_hash(kind, value)
        for kind, value in spellings_of(text, stores.chain().country).items()
    }
    if not hashes:
        return []
    unique = Q()
    for kind, digest in hashes.items():
        unique |= Q(kind=kind, hash=digest)
    rows = Identifier.objects.filter(unique).values_list("member_id", "member__merged_into_id")
    found = [into or row for row, into in rows]
    if "email" in hashes:
        mailboxes = Identity.objects.filter(
            hash=hashes["email"], kind="email", ends_before__isnull=True
        ).values_list("member_id", "member__merged_into_id")
        found.extend(into or row for row, into in mailboxes[:LIMIT_MAX])
    return list(dict.fromkeys(found))


def _by_tail(text: str, scope: Scope, limit: int) -> list[int]:
    # One tail in ten thousand fits: at a million members a hundred rows, of which some are hidden.
    rows = Identity.objects.filter(tail=tail_hash(text), ends_before__isnull=True).order_by("pk")
    owners = [into or row for row, into in rows.values_list("member_id", "member__merged_into_id")]
    visible = survivors().filter(pk__in=among(visible_among(set(owners), scope)))
    return list(visible.order_by("name", "pk").values_list("pk", flat=True)[:limit])


def starting(column: str, prefixes: set[str]) -> Q:
    """A filter by prefix that both databases answer from the index, which is by code point."""
    matches = Q()
    for prefix in sorted(prefixes):
        matches |= Q((f"{column}__gte", prefix), (f"{column}__lt", prefix + _LAST))
    return matches


def _by_name(text: str, within: Q, limit: int) -> list[int]:
    matches = starting("name", {text, text.title(), text.upper(), text.lower()})
    rows = survivors().filter(matches, within).order_by("name", "pk")
    found = list(rows.values_list("pk", flat=True)[:limit])
    if len(found) < limit:
        merged = Member.objects.filter(matches, merged_into__isnull=False).order_by("name", "pk")
        found.extend(merged.values_list("merged_into_id", flat=True)[:limit])
    return found


def _by_initials(letters: str, within: Q, limit: int) -> list[int]:
    rows = survivors().filter(starting("initials", {letters}), within)
    return list(rows.order_by("initials", "pk").values_list("pk", flat=True)[:limit])
