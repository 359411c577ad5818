"""Bringing data in: a file, a source, an upload."""

from shuke.intake.actions.files import import_file, run_import
from shuke.intake.actions.running import Outcome
from shuke.intake.actions.sources import import_source
from shuke.intake.actions.uploads import receive, start

__all__ = ["Outcome", "import_file", "import_source", "receive", "run_import", "start"]
