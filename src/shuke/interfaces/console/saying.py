"""A refusal inside a form: what happened and what to do, beside what was typed."""

from dataclasses import dataclass

from shuke.interfaces.console.door import Visit
from shuke.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Said:
    """A refusal in the reader's language."""

    message: str
    step: str
    code: str


def said(refusal: Refusal, visit: Visit) -> Said:
    """Put a refusal into words."""
    return Said(refusal.message(visit.language), refusal.next_step(visit.language), refusal.code)
