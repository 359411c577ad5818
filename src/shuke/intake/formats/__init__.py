"""The Shuke format: which kinds of file there are and what their columns mean."""

from shuke.intake.formats.column import Column, Kind, KindName, kind_of, kinds

__all__ = ["Column", "Kind", "KindName", "kind_of", "kinds"]
