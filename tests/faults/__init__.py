"""Break it, and compare what people were told is saved with what is there.

A short form of each runs with the tests; the long one: `python -m tests.faults --long NAME=TIMES…`.
"""
