"""A repeated request gets the first answer, byte for byte; a refusal is not remembered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from shuke.kernel.refusal import Kind, Refusal
from shuke.storage.models import Outcome
from shuke.storage.transactions import retrying, writing


class KeyReused(Refusal):
    """The same key came with another body."""

    code = "request.key_reused"
    kind = Kind.CONFLICT
    en = "This Idempotency-Key was used for a different request."
    zh = "该幂等键（Idempotency-Key）已用于另一个不同的请求。"
    next_en = "Send a new key with a new request; repeat a request only unchanged."
    next_zh = "新请求请使用新的键；重发时请求内容必须保持不变。"


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer: HTTP status, exact body, and whether it was given before."""

    status: int
    body: str
    is_replay: bool


def once(
    *, scope: str, key: str, digest: str, at: datetime, run: Callable[[], tuple[int, str]]
) -> Stored:
    """Run a write exactly once per (scope, key), and answer every repeat from the stored outcome.

    The key is written first, in the same transaction as the effect: a parallel repeat waits for
    the row, a crash before commit leaves neither key nor effect.

    Raises:
        KeyReused: the key was used with another digest of the request.
    """
    return retrying(lambda: _once(scope=scope, key=key, digest=digest, at=at, run=run))


def _once(
    *, scope: str, key: str, digest: str, at: datetime, run: Callable[[], tuple[int, str]]
) -> Stored:
    with writing():
        try:
            with transaction.atomic():
                outcome = Outcome.objects.create(scope=scope, key=key, digest=digest, at=at)
        except IntegrityError:
            return _replayed(scope=scope, key=key, digest=digest)
        status, body = run()
        Outcome.objects.filter(pk=outcome.pk).update(status=status, body=body)
        return Stored(status=status, body=body, is_replay=False)


def _replayed(*, scope: str, key: str, digest: str) -> Stored:
    outcome = Outcome.objects.get(scope=scope, key=key)
    if outcome.digest != digest:
        raise KeyReused(param="Idempotency-Key")
    if outcome.status is None or outcome.body is None:
        raise AssertionError("a committed outcome has a status and a body")
    return Stored(status=outcome.status, body=outcome.body, is_replay=True)
