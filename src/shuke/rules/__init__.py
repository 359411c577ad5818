"""The rule language: facts, conditions and reasons. Plain Python, no tables."""
