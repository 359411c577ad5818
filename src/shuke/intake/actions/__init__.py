"""Bringing data in: a file, a source, an upload."""

from shuke.intake.actions.files import import_file, run_import
from shuke.intake.actions.handing_out import hand_out_refused
from shuke.intake.actions.running import Outcome
from shuke.intake.actions.sources import import_source
from shuke.intake.actions.uploads import receive, start

__all__ = [
    "Outcome",
    "hand_out_refused",
    "import_file",
    "import_source",
    "receive",
    "run_import",
    "start",
]
