"""How often a key may call: a bucket of tokens per caller, in the memory of the process.

A row per call would cost every read a write (on SQLite: a sync to disk), so the buckets live in
memory: with several processes a caller has as many buckets, and a restart fills them.
"""

import math
import threading
import time
from dataclasses import dataclass

BURST = 300
PER_SECOND = 60.0
BAD_KEYS_BURST = 30
BAD_KEYS_PER_SECOND = 0.5
_CALLERS_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Level:
    """A bucket after a call: its size, tokens left, seconds until full, and to the next."""

    limit: int
    remaining: int
    reset_seconds: int
    wait_seconds: int

    @property
    def is_empty(self) -> bool:
        """Whether the call must wait."""
        return self.wait_seconds > 0

    def headers(self) -> dict[str, str]:
        """The answer's headers."""
        told = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset_seconds),
        }
        return {**told, "Retry-After": str(self.wait_seconds)} if self.is_empty else told


class Buckets:
    """Token buckets by caller; the least recently seen is forgotten beyond 10,000."""

    def __init__(self) -> None:
        self._levels: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, caller: str, *, burst: int, per_second: float, cost: int = 1) -> Level:
        """Take a token; an empty bucket takes nothing and says how long to wait."""
        now = time.monotonic()
        with self._lock:
            tokens, seen = self._levels.pop(caller, (float(burst), now))
            tokens = min(float(burst), tokens + (now - seen) * per_second)
            is_free = tokens >= cost
            if is_free:
                tokens -= cost
            self._levels[caller] = (tokens, now)
            if len(self._levels) > _CALLERS_MAX:
                del self._levels[next(iter(self._levels))]
        return Level(
            limit=burst,
            remaining=int(tokens),
            reset_seconds=math.ceil((burst - tokens) / per_second),
            wait_seconds=0 if is_free else max(1, math.ceil((cost - tokens) / per_second)),
        )

    def clear(self) -> None:
        """Fill every bucket."""
        with self._lock:
            self._levels.clear()


buckets = Buckets()
