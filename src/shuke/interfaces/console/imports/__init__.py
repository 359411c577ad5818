"""Imports: upload, match columns, try, run, and what became of each file."""
