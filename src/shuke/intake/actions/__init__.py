"""Bringing data in: a file, a source, an upload."""

from shuke.intake.actions.running import Outcome
from shuke.intake.actions.sources import import_source

__all__ = ["Outcome", "import_source"]
