"""How full and how sound a member's file is (requirements A11, E12)."""

from collections.abc import Mapping, Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """Weights of the fields: possible, filled, and filled with a valid value."""

    possible: int
    filled: int
    valid: int

    @property
    def completeness(self) -> float:
        """The filled share, 0 to 1; 7 of 10 is 0.7. A file without fields is complete."""
        return self.filled / self.possible if self.possible else 1.0

    @property
    def validity(self) -> float:
        """The valid share of what is filled, 0 to 1; 6 of 7 is 0.857. Nothing filled: 1."""
        return self.valid / self.filled if self.filled else 1.0


def score(*, weights: Mapping[str, int], filled: Set[str], invalid: Set[str]) -> Score:
    """Return the score of one file from the names of its filled and its invalid fields."""
    kept = [name for name in filled if name in weights]
    return Score(
        possible=sum(weights.values()),
        filled=sum(weights[name] for name in kept),
        valid=sum(weights[name] for name in kept if name not in invalid),
    )
