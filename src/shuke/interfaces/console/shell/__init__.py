"""What surrounds every page: search, choice of store, set-up guide."""
