"""Whole lists on their way out: every record that fits the filters of a list, with all its fields.

A file for each list, alike: the row, and `all_rows`, which reads some hundreds at a time.
"""
