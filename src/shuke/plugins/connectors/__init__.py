"""Sources with data of their own."""
