"""Names: pinyin initials for search, masks for screens, pseudonyms for analysts, fresh numbers."""

import secrets
import unicodedata

from pypinyin import Style, lazy_pinyin

from shuke.storage.secrets import keyed_hash

_LENGTH_MAX = 60
_PSEUDONYM_LENGTH = 10
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32
_SIGNS_PER_NUMBER = 16  # 80 random bits


def tidy(name: str) -> str:
    """Return a name without outer or doubled blanks, full-width letters made plain."""
    return " ".join(unicodedata.normalize("NFKC", name).split())[:_LENGTH_MAX]


def initials_of(name: str) -> str:
    """Return what a cashier types for a name: 王芳 -> wf, John Smith -> js."""
    letters = []
    for word in name.split():
        if word.isascii():
            letters.append(word[:1])
        else:
            letters.extend(part[:1] for part in lazy_pinyin(word, style=Style.FIRST_LETTER))
    return "".join(sign for sign in letters if sign.isalnum()).lower()[:_LENGTH_MAX]


def masked(name: str) -> str:
    """Return a name as screens show it: 王芳 -> 王*, 欧阳修 -> 欧**, John Smith -> J*** S****."""
    if name.isascii():
        return " ".join(word[:1] + "*" * (len(word) - 1) for word in name.split())
    return name[:1] + "*" * (len(name) - 1)


def pseudonym_of(member_id: int) -> str:
    """Return the name under which an analyst knows a member; it says nothing about the number."""
    return f"P-{keyed_hash(str(member_id), 'members/pseudonym')[:_PSEUDONYM_LENGTH]}"


def fresh_number() -> str:
    """Return a member number nobody can guess: M and 80 random bits (design section 10)."""
    return "M" + "".join(secrets.choice(_SIGNS) for _ in range(_SIGNS_PER_NUMBER))
