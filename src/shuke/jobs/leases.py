"""The pure decisions about leases and attempts: how long, how often, how much later.

After SIGKILL of a worker nothing tells the table; only the end of the lease does (design
section 7: the peers that were tried leave such a job running for ever, or lose it).
"""

from datetime import timedelta

ATTEMPTS_MAX = 5
LEASE = timedelta(seconds=60)
BEAT_SECONDS = 2.0
_FIRST_DELAY_SECONDS = 2.0
_DELAY_SECONDS_MAX = 300.0


def delay(attempt: int, jitter: float) -> timedelta:
    """The wait before the next try: doubling from 2 s to 5 min, times 0.5 to 1.5.

    `jitter` runs from 0 to 1; it keeps jobs that failed together from coming back together.
    """
    seconds = min(_FIRST_DELAY_SECONDS * 2 ** (attempt - 1), _DELAY_SECONDS_MAX)
    return timedelta(seconds=seconds * (0.5 + jitter))


def is_last(attempt: int) -> bool:
    """Whether there is no further try after this attempt (counted from 1)."""
    return attempt >= ATTEMPTS_MAX
