"""Which column of a file is which column of the Shuke format: proposed, checked, digested. Pure."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from shuke.intake.formats.column import Kind
from shuke.intake.refusals import MappingIncomplete, MappingUnknown

# What a file of refused rows adds in front, so that it can be corrected and imported again.
OWN_HEADERS = frozenset({"line", "code", "reason_en", "reason_zh", "problem_column"})
_NOISE = re.compile(r"[\s_\-./()（）:：#*]+")


def plain(header: str) -> str:
    """A heading without case, width, blanks and punctuation: `Member No.` -> `memberno`."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", header).casefold())


def proposed(kind: Kind, headers: Sequence[str]) -> dict[str, str]:
    """A mapping of fields to headings by their names in both languages and in other systems."""
    by_plain = {plain(header): header for header in reversed(headers) if header not in OWN_HEADERS}
    names = [
        (column.name, (column.name, column.zh, column.en, *column.also)) for column in kind.columns
    ]
    found: dict[str, str] = {}
    for level in range(2):
        for name, spellings in names:
            tried = spellings[:3] if level == 0 else spellings[3:]
            header = next((by_plain[plain(one)] for one in tried if plain(one) in by_plain), None)
            # The exact name comes before a synonym that another column could claim as well.
            if header is not None and name not in found and header not in found.values():
                found[name] = header
    if kind.open_prefix:
        found |= {
            header: header
            for header in headers
            if header.startswith(kind.open_prefix) and len(header) > len(kind.open_prefix)
        }
    return found


def demand(kind: Kind, mapping: Mapping[str, str], headers: Sequence[str]) -> None:
    """Refuse a mapping that names what is not there, or lacks what must be.

    Raises:
        MappingUnknown: a field or a heading does not exist.
        MappingIncomplete: a required field has no heading.
    """
    fields = {column.name for column in kind.columns}
    for field, header in mapping.items():
        is_open = bool(kind.open_prefix) and field.startswith(kind.open_prefix)
        if field not in fields and not is_open:
            raise MappingUnknown(param=field[:80], name=field[:80], what="field")
        if header not in headers:
            raise MappingUnknown(param=field[:80], name=header[:80], what="column")
    missing = [column for column in kind.columns if column.is_required]
    missing = [column for column in missing if column.name not in mapping]
    if missing:
        raise MappingIncomplete(
            param=missing[0].name,
            en_names=", ".join(column.en for column in missing),
            zh_names="、".join(column.zh for column in missing),
            found=", ".join(headers)[:200],
        )
    if kind.one_of and not set(kind.one_of) & set(mapping):
        columns = [column for column in kind.columns if column.name in kind.one_of]
        raise MappingIncomplete(
            param=kind.one_of[0],
            en_names=" or ".join(column.en for column in columns),
            zh_names="或".join(column.zh for column in columns),
            found=", ".join(headers)[:200],
        )


def digest(mapping: Mapping[str, str]) -> str:
    """A digest of a mapping: the same file mapped otherwise is another import."""
    return sha256(json.dumps(mapping, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def header_set(headers: Iterable[str]) -> str:
    """A digest of a set of headings, whatever their order."""
    return sha256(json.dumps(sorted(headers), ensure_ascii=False).encode()).hexdigest()
