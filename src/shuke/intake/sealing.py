"""Refused rows at rest: a message may quote a cell, so its values are sealed (design 10)."""

import json
from collections.abc import Mapping

from shuke.intake.models import RefusedRow
from shuke.kernel.refusal import Refusal
from shuke.storage.secrets import open_sealed, seal


def refused_row(refusal: Refusal, *, batch_id: int, part: str, line: int) -> RefusedRow:
    """A row of a file that another package refused, to be kept."""
    values = {name: str(value) for name, value in refusal.values.items()}
    return RefusedRow(
        batch_id=batch_id,
        part=part,
        line=line,
        code=refusal.code,
        column=refusal.param or "",
        sealed=sealed_values(values, batch_id=batch_id, line=line),
    )


def sealed_values(values: Mapping[str, object], *, batch_id: int, line: int) -> str:
    """The values of a row's message as the table keeps them; empty when there are none."""
    if not values:
        return ""
    return seal(json.dumps(values, ensure_ascii=False), _context(batch_id, line))


def values_of(row: RefusedRow) -> dict[str, object]:
    """What `sealed_values` kept."""
    if not row.sealed:
        return {}
    opened = open_sealed(row.sealed, _context(row.batch_id, row.line))
    values: dict[str, object] = json.loads(opened)
    return values


def _context(batch_id: int, line: int) -> str:
    return f"intake.refused_row/{batch_id}/{line}"
