"""Members: the list, one member whole, sales, prospects, duplicates, contacts to check."""
