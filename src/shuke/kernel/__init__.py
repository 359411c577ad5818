"""Plain values that every package speaks: refusals, actors, scopes, ids, money, days."""
