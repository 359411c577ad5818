"""The doors: console, API, commands, worker."""
