"""The door of programs: REST at /api/v1, OpenAPI 3.1."""
