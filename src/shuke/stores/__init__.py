"""Brands, stores, tills, staff and their roles."""
