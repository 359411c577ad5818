"""The short name of a segment: how conditions, files and traits call it."""

import re
from collections.abc import Collection

from pypinyin import lazy_pinyin

from shuke.segments.refusals import BadSegmentName, BadSegmentTitle, ReservedSegmentName

NAME_CHARACTERS_MAX = 60
TITLE_CHARACTERS_MAX = 80
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_OTHER = re.compile(r"[^a-z0-9]+")
_SUFFIX_CHARACTERS = 4
# Words that stand where a segment's name stands in the addresses of console and API.
RESERVED = frozenset(
    {"combine", "count", "live", "new", "preview", "refresh", "save", "upload", "values"}
)


def checked_name(name: str) -> str:
    """Return a short name: small letters, digits and _, so that it can end a trait's name.

    Raises:
        BadSegmentName: empty, too long or with other signs.
        ReservedSegmentName: a word that addresses use.
    """
    if len(name) > NAME_CHARACTERS_MAX or not _NAME.fullmatch(name):
        raise BadSegmentName(param="name", name=name[:40])
    if name in RESERVED:
        raise ReservedSegmentName(param="name", name=name)
    return name


def checked_title(title: str) -> str:
    """Return a title without spaces around it.

    Raises:
        BadSegmentTitle: empty, too long, or with control characters.
    """
    text = title.strip()
    if not text or len(text) > TITLE_CHARACTERS_MAX or not text.isprintable():
        raise BadSegmentTitle(param="title")
    return text


def name_of_title(title: str, taken: Collection[str]) -> str:
    """Return a free short name that resembles the title: 高价值女性 -> gao_jia_zhi_nv_xing."""
    spelled = " ".join(lazy_pinyin(title)).lower()
    stem = _OTHER.sub("_", spelled).strip("_")
    stem = stem if stem[:1].isalpha() else f"segment_{stem}"
    stem = stem[: NAME_CHARACTERS_MAX - _SUFFIX_CHARACTERS].strip("_")
    name, at = stem, 1
    while name in taken or name in RESERVED:
        at += 1
        name = f"{stem}_{at}"
    return name
