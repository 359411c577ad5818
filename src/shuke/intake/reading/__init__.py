"""A file into a DuckDB table `raw`: its line numbers and its cells as text."""

from shuke.intake.reading.table import Table, read

__all__ = ["Table", "read"]
