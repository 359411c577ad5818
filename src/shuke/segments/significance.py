"""Is a difference between two groups more than chance? Two textbook tests, no dependency.

Shares: the two-proportion z-test with pooled variance. Means: Welch's t-test with the normal
distribution in place of Student's, which is within 0.003 of it from 100 members a side on.
Several questions at once are corrected after Holm (Scandinavian Journal of Statistics, 1979), so
that the chance of a single false alarm in a table stays at 5 %.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

LEVEL = 0.05
MEMBERS_MIN = 30


@dataclass(frozen=True, slots=True)
class Sample:
    """A measure over the members of one side: how many, their mean, their variance (n - 1)."""

    members: int
    mean: float
    variance: float


def share_p(hits_a: int, members_a: int, hits_b: int, members_b: int) -> float | None:
    """Return the two-sided p of two shares being one; None where a side is too small to tell."""
    if min(members_a, members_b) < MEMBERS_MIN:
        return None
    pooled = (hits_a + hits_b) / (members_a + members_b)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / members_a + 1 / members_b))
    if spread == 0:
        return 1.0
    return _two_sided((hits_a / members_a - hits_b / members_b) / spread)


def mean_p(a: Sample, b: Sample) -> float | None:
    """Return the two-sided p of two means being one; None where a side is too small to tell."""
    if min(a.members, b.members) < MEMBERS_MIN:
        return None
    spread = math.sqrt(a.variance / a.members + b.variance / b.members)
    if spread == 0:
        return 1.0 if a.mean == b.mean else 0.0
    return _two_sided((a.mean - b.mean) / spread)


def _two_sided(z: float) -> float:
    return math.erfc(abs(z) / math.sqrt(2))


def corrected(found: Sequence[float | None]) -> tuple[float | None, ...]:
    """Return Holm's adjusted p of each question, in the order given; unanswered stay None."""
    asked = sorted((p, at) for at, p in enumerate(found) if p is not None)
    answers: list[float | None] = [None] * len(found)
    highest = 0.0
    for rank, (p, at) in enumerate(asked):
        highest = max(highest, min(p * (len(asked) - rank), 1.0))
        answers[at] = highest
    return tuple(answers)
