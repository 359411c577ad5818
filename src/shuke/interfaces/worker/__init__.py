"""The door of work without a person: jobs, by lease."""
