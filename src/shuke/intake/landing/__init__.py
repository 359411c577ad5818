"""Checked rows into the tables of stores, catalog, members and sales, chunk by chunk."""
