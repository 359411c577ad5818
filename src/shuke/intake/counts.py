"""What became of the rows: every row read is accepted, known, merged or refused."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from shuke.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows by outcome, and what they made (members, sales, ...); `rows` is their sum."""

    accepted: int = 0
    known: int = 0
    merged: int = 0
    refused: int = 0
    made: Mapping[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return self.accepted + self.known + self.merged + self.refused

    def __add__(self, other: "Counts") -> "Counts":
        names = {**self.made, **other.made}
        return Counts(
            accepted=self.accepted + other.accepted,
            known=self.known + other.known,
            merged=self.merged + other.merged,
            refused=self.refused + other.refused,
            made={name: self.made.get(name, 0) + other.made.get(name, 0) for name in names},
        )

    def again(self) -> "Counts":
        """The counts of the same content a second time: all that was taken is known."""
        return Counts(known=self.accepted + self.known + self.merged, refused=self.refused)

    def as_json(self) -> dict[str, object]:
        """The counts as they are kept and shown."""
        return {"rows": self.rows, **asdict(self), "made": dict(self.made)}

    def as_mapping(self) -> dict[str, int]:
        """The counts flat, as doors show them: rows, accepted, ..., then what was made."""
        outcomes = {
            "rows": self.rows,
            "accepted": self.accepted,
            "known": self.known,
            "merged": self.merged,
            "refused": self.refused,
        }
        return {**outcomes, **self.made}

    @classmethod
    def from_json(cls, kept: Mapping[str, object]) -> "Counts":
        """The counts as `as_json` kept them."""
        values = {name: value for name, value in kept.items() if name != "rows"}
        return cls(**values)  # type: ignore[arg-type]  # what as_json wrote


def reason(refusal: Refusal) -> dict[str, str]:
    """A refusal as the table of imports keeps it."""
    return {
        "code": refusal.code,
        "en": refusal.message("en"),
        "zh": refusal.message("zh"),
        "next_en": refusal.next_step("en"),
        "next_zh": refusal.next_step("zh"),
    }
