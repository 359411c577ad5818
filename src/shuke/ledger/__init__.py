"""The double-entry book of what is owed."""
