"""The real servers that tests talk to: PostgreSQL, the application itself, and a browser."""
