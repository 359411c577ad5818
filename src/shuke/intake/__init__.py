"""Files and sources in: read, mapped, checked, landed in chunks, resumed."""
