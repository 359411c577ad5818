"""Adapters that come and go; nobody imports them, `project` names them."""
