"""Segments: the list, the builder, one segment, and keeping a list behind a number."""
