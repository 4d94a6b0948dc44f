"""The same jobs over the same rows, done by another program: Django's admin."""
