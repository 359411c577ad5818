"""Cells into typed rows, and what is wrong with those that cannot be."""
