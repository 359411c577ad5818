"""The console: server-rendered pages for the people of the chain, one folder per area."""
