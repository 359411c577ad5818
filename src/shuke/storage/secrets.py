"""Personal data at rest: sealed text and keyed hashes (design section 10, promises 4.4).

One master key per deployment lies in `SHUKE_HOME/secret.key` (or `SHUKE_SECRET_KEY`); each purpose
derives its own key from it by HMAC, so that a hash made for looking up phones says nothing about
the hash of the same text made for another purpose.
"""

import base64
import hmac
import secrets
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from shuke.kernel.refusal import Kind, Refusal

_VERSION = "k1"
_NONCE_BYTES = 12


class Unreadable(Refusal):
    """A sealed text does not open with this deployment's key."""

    code = "storage.unreadable_secret"
    kind = Kind.CONFLICT
    en = "A protected value cannot be read with this system's key."
    zh = "受保护的数据无法用当前系统密钥解密。"
    next_en = "Restore the file secret.key that belongs to this database."
    next_zh = "请恢复与此数据库对应的 secret.key 文件。"


@lru_cache(maxsize=32)
def _key(purpose: str) -> bytes:
    return hmac.digest(settings.SHUKE_MASTER_KEY.encode(), purpose.encode(), sha256)


def keyed_hash(text: str, purpose: str) -> str:
    """A look-up hash (hex of HMAC-SHA256) that cannot be reversed without the deployment's key."""
    return hmac.new(_key(f"hash/{purpose}"), text.encode(), sha256).hexdigest()


def seal(text: str, context: str) -> str:
    """Encrypt a text (AES-256-GCM), bound to its place, e.g. `members.identity/42`."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(_key("seal")).encrypt(nonce, text.encode(), context.encode())
    return f"{_VERSION}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def open_sealed(sealed: str, context: str) -> str:
    """Decrypt what `seal` made for the same place.

    Raises:
        Unreadable: another key, another place, or a changed text.
    """
    version, _, body = sealed.partition(".")
    try:
        raw = base64.urlsafe_b64decode(body)
        if version != _VERSION:
            raise Unreadable
        text = AESGCM(_key("seal")).decrypt(
            raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], context.encode()
        )
    except (InvalidTag, ValueError):
        raise Unreadable from None
    return text.decode()
